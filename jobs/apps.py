from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Background work")

    def ready(self):
        from dialogue_portal.navigation import NavItem, register

        from . import schedule
        from .sweeping import remove_old_files

        schedule.register("old files", remove_old_files)
        register(NavItem("work", _("My files"), "jobs:list", order=90, icon="download"))
