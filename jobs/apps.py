from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Background work")

    def ready(self):
        from dialogue_portal.navigation import NavItem, register

        register(NavItem("work", _("My files"), "jobs:list", order=90, icon="download"))
