from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferencesConfig(AppConfig):
    name = "conferences"
    verbose_name = _("Conferences")

    def ready(self):
        from jobs import schedule

        from . import conference_navigation, exports, work
        from .services.delegate_import import discard_old_uploads

        conference_navigation.register()
        work.register()
        exports.register()
        schedule.register("delegate_uploads", discard_old_uploads)
