"""Reporting periods: which days the figures of a month, a quarter, a year are about.

A reporting month closes on the closing day, the 14th unless a rule says otherwise, and begins on the day after the
closing of the month before. The rule is the one in force at that closing, so that a later one moves no period that is
over. Every longer period is made of whole reporting months. So Month 1/2026 is 15/12/2025 to
14/01/2026 (domain: Nghị định 09/2019, Thông tư 01/2024/TT-TTCP).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import RuleParameter
from .models.rules import in_force

#: The rule that holds the closing day; one of the level goes before the general one.
CLOSING_RULE = "report.closing_day"


class PeriodKind(TextChoices):
    MONTH = "month", gettext_lazy("Month")
    QUARTER = "quarter", gettext_lazy("Quarter")
    SIX_MONTHS = "six_months", gettext_lazy("6 months")
    LAST_SIX_MONTHS = "last_six_months", gettext_lazy("Last 6 months")
    NINE_MONTHS = "nine_months", gettext_lazy("9 months")
    YEAR = "year", gettext_lazy("Year")
    FREE = "free", gettext_lazy("Free range")


#: First and last month of a period of one number; months and quarters are counted.
_MONTHS = {
    PeriodKind.SIX_MONTHS: (1, 6),
    PeriodKind.LAST_SIX_MONTHS: (7, 12),
    PeriodKind.NINE_MONTHS: (1, 9),
    PeriodKind.YEAR: (1, 12),
}
#: How many periods of a kind a year has.
NUMBERS = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """Days `first` to `last`, both included. `number` counts months and quarters; it is 0 for the others."""

    kind: PeriodKind
    first: date
    last: date
    year: int = 0
    number: int = 0
    name: str = ""

    @property
    def label(self):
        """The period in the active language: “Month 1/2026”, “Quarter I/2026”, “9 months of 2026”."""
        if self.name:
            return self.name
        values = {"number": self.number, "year": self.year}
        if self.kind == PeriodKind.QUARTER:
            values["number"] = _ROMAN[self.number - 1]
        return _LABELS[self.kind]() % values if self.kind in _LABELS else self.days

    @property
    def days(self):
        first, last = (formats.date_format(day, "SHORT_DATE_FORMAT") for day in (self.first, self.last))
        return f"{first} – {last}"

    @property
    def in_full(self):
        """The label with its days; of a free range without a name the days alone."""
        return self.days if self.label == self.days else f"{self.label} ({self.days})"

    def holds(self, day):
        return day is not None and self.first <= day <= self.last


_LABELS = {
    PeriodKind.MONTH: lambda: _("Month %(number)s/%(year)s"),
    PeriodKind.QUARTER: lambda: _("Quarter %(number)s/%(year)s"),
    PeriodKind.SIX_MONTHS: lambda: _("First 6 months of %(year)s"),
    PeriodKind.LAST_SIX_MONTHS: lambda: _("Last 6 months of %(year)s"),
    PeriodKind.NINE_MONTHS: lambda: _("9 months of %(year)s"),
    PeriodKind.YEAR: lambda: _("Year %(year)s"),
}


@dataclass(frozen=True)
class ClosingDays:
    """The closing days of a level as the rules have them, each month by the rule in force when it closes."""

    rules: tuple
    level: str = ""

    @classmethod
    def load(cls, level=""):
        """One query. Without any rule it raises `RuleMissing` when it is asked."""
        return cls(tuple(RuleParameter.objects.filter(key=CLOSING_RULE)), level)

    def of(self, year, month):
        """The day of the month on which a month closes. Raises `RuleMissing`.

        A month of before the first rule closes as that rule has it.
        """
        days = {rule.value: _day_in(year, month, rule.value) for rule in self.rules}
        closing = {value: day for value, day in days.items() if self._has(value, day)}
        if closing:
            return min(closing, key=closing.get)
        last = _day_in(year, month, 31)
        first = min((rule for rule in self.rules if rule.level in (self.level, "")), key=_start, default=None)
        if first is not None and last < first.valid_from:
            return first.value
        # A month that a change of the rule leaves without a closing ends with the one in force on its last day.
        return RuleParameter.objects.for_date(CLOSING_RULE, last, self.level).value

    def _has(self, value, day):
        """Whether the rule in force on a day closes the month on the day `value`."""
        rule = in_force(self.rules, CLOSING_RULE, day, self.level)
        return rule is not None and rule.value == value


def _start(rule):
    return rule.valid_from


def period(kind, year, number=0, closing_day=14):
    """The period of a kind in a reporting year; `closing_day` is one day for all months, or `ClosingDays`.

    Raises ValueError for a number or closing day that does not exist, `RuleMissing` where no rule has one.
    """
    kind = PeriodKind(kind)
    if kind == PeriodKind.FREE:
        raise ValueError("A free range is given by its days.")
    if kind not in NUMBERS:
        number, (begin, end) = 0, _MONTHS[kind]
    elif not 1 <= number <= NUMBERS[kind]:
        raise ValueError(f"There is no {kind} {number}.")
    else:
        length = 12 // NUMBERS[kind]
        begin, end = (number - 1) * length + 1, number * length
    return Period(
        kind, _closing(year, begin - 1, closing_day) + timedelta(days=1), _closing(year, end, closing_day), year, number
    )


def period_of(day, kind, closing_day=14):
    """The period of a kind that holds a day; of six months the half of the year it lies in.

    Raises ValueError where there is none: nine months end before the year does.
    """
    kind = PeriodKind(kind)
    for year in (day.year, day.year + 1):
        for number in range(1, NUMBERS.get(kind, 1) + 1):
            found = period(kind, year, number, closing_day)
            if found.holds(day):
                return found
    raise ValueError(f"No {kind} holds {day}.")


def free_range(first, last, name=""):
    """Any days: a programme of several years, or what somebody asks for."""
    if last < first:
        raise ValueError("The last day lies before the first one.")
    return Period(PeriodKind.FREE, first, last, name=name)


def months_of(asked, closing_day=14):
    """The reporting months a period is made of; of a free range none."""
    if asked.kind == PeriodKind.FREE:
        return []
    months = [period(PeriodKind.MONTH, asked.year, number, closing_day) for number in range(1, 13)]
    return [month for month in months if asked.first <= month.first and month.last <= asked.last]


def _closing(year, month, closing_day):
    """The day on which a reporting month closes; month 0 is December of the year before."""
    if month == 0:
        year, month = year - 1, 12
    day = closing_day.of(year, month) if isinstance(closing_day, ClosingDays) else closing_day
    return _day_in(year, month, day)


def _day_in(year, month, day):
    """A day of a month; one that the month does not have is its last one. Raises ValueError for no day of any."""
    if not 1 <= day <= 31:
        raise ValueError(f"{day} is no day of a month.")
    return date(year, month, min(day, monthrange(year, month)[1]))
