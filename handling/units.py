"""Administrative units in the quick jump. The register is public record: everybody who signs in finds them all."""

from django.db.models import F
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from registers.models import AdministrativeUnit

from .kinds import JumpHit, JumpTarget, register_target


def register():
    register_target(JumpTarget("units", _("Administrative units"), find_units, order=30))


def find_units(user, query, limit):
    """Units whose name has every word, or whose code begins so: those in force first, then the latest to end."""
    found = AdministrativeUnit.objects.named_or_coded(query).select_related("parent")
    rows = found.in_register_order(F("valid_until").desc(nulls_first=True))
    return [
        JumpHit(label=row.full_name(), detail=_detail(row), url=reverse("registers:unit", args=[row.pk]))
        for row in rows[:limit]
    ]


def _detail(unit):
    if unit.valid_until is None:
        return unit.code
    days = (formats.date_format(day, "SHORT_DATE_FORMAT") for day in (unit.valid_from, unit.valid_until))
    return f"{unit.code} · {' – '.join(days)}"
