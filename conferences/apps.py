from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferencesConfig(AppConfig):
    name = "conferences"
    verbose_name = _("Conferences")

    def ready(self):
        from django.contrib.auth.signals import user_logged_out

        from audit.wording import name_facts
        from handling import exports
        from jobs import schedule

        from . import conference_navigation, work
        from .exports import OPINIONS
        from .services.delegate_import import discard_old_uploads
        from .services.drafts import erase_old_drafts, erase_on_sign_out
        from .trail_words import WORDS

        name_facts(WORDS)
        conference_navigation.register()
        work.register()
        exports.register(OPINIONS)
        schedule.register("delegate_uploads", discard_old_uploads)
        schedule.register("opinion_drafts", erase_old_drafts)
        user_logged_out.connect(erase_on_sign_out)
