from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from accounts.reach import reach_of
        from audit.wording import name_facts
        from dialogue_portal.navigation import NavItem, register

        def reads_units(user):
            return bool(reach_of(user).tree_unit_ids)

        register(
            NavItem("leaders", _("Overview"), "reports:dashboard", order=60, icon="dashboard", visible=reads_units)
        )
        register(
            NavItem("leaders", _("Summaries"), "reports:summary_list", order=70, icon="report", visible=reads_units)
        )

        from . import work
        from .papers import book

        name_facts({"figures": _("figures")})
        work.register()
        book.register()
