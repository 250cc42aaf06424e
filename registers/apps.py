from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = _("Registers")

    def ready(self):
        from audit.wording import name_facts
        from dialogue_portal.navigation import NavItem, register

        from .trail_words import WORDS

        name_facts(WORDS)
        register(NavItem("administration", _("Registers"), "registers:index", order=50, icon="registers"))
