from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Audit trail")

    def ready(self):
        from dialogue_portal.navigation import NavItem, register

        from .permissions import can_read_trail

        register(
            NavItem("administration", _("Audit trail"), "audit:events", order=90, icon="audit", visible=can_read_trail)
        )
