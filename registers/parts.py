"""The units directly below another one during a period, and grouping rows by them: what a drill-down shows."""

from django.db.models import F, Q

from .models import AdministrativeUnit, UnitReach


def parts_of(unit, first, last):
    """Units in force at some time of the period whose parent is the unit or one it succeeded, in register order."""
    same = UnitReach.objects.filter(ancestor=unit).filter(Q(unit__level=unit.level)).values("unit")
    return (
        AdministrativeUnit.objects.filter(parent__in=same, valid_from__lte=last)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first))
        .order_by("level", "sort_key", "valid_from")
    )


def within_parts(rows, part_ids, *, path="unit"):
    """`rows` restricted to those whose unit lies in the tree of a part, each annotated with that part's id.

    Only the tree of the date counts (`as it was`): a forerunner's rows stay with the unit it belonged to.
    """
    return rows.filter(
        **{f"{path}__reached_from__ancestor__in": part_ids, f"{path}__reached_from__is_forerunner": False}
    ).annotate(part=F(f"{path}__reached_from__ancestor"))
