"""Whose figures, and of when."""

from dataclasses import dataclass
from datetime import date

from conferences.models import Conference, FieldMonthTally, Opinion, OpinionTally
from handling.models import Handling
from registers.models import AdministrativeUnit

WORK_KIND = "opinion"


def month_start(day):
    return day.replace(day=1)


def next_month(day):
    """The first day of the month after that of `day`."""
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)


def year_before(month):
    """The same month a year before; `month` is a first day."""
    return month.replace(year=month.year - 1)


@dataclass(frozen=True)
class Scope:
    """A unit with all within it and all that these succeeded; the days from `first` to `last`, both included; one
    level, or all (""). `first` None is the beginning of the record.

    Grouping is *as it was*, by the units of the date; with a day in `as_now`, *as it is* on that day.
    """

    unit: AdministrativeUnit
    first: date | None
    last: date
    level: str = ""
    as_now: date | None = None

    def units(self):
        return AdministrativeUnit.objects.within(self.unit).values("pk")

    def tallies(self):
        """Tallies of the days of the period."""
        return self._from(self._of_level(OpinionTally.objects.filter(unit__in=self.units(), day__lte=self.last)), "day")

    def conferences(self):
        """Conferences held in the period."""
        rows = Conference.objects.held().filter(unit__in=self.units(), held_on__lte=self.last)
        return self._from(self._of_level(rows), "held_on")

    def due(self, as_of):
        """Work on opinions whose due date lies in the period and not after `as_of`."""
        rows = Handling.objects.filter(kind=WORK_KIND, unit__in=self.units(), due_on__lte=min(self.last, as_of))
        return self._from(self._of_level(rows, "unit__level"), "due_on")

    def opinions(self):
        """The opinions behind the figures, for bounded indexed reads only."""
        rows = Opinion.objects.filter(unit__in=self.units(), raised_on__lte=self.last)
        return self._from(self._of_level(rows), "raised_on")

    # Calendar months, whole: every one that the period touches.

    def months_compared(self):
        """Tallies of the months of the period and of the same months a year before."""
        rows = OpinionTally.objects.filter(unit__in=self.units(), day__lt=next_month(self.last))
        if self.first:
            rows = rows.filter(day__gte=year_before(month_start(self.first)))
        return self._of_level(rows)

    def fields(self):
        """Tallies by field of the months of the period."""
        rows = FieldMonthTally.objects.filter(unit__in=self.units(), month__lte=self.last)
        if self.first:
            rows = rows.filter(month__gte=month_start(self.first))
        return self._of_level(rows, "unit__level")

    def _from(self, rows, name):
        return rows.filter(**{f"{name}__gte": self.first}) if self.first else rows

    def _of_level(self, rows, name="level"):
        return rows.filter(**{name: self.level}) if self.level else rows
