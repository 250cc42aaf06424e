"""How often the heads of bodies must receive citizens, and how often they did, by the rules of the register.

Days are counted, not sessions: on the fixed day and ad hoc, by the head in person. A rule asks for days a month or days
a week. A week belongs to the month and the rule of its Thursday, as ISO 8601 has it, and a month to the rule of its
first day: where a rule changes, each part of the year goes by its own.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from registers.calendar import WorkingCalendar
from registers.levels import Level
from registers.models import Organisation, OrganisationSide, RuleParameter
from registers.models.rules import in_force

from .models import Receiver, ReceptionSession, SessionState
from .reception_rules import source_of

MONTHS = 12
#: Whose heads a rule binds: side, kind of the body, key by level. The Party's rule stands under one key with levels.
_BINDINGS = (
    (OrganisationSide.PARTY, "committee", "reception.days"),
    (OrganisationSide.STATE, "authority", "reception.chair_{level}"),
)
KEYS = tuple({key.format(level=level): None for _side, _kind, key in _BINDINGS for level in Level.values})
_COMMITTEES = _BINDINGS[0][2]
_WEEK = RuleParameter.Unit.DAYS_PER_WEEK


@dataclass(frozen=True)
class Stretch:
    """A month or week in which a rule asks for days; `month` is the first day of the month that it is counted in."""

    month: date
    first: date
    last: date
    #: None where no rule is in force.
    rule: RuleParameter | None = None


@dataclass(frozen=True)
class Counted:
    """A stretch with the days of one head in it."""

    stretch: Stretch
    held: int
    planned: int
    #: Days of which it is not recorded whether the head received.
    unsaid: int
    is_over: bool

    @property
    def required(self):
        return self.stretch.rule.value if self.stretch.rule else 0

    @property
    def missing(self):
        """What was not held and cannot be any more, of what is known."""
        return max(0, self.required - self.held - self.unsaid) if self.is_over else 0

    @property
    def covered(self):
        """Of what is required, what is held or planned; more in one week does not make up for another."""
        return min(self.required, self.held + self.planned)

    @property
    def unclear(self):
        """Of what is required, what rests on days of which it is not recorded whether the head received."""
        return min(self.unsaid, max(0, self.required - self.held)) if self.is_over else 0


class _Sums:
    """Sums over `counted`, stretches of one head."""

    def _sum(self, name):
        return sum(getattr(one, name) for one in self.counted)

    @property
    def required(self):
        """None where no rule is in force."""
        return self._sum("required") if any(one.stretch.rule for one in self.counted) else None

    @property
    def held(self):
        return self._sum("held")

    @property
    def planned(self):
        return self._sum("planned")

    @property
    def unsaid(self):
        return self._sum("unsaid")

    @property
    def missing(self):
        return self._sum("missing")

    @property
    def unclear(self):
        return self._sum("unclear")

    @property
    def rules(self):
        """The rules that are in force in it, in their order."""
        return list(dict.fromkeys(one.stretch.rule for one in self.counted if one.stretch.rule))

    @property
    def source(self):
        """Where the rules stand, and whether that is verified."""
        return source_of(self.rules)


@dataclass(frozen=True)
class MonthDays(_Sums):
    """The reception days of one head in one month."""

    month: date
    counted: list

    @property
    def is_over(self):
        return all(one.is_over for one in self.counted)

    @property
    def is_kept(self):
        return all(one.held >= one.required for one in self.counted)

    @property
    def is_missed(self):
        return self.missing > 0

    @property
    def is_unclear(self):
        return not self.is_missed and self.unclear > 0

    @property
    def is_short(self):
        """Not enough is even planned in what is still running or to come."""
        return any(not one.is_over and one.covered < one.required for one in self.counted)


@dataclass(frozen=True)
class BodyYear(_Sums):
    body: Organisation
    months: list

    @property
    def counted(self):
        return [one for month in self.months for one in month.counted]

    @property
    def is_recorded(self):
        """Whether any session of the head stands in the portal; without one nothing can be said of the days."""
        return any(one.held or one.planned or one.unsaid for one in self.counted)

    @property
    def missed(self):
        return sum(1 for one in self.months if one.is_missed)

    @property
    def ahead(self):
        """What the rest of the year still asks for, the running month or week included."""
        return sum(one.required for one in self.counted if not one.is_over)

    @property
    def covered(self):
        """How much of `ahead` is held or planned."""
        return sum(one.covered for one in self.counted if not one.is_over)


@dataclass(frozen=True)
class QuotaYear:
    """The rules of a year and its days off; `load` takes two queries, `years` one, whatever the number of bodies."""

    year: int
    rules: list
    calendar: WorkingCalendar
    _stretches: dict = field(default_factory=dict)

    @classmethod
    def load(cls, year):
        rules = list(RuleParameter.objects.filter(key__in=KEYS))
        return cls(year, rules, WorkingCalendar.load(*_around(year)))

    def bound(self, bodies):
        """Those of the bodies whose head a rule binds in the year."""
        bound = [
            Q(side=side, kind=kind, unit__level=level)
            for side, kind, key in _BINDINGS
            for level in Level.values
            if any(stretch.rule for stretch in self._of(key.format(level=level), level))
        ]
        return bodies.filter(reduce(or_, bound)) if bound else bodies.none()

    def years(self, bodies, *, today):
        """[BodyYear] of bodies with their units, in their order."""
        bodies = list(bodies)
        days = _days([body.pk for body in bodies], self.year)
        return [BodyYear(body, self._months(body, days[body.pk], today)) for body in bodies]

    def _months(self, body, days, today):
        months = {date(self.year, number, 1): [] for number in range(1, MONTHS + 1)}
        for stretch in self._of(_key_of(body), body.unit.level):
            lives = body.valid_from <= stretch.last and (body.valid_until is None or body.valid_until >= stretch.first)
            rule = stretch.rule if lives else None
            found = {kind: sum(stretch.first <= day <= stretch.last for day in taken) for kind, taken in days.items()}
            shown = Stretch(stretch.month, stretch.first, stretch.last, rule)
            months[stretch.month].append(Counted(shown, **found, is_over=stretch.last < today))
        return [MonthDays(month, counted) for month, counted in months.items()]

    def _of(self, key, level):
        """The stretches of a year by the rules of a key, read once for each level."""
        if (key, level) not in self._stretches:
            self._stretches[key, level] = [
                stretch
                for number in range(1, MONTHS + 1)
                for stretch in self._month(date(self.year, number, 1), key, level)
            ]
        return self._stretches[key, level]

    def _month(self, month, key, level):
        last = _last_of(month)
        rule = in_force(self.rules, key, month, level)
        weeks = [
            Stretch(month, thursday - timedelta(days=3), thursday + timedelta(days=3), asked)
            for thursday in _thursdays(month, last)
            if (asked := in_force(self.rules, key, thursday, level)) and asked.unit == _WEEK
        ]
        if rule is None or rule.unit == _WEEK:
            return [week for week in weeks if self._is_worked(week)] or [Stretch(month, month, last)]
        return [Stretch(month, month, last, rule), *weeks]

    def _is_worked(self, week):
        """A week of which every day is off, such as that of Tết, asks for nothing."""
        return any(self.calendar.is_working(week.first + timedelta(days=offset)) for offset in range(7))


def _key_of(body):
    found = (key for side, kind, key in _BINDINGS if (side, kind) == (body.side, body.kind))
    return next(found, "").format(level=body.unit.level)


def _last_of(month):
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _thursdays(first, last):
    start = first + timedelta(days=(3 - first.weekday()) % 7)
    return [start + timedelta(days=days) for days in range(0, (last - start).days + 1, 7)]


def _around(year):
    """From the first to the last day that a week of the year can have."""
    return date(year, 1, 1) - timedelta(days=3), date(year, 12, 31) + timedelta(days=3)


def _days(owners, year):
    """{body: {"held", "planned", "unsaid": days}} of the sessions that are the head's by kind; a day counts once."""
    first, last = _around(year)
    rows = (
        ReceptionSession.objects.filter(owner__in=owners, receiver__in=(Receiver.HEAD, Receiver.UNSAID))
        .between(first, last)
        .exclude(state=SessionState.CANCELLED)
        .order_by()
        .values_list("owner", "state", "receiver", "on")
    )
    found = defaultdict(lambda: {"held": set(), "planned": set(), "unsaid": set()})
    for owner, state, receiver, on in rows:
        found[owner]["unsaid" if receiver == Receiver.UNSAID else state].add(on)
    for days in found.values():
        days["planned"] -= days["held"]
        days["unsaid"] -= days["held"] | days["planned"]
    return found
