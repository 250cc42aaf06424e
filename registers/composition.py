"""What a unit is composed of: its parts, and the part that each unit within it belongs to, in one query.

*As it was*: a record stays with the part its unit lay in on the day. *As it is now*: it rolls along the default
successions to a part of today; what has no successor (the districts, ended 30/06/2025) belongs to no part.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Value

from .levels import Level
from .models import UnitReach, UnitSuccession

_RANK = {level: rank for rank, level in enumerate(Level.values)}
_COLUMNS = ("pk", "name", "level", "valid_from", "valid_until", "sort_key")


@dataclass(frozen=True)
class Part:
    """A unit directly below another one, or a forerunner of it, for one stretch of time."""

    pk: int
    name: str
    level: str
    valid_from: date
    valid_until: date | None
    sort_key: str


@dataclass
class Parts:
    """The parts of a unit in register order, and the way from the id of a unit within it to its part.

    `turns` are the days on which a part was renewed and kept what lay below it: rows of such units belong to the part
    of their own day, so whoever groups them must keep the stretches between the turns apart (`stretch_of`).
    `divided` are parts that hold the record of a unit which went elsewhere in part.
    """

    ordered: list = field(default_factory=list)
    turns: tuple = ()
    divided: set = field(default_factory=set)
    _of: dict = field(default_factory=dict)

    def stretch_of(self, day):
        return bisect_right(self.turns, day)

    def part_of(self, unit_id, stretch=0):
        """The id of the part, or None for what lies in none (the unit itself, a former district)."""
        found = self._of.get(unit_id)
        if not found:
            return None
        if len(found) == 1:
            return found[0].pk
        for part in found:
            end = len(self.turns) if part.valid_until is None else self.stretch_of(part.valid_until)
            if self.stretch_of(part.valid_from) <= stretch <= end:
                return part.pk
        return None


def parts_as_they_were(unit, first, last):
    """Units below `unit` in force at some time of the period, and what it succeeded at its own level."""
    same = UnitReach.objects.filter(ancestor=unit, unit__level=unit.level).values("unit")
    below = Q(ancestor__parent__in=same, ancestor__valid_from__lte=last) & (
        Q(ancestor__valid_until__isnull=True) | Q(ancestor__valid_until__gte=first)
    )
    forerunners = Q(ancestor__in=same, unit=F("ancestor")) & ~Q(ancestor=unit)
    return _read(UnitReach.objects.filter(below | forerunners, is_forerunner=False), Value(False))


def parts_as_they_are(unit, on):
    """Units below `unit` on a day, each with all that it succeeded."""
    same = UnitReach.objects.filter(ancestor=unit, unit__level=unit.level).values("unit")
    in_force = Q(ancestor__valid_until__isnull=True) | Q(ancestor__valid_until__gte=on)
    divided = UnitSuccession.objects.filter(old=OuterRef("unit"), is_default=True, whole=False, effective__lte=on)
    rows = UnitReach.objects.filter(in_force, ancestor__parent__in=same, ancestor__valid_from__lte=on)
    return _read(rows, Exists(divided))


def _read(rows, divided):
    """`Parts` from rows of the closure."""
    columns = [f"ancestor__{name}" for name in _COLUMNS]
    found, parts = Parts(), {}
    for unit_id, is_divided, *facts in rows.order_by().annotate(cut=divided).values_list("unit_id", "cut", *columns):
        part = parts.get(facts[0])
        if part is None:
            part = parts[facts[0]] = Part(*facts)
        found._of.setdefault(unit_id, []).append(part)
        if is_divided:
            found.divided.add(part.pk)
    found.ordered = sorted(parts.values(), key=lambda part: (_RANK[part.level], part.sort_key, part.valid_from))
    shared = {part for members in found._of.values() if len(members) > 1 for part in members}
    starts = sorted({part.valid_from for part in shared})
    found.turns = tuple(starts[1:])
    return found
