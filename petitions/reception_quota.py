"""How often the head of a body must receive citizens, and how often they did (Quy định 11-QĐi/TW of 18/02/2019).

Days are counted, not sessions: on the fixed day and ad hoc, in person. What was delegated counts for nobody.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models.functions import TruncMonth

from registers.levels import Level
from registers.models import Organisation, OrganisationSide, RuleParameter
from registers.models.rules import in_force

from .models import ReceptionSession, SessionState
from .reception_rules import source_of

RULE = "reception.days"
MONTHS = 12
#: Kinds of bodies whose head the rule is about: Party committees.
_COMMITTEE = "committee"


@dataclass(frozen=True)
class MonthDays:
    """The reception days of one head in one month. `required` is None where no rule is in force."""

    month: date
    required: int | None
    held: int = 0
    planned: int = 0
    is_over: bool = False
    #: The rule that asks for them, with its basis and mark; None without one.
    rule: RuleParameter | None = None

    @property
    def source(self):
        """Where the rule stands, and whether that is verified."""
        return source_of([self.rule]) if self.rule else ""

    @property
    def is_kept(self):
        return self.required is None or self.held >= self.required

    @property
    def is_missed(self):
        return self.is_over and not self.is_kept

    @property
    def is_short(self):
        """Not enough is even planned in a month that is still running or to come."""
        return not self.is_over and self.required is not None and self.held + self.planned < self.required


@dataclass(frozen=True)
class BodyYear:
    body: Organisation
    months: list

    @property
    def held(self):
        return sum(one.held for one in self.months)

    @property
    def is_recorded(self):
        """Whether any session of the head stands in the portal; without one nothing can be said of the days."""
        return any(one.held or one.planned for one in self.months)

    @property
    def missed(self):
        return sum(1 for one in self.months if one.is_missed)


def source_of_days(on):
    """Where the days of the heads are laid down, of every level, with what is not verified; "" where nowhere."""
    rules = RuleParameter.objects.filter(key=RULE)
    return source_of(one for level in Level.values if (one := in_force(rules, RULE, on, level)))


def heads_who_receive(bodies):
    """Those of the bodies whose head the rule binds: Party committees."""
    return bodies.filter(side=OrganisationSide.PARTY, kind=_COMMITTEE)


def years_of(bodies, year, *, today):
    """The reception days of the heads of `bodies` in a year, month by month: two queries, whatever their number."""
    bodies = list(bodies)
    days = _days([body.pk for body in bodies], year)
    rules = list(RuleParameter.objects.filter(key=RULE))
    months = [date(year, number, 1) for number in range(1, MONTHS + 1)]
    return [
        BodyYear(body, [_month(body, month, days.get((body.pk, month), {}), rules, today) for month in months])
        for body in bodies
    ]


def month_of(body, month, *, today):
    """The reception days of one head in the month that begins on the day `month`."""
    days = _days([body.pk], month.year)
    rules = list(RuleParameter.objects.filter(key=RULE))
    return _month(body, month, days.get((body.pk, month), {}), rules, today)


def _month(body, month, days, rules, today):
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    exists = body.valid_from <= last and (body.valid_until is None or body.valid_until >= month)
    held, planned = (days.get(state, set()) for state in (SessionState.HELD, SessionState.PLANNED))
    rule = in_force(rules, RULE, month, body.unit.level) if exists else None
    return MonthDays(month, rule.value if rule else None, len(held), len(planned - held), last < today, rule)


def _days(owners, year):
    """{(body, month): {state: days}} of what counts for the head."""
    rows = (
        ReceptionSession.objects.filter(owner__in=owners)
        .between(date(year, 1, 1), date(year, 12, 31))
        .by_head()
        .exclude(state=SessionState.CANCELLED)
        .order_by()
        .annotate(month=TruncMonth("on"))
        .values_list("owner", "month", "state", "on")
    )
    found = defaultdict(lambda: defaultdict(set))
    for owner, month, state, on in rows:
        found[owner, month][state].add(on)
    return found
