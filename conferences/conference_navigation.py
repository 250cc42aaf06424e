"""The entry of conferences in the navigation, and finding them by the quick jump."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from dialogue_portal.navigation import NavItem
from dialogue_portal.navigation import register as register_entry
from handling.kinds import JumpHit, JumpTarget, register_target

from .permissions import sees_conferences


def register():
    register_entry(
        NavItem(
            "dialogue",
            _("Conferences"),
            "conferences:conference_list",
            order=20,
            icon="conference",
            visible=sees_conferences,
        )
    )
    register_target(JumpTarget("conferences", _("Conferences"), find_conferences, order=10))


def find_conferences(user, query, limit):
    """Visible conferences whose code, title or theme has every word, newest first."""
    from .models import Conference

    found = Conference.objects.visible_to(user).matching(query).select_related("unit").order_by("-held_on", "-pk")
    return [
        JumpHit(
            label=row.title,
            detail=f"{row.code} · {row.unit.name} · {formats.date_format(row.held_on, 'SHORT_DATE_FORMAT')}",
            url=reverse("conferences:conference", kwargs={"code": row.code}),
        )
        for row in found[:limit]
    ]
