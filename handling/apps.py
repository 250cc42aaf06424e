from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandlingConfig(AppConfig):
    name = "handling"
    verbose_name = _("Handling")

    def ready(self):
        from accounts.permissions import handles_records
        from audit.wording import name_facts
        from dialogue_portal.navigation import NavItem, register

        from . import recompute, reminders, units
        from .navigation import waiting_count, work_is_late
        from .trail_words import WORDS

        name_facts(WORDS)
        register(
            NavItem(
                "work",
                _("My work"),
                "handling:work",
                order=10,
                icon="work",
                visible=handles_records,
                count=waiting_count,
                urgent=work_is_late,
            )
        )
        units.register()
        reminders.register()
        recompute.register()
