"""The entries of the side navigation for those who read statistics."""

from django.utils.translation import gettext_lazy as _

from dialogue_portal.navigation import NavItem, register

from .reading import may_read_statistics


def register_statistics():
    register(
        NavItem(
            "petitions",
            _("Register of petitions"),
            "petitions:petition_register",
            order=70,
            icon="minutes",
            visible=may_read_statistics,
        )
    )
    register(
        NavItem(
            "petitions",
            _("Statistics of petitions"),
            "petitions:statistics",
            order=80,
            icon="chart",
            visible=may_read_statistics,
        )
    )
