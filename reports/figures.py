"""The figures of a unit and period: what the dashboard shows and a summary freezes.

Two statements whatever the size: what the unit is composed of, and every GROUP BY over the tallies.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from registers.composition import parts_as_they_are, parts_as_they_were
from registers.levels import Level

from . import grouping
from .rates import OutcomeCounts, Rate, on_time_rate, rates
from .scope import month_start, next_month, year_before

#: Key of the line of the unit itself, beside those of its parts.
OWN = "own"


@dataclass
class Line:
    """One row of a table of figures: who or what, conferences, participants, opinions by bucket."""

    key: object
    label: str = ""
    conferences: int = 0
    participants: int = 0
    counts: OutcomeCounts = field(default_factory=OutcomeCounts)
    # The unit's level, and the days it was in force: what leads to the list behind the line.
    level: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    is_divided: bool = False

    def add(self, group):
        """Take in an opinions' or conferences' group."""
        if group.what == grouping.OPINIONS:
            self.counts[group.bucket] += group.number
        else:
            self.conferences += group.number
            self.participants += group.second

    @property
    def is_empty(self):
        return not (self.conferences or self.counts.received)

    @property
    def rates(self):
        return {entry.key: entry for entry in rates(self.counts)}

    @property
    def mean_participants(self):
        """Participants per conference, one decimal; None without a conference."""
        return round(self.participants / self.conferences, 1) if self.conferences else None


@dataclass(frozen=True)
class Month:
    """Opinions received and resolved in a calendar month, and received in the same month a year before.

    `before` is None where nothing had been recorded yet: not recorded is not 0.
    """

    first: date
    received: int
    resolved: int
    before: int | None

    @property
    def last(self):
        return next_month(self.first) - timedelta(days=1)

    @property
    def change(self):
        return None if self.before is None else self.received - self.before


@dataclass
class Figures:
    """`first` is the first day with a record when the scope names none; `fields` maps the id of a field, or None, to
    (received, resolved). `former` are lines of what lies in no part: the former district level."""

    first: date
    total: Line
    levels: list
    own: Line
    parts: list
    former: list
    on_time: Rate
    months: list = field(default_factory=list)
    fields: dict = field(default_factory=dict)

    @property
    def rates(self):
        return [*rates(self.total.counts), self.on_time]


def gather(scope, as_of, *, with_months_and_fields=True):
    """All figures of a scope as of a day."""
    if scope.as_now:
        parts = parts_as_they_are(scope.unit, scope.as_now)
    else:
        parts = parts_as_they_were(scope.unit, scope.first or date.min, scope.last)
    groups = grouping.read_groups(scope, as_of, turns=parts.turns, with_months_and_fields=with_months_and_fields)
    by_what = defaultdict(list)
    for group in groups:
        by_what[group.what].append(group)
    counted = by_what[grouping.OPINIONS] + by_what[grouping.CONFERENCES]
    first = scope.first or min((group.since for group in counted), default=month_start(scope.last))
    (due,) = by_what[grouping.DUE]
    return Figures(
        first=first,
        total=_total(counted),
        levels=_levels(counted),
        on_time=on_time_rate(due.second, due.number),
        months=_months(by_what[grouping.MONTH], first, scope.last) if with_months_and_fields else [],
        fields={group.key or None: (group.number, group.second) for group in by_what[grouping.FIELD]},
        **_by_part(scope, parts, counted),
    )


def _total(counted):
    total = Line(key="total")
    for group in counted:
        total.add(group)
    return total


def _levels(counted):
    """One line per level that has anything, highest first."""
    lines = {}
    for group in counted:
        if group.at_level not in lines:
            lines[group.at_level] = Line(key=group.at_level, label=Level(group.at_level).label, level=group.at_level)
        lines[group.at_level].add(group)
    return [lines[level] for level in Level.values if level in lines]


def _by_part(scope, parts, counted):
    """The unit's own line, the lines of its parts in register order, and those of what lies in no part."""
    lines, outside = {}, {}
    for group in counted:
        part = parts.part_of(group.key, group.stretch)
        if part is None:
            line = outside.setdefault(group.at_level, Line(key=OWN, level=group.at_level))
        else:
            line = lines.setdefault(part, Line(key=part))
        line.add(group)
    for part in parts.ordered:
        if part.pk in lines:
            line = lines[part.pk]
            line.label, line.level, line.is_divided = part.name, part.level, part.pk in parts.divided
            if not scope.as_now:
                line.valid_from, line.valid_until = part.valid_from, part.valid_until
    own = outside.pop(scope.unit.level, None) or Line(key=OWN, level=scope.unit.level)
    own.label = _("%(unit)s itself") % {"unit": scope.unit.name} if lines or outside else scope.unit.name
    if not scope.as_now:
        own.valid_from, own.valid_until = scope.unit.valid_from, scope.unit.valid_until
    former = [outside[level] for level in Level.values if level in outside]
    for line in former:
        line.label = capfirst(_("former %(level)s") % {"level": Level(line.level).label.lower()})
    return {"own": own, "parts": [lines[part.pk] for part in parts.ordered if part.pk in lines], "former": former}


def _months(groups, first, last):
    """Every month that the period touches, in order."""
    seen = {group.since: group for group in groups}
    beginning = min(seen, default=date.max)
    months, month, end = [], month_start(first), month_start(last)
    while month <= end:
        now, before = seen.get(month), year_before(month)
        months.append(
            Month(
                first=month,
                received=now.number if now else 0,
                resolved=now.second if now else 0,
                before=_number(seen.get(before)) if before >= beginning else None,
            )
        )
        month = next_month(month)
    return months


def _number(group):
    return group.number if group else 0
