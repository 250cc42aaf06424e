"""The figures of a unit and period, read from the tallies: what the dashboard shows and a summary freezes.

Every function takes the unit as its scope: what lies within it and what that succeeded. Grouping is *as it was*:
by the units of the date.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.functions import TruncMonth

from conferences.models import Conference, FieldMonthTally, Opinion, OpinionTally, Outcome
from registers.levels import Level
from registers.models import AdministrativeUnit
from registers.parts import within_parts

from .rates import OutcomeCounts, on_time_rate, rates


@dataclass(frozen=True)
class Scope:
    """Whose figures: a unit, the days from `first` to `last` (both included), one level or all ("")."""

    unit: object
    first: date
    last: date
    level: str = ""

    def units(self):
        return AdministrativeUnit.objects.within(self.unit).values("pk")

    def tallies(self, first=None):
        rows = OpinionTally.objects.filter(unit__in=self.units(), day__gte=first or self.first, day__lte=self.last)
        return rows.filter(level=self.level) if self.level else rows

    def conferences(self):
        rows = Conference.objects.held_in(self.first, self.last).filter(unit__in=self.units())
        return rows.filter(level=self.level) if self.level else rows


@dataclass
class Line:
    """One row of a table of figures: who or what, conferences, participants, opinions by bucket."""

    key: object
    label: str = ""
    conferences: int = 0
    participants: int = 0
    counts: OutcomeCounts = field(default_factory=OutcomeCounts)

    @property
    def rates(self):
        return {entry.key: entry for entry in rates(self.counts)}

    @property
    def mean_participants(self):
        """Participants per conference, one decimal; None without a conference."""
        return round(self.participants / self.conferences, 1) if self.conferences else None

    @property
    def unresolved(self):
        return self.counts[Outcome.UNRESOLVED]

    @property
    def step_by_step(self):
        return self.counts[Outcome.STEP_BY_STEP]


def recorded_range(unit):
    """The first and last day with a tally or a held conference within the unit; (None, None) when there is none."""
    units = AdministrativeUnit.objects.within(unit).values("pk")
    tallied = OpinionTally.objects.filter(unit__in=units).aggregate(first=Min("day"), last=Max("day"))
    held = Conference.objects.held().filter(unit__in=units).aggregate(first=Min("held_on"), last=Max("held_on"))
    first = min((day for day in (tallied["first"], held["first"]) if day), default=None)
    last = max((day for day in (tallied["last"], held["last"]) if day), default=None)
    return first, last


def by_level(scope):
    """Total and one line per level that has anything: (Line total, [Line]). Two queries."""
    lines = defaultdict(lambda: Line(key=""))
    for row in scope.tallies().order_by().values("level", "outcome").annotate(number=Sum("count")):
        lines[row["level"]].counts[row["outcome"]] += row["number"]
    held = scope.conferences().order_by().values("level").annotate(number=Count("pk"), people=Sum("participants"))
    for row in held:
        lines[row["level"]].conferences = row["number"]
        lines[row["level"]].participants = row["people"] or 0
    total = Line(key="total")
    ordered = []
    for level in Level:
        if level in lines:
            line = lines[level]
            line.key, line.label = str(level), level.label
            ordered.append(line)
            total.conferences += line.conferences
            total.participants += line.participants
            total.counts.update(line.counts)
    return total, ordered


def by_part(scope, part_ids):
    """{part id: Line} for the parts directly below the unit; what lies in none of them is the unit's own."""
    lines = {}
    grouped = within_parts(scope.tallies().order_by(), part_ids).values("part", "outcome").annotate(number=Sum("count"))
    for row in grouped:
        lines.setdefault(row["part"], Line(key=row["part"])).counts[row["outcome"]] += row["number"]
    held = (
        within_parts(scope.conferences().order_by(), part_ids, day="held_on")
        .values("part")
        .annotate(number=Count("pk"), people=Sum("participants"))
    )
    for row in held:
        line = lines.setdefault(row["part"], Line(key=row["part"]))
        line.conferences, line.participants = row["number"], row["people"] or 0
    return lines


def months_compared(scope):
    """[(month, Line of that month, Line of the same month a year before)] for every month of the range."""
    start = scope.first.replace(day=1)
    year_before = start.replace(year=start.year - 1)
    seen = defaultdict(OutcomeCounts)
    grouped = (
        scope.tallies(first=year_before)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values("month", "outcome")
        .annotate(number=Sum("count"))
    )
    for row in grouped:
        seen[row["month"]][row["outcome"]] += row["number"]
    months = []
    month = start
    while month <= scope.last:
        before = month.replace(year=month.year - 1)
        months.append((month, seen.get(month, OutcomeCounts()), seen.get(before, OutcomeCounts())))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return months


def by_field(scope):
    """Opinions by level-1 field and bucket, over the whole months of the range: {field or None: OutcomeCounts}."""
    rows = FieldMonthTally.objects.filter(
        unit__in=scope.units(), month__gte=scope.first.replace(day=1), month__lte=scope.last
    )
    if scope.level:
        rows = rows.filter(unit__level=scope.level)
    fields = defaultdict(OutcomeCounts)
    grouped = rows.order_by().values("field__parent", "field", "outcome").annotate(number=Sum("count"))
    for row in grouped:
        fields[row["field__parent"] or row["field"]][row["outcome"]] += row["number"]
    return fields


def opinions_in(scope):
    """The opinions behind the figures, for bounded indexed reads (oldest, most overdue) only."""
    rows = Opinion.objects.filter(unit__in=scope.units(), raised_on__gte=scope.first, raised_on__lte=scope.last)
    return rows.filter(level=scope.level) if scope.level else rows


def oldest_open(scope, *, limit=5):
    """Open opinions that were raised first."""
    return opinions_in(scope).filter(handling__done_on__isnull=True).order_by("raised_on", "pk")[:limit]


def most_overdue(scope, on, *, limit=5):
    """Open opinions whose due date passed first."""
    return opinions_in(scope).overdue(on).order_by("handling__due_on", "pk")[:limit]


def on_time(scope, as_of):
    """The on-time rate: due dates in the period and not after `as_of`; what is still open by then is late."""
    last = min(scope.last, as_of)
    rows = Opinion.objects.filter(unit__in=scope.units(), handling__due_on__gte=scope.first, handling__due_on__lte=last)
    if scope.level:
        rows = rows.filter(level=scope.level)
    found = rows.aggregate(due=Count("pk"), done=Count("pk", filter=Q(handling__done_on__lte=F("handling__due_on"))))
    return on_time_rate(found["done"], found["due"])
