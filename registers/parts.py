"""The units directly below another one during a period, and grouping rows by them: what a drill-down shows."""

from django.db.models import F, Q

from .models import AdministrativeUnit, UnitReach


def parts_of(unit, first, last):
    """Units in force at some time of the period whose parent is the unit or one it succeeded, in register order."""
    same = UnitReach.objects.filter(ancestor=unit, unit__level=unit.level).values("unit")
    return (
        AdministrativeUnit.objects.filter(parent__in=same, valid_from__lte=last)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first))
        .order_by("level", "sort_key", "valid_from")
    )


def within_parts(rows, part_ids, *, path="unit", day="day"):
    """`rows` whose unit lay in the tree of a part on the row's own `day`, each annotated with that part's id.

    *As it was*: a forerunner's rows stay with the unit it belonged to, and where a unit above was renewed under its
    code (Vinh, when it took Cửa Lò in), a row belongs to the one of its day only.
    """
    ancestor = f"{path}__reached_from__ancestor"
    return rows.filter(
        Q(**{f"{ancestor}__valid_until__isnull": True}) | Q(**{f"{ancestor}__valid_until__gte": F(day)}),
        **{
            f"{ancestor}__in": part_ids,
            f"{ancestor}__valid_from__lte": F(day),
            f"{path}__reached_from__is_forerunner": False,
        },
    ).annotate(part=F(ancestor))
