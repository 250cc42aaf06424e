"""The working-day calendar: holidays by rule, under the table in which the province records each year's decisions.

Pure day arithmetic once loaded. Labour Code 2019 Art. 112 (holidays); Civil Code 2015 Art. 147-148 (counting).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models.calendar import CalendarDay

SATURDAY = 5
#: Years for which the rules know the lunar new year.
FIRST_YEAR, LAST_YEAR = 2000, 2099


@lru_cache(maxsize=64)
def _rule_holidays(year):
    """Public holidays and days in lieu of a year by rule: {date: Vietnamese name}."""
    return dict(holidays.country_holidays("VN", years=year, language="vi"))


@lru_cache(maxsize=64)
def _english_names(year):
    """{Vietnamese name: English name} of the holidays of a year."""
    english = holidays.country_holidays("VN", years=year, language="en_US")
    return {name: english[day] for day, name in _rule_holidays(year).items()}


def day_name(day, name):
    """The name that a rule gives a day off, in the active language."""
    return _english_names(day.year).get(name, name) if get_language() == "en" else name


def named_days(days):
    """[(day, name)] with the stored Vietnamese names in the active language.

    What the province named itself is called as its row of that day says in English, where it still has that name and
    an English one; else it stays as written. One query, for such names in English alone.
    """
    named = [(day, name, day_name(day, name)) for day, name in days]
    unknown = [day for day, name, shown in named if shown == name] if get_language() == "en" else []
    rows = CalendarDay.objects.filter(date__in=unknown).exclude(label_en="") if unknown else []
    english = {(row.date, row.label): row.label_en for row in rows}
    return [(day, english.get((day, name), shown)) for day, name, shown in named]


@lru_cache(maxsize=64)
def _rule_makeup_days(year):
    """Saturdays worked in exchange for a day off, as far as the rules know them."""
    calendar = holidays.country_holidays("VN", years=year, language="vi")
    return frozenset(day for day in getattr(calendar, "weekend_workdays", ()) if day.year == year)


@dataclass(frozen=True)
class WorkingCalendar:
    """Days off and make-up days, the table's word first."""

    overrides: dict = field(default_factory=dict)

    @classmethod
    def load(cls, first, last):
        """The calendar for a stretch of days: one query."""
        rows = CalendarDay.objects.filter(date__gte=first, date__lte=last)
        return cls({row.date: (row.kind, row.label) for row in rows})

    def day_off(self, day):
        """The name of the holiday on this day, or None; weekends are not holidays."""
        if day in self.overrides:
            kind, label = self.overrides[day]
            return label if kind in (CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.IN_LIEU) else None
        return _rule_holidays(day.year).get(day)

    def is_working(self, day):
        if day in self.overrides:
            return self.overrides[day][0] in (CalendarDay.Kind.MAKEUP, CalendarDay.Kind.WORKING)
        if day in _rule_makeup_days(day.year):
            return True
        return day.weekday() < SATURDAY and day not in _rule_holidays(day.year)

    def add_working_days(self, start, count):
        """The day `count` working days after `start`; the starting day itself is not counted."""
        day = start
        while count > 0:
            day += timedelta(days=1)
            if self.is_working(day):
                count -= 1
        return day

    def working_days_between(self, first, last):
        """Working days after `first` up to and including `last`."""
        return sum(1 for offset in range(1, (last - first).days + 1) if self.is_working(first + timedelta(days=offset)))

    def holidays_between(self, first, last):
        """[(day, name)] of days off that are not plain weekends, both ends included."""
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return [(day, self.day_off(day)) for day in days if self.day_off(day) is not None]

    def makeup_days_between(self, first, last):
        """Saturdays and Sundays that are worked, both ends included."""
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return [day for day in days if day.weekday() >= SATURDAY and self.is_working(day)]

    def next_working_day(self, day: date) -> date:
        """The day itself when worked, else the next one that is."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


@dataclass(frozen=True)
class SpecialDay:
    """A day of a year that is not what its weekday says."""

    date: date
    kind: str
    label: str
    from_table: bool
    verified: bool = True

    @property
    def is_off(self):
        return self.kind in (CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.IN_LIEU)

    @property
    def kind_label(self):
        return CalendarDay.Kind(self.kind).label


def special_days(year):
    """Holidays, days in lieu and make-up days of a year in order, the table over the rules: one query."""
    found = {
        day: SpecialDay(day, _rule_kind(name), day_name(day, name), False) for day, name in _rule_holidays(year).items()
    }
    for day in _rule_makeup_days(year):
        found[day] = SpecialDay(day, CalendarDay.Kind.MAKEUP, _("Working day in exchange for a day off"), False)
    for row in CalendarDay.objects.filter(date__year=year):
        found[row.date] = SpecialDay(row.date, row.kind, row.name, True, row.verified)
    return [found[day] for day in sorted(found)]


def _rule_kind(name):
    is_in_lieu = "nghỉ bù" in name or "thay cho" in name
    return CalendarDay.Kind.IN_LIEU if is_in_lieu else CalendarDay.Kind.HOLIDAY
