"""Dates of open work counted anew when the working-day calendar or a rule changes.

A day off that is announced late moves every period that runs over it (Civil Code 2015, Art. 147-148). A job does it
in batches, each in a transaction of its own that locks its rows as a move does; a date that is as it should be is left
alone, so a second run, or one that begins again after a worker died, does no harm. Work that is done stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.actions import Action
from audit.services import record_each
from jobs import registry, schedule
from jobs.models import Job
from jobs.services import enqueue
from registers import changes
from registers.calendar import WorkingCalendar
from registers.models import RuleMissing, RuleParameter
from registers.models.rules import in_force
from registers.rule_names import rule_name

from .due import date_of, due_by
from .kinds import kinds
from .moves import in_one_transaction

KIND = "handling.recompute"
AGAIN = f"{KIND}:again:"
BATCH = 200
#: How long a move or an import may have the calendar before a change in hand.
UNDER_WAY = timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """Dates of the calendar and keys of the rules that were added, changed or removed."""

    days: tuple = ()
    keys: tuple = ()

    @classmethod
    def read(cls, arguments):
        return cls(tuple(date.fromisoformat(day) for day in arguments["days"]), tuple(arguments["keys"]))

    def reaches(self, due_on, key):
        """A Q of the dates it may move: `due_on` and `key` name the columns of the date and of the key of its rule.

        A period that ended before the first of the days did not run over it.
        """
        asked = Q(**{f"{key}__in": self.keys}) if self.keys else Q(pk__in=[])
        return asked | Q(**{f"{due_on}__gte": min(self.days)}) if self.days else asked

    def why(self, before, after, last, calendar):
        """What made the date of one basis another, up to the day `last`: plain JSON for `moved_note`.

        What a basis was counted by tells whether the rule or days that it met have changed, whichever change the job
        was asked for.
        """
        start = date.fromisoformat(after["start"])
        common = min(before["due"], after["due"])
        met = {day for day in _days_met(before) ^ _days_met(after) if day <= common}
        days = sorted({*map(date.fromisoformat, met), *(day for day in self.days if start < day <= last)})
        has_other_rule = (before["days"], before["unit"]) != (after["days"], after["unit"])
        return {
            "days": [[day.isoformat(), calendar.day_off(day) or ""] for day in days],
            "rule": after["key"] if has_other_rule else "",
        }


def _days_met(basis):
    """The special days that a basis was counted over, as texts."""
    return {day for day, _name in basis["days_off"]} | set(basis.get("makeup_days", []))


@dataclass(frozen=True)
class Dates:
    """Dates that are counted by rule over the calendar, each with the basis it was computed from.

    `rows()` are the records that have such a date and wait for it; `date` and `basis` are the paths to its columns, of
    the record or its handling. `original` is the column beside it that keeps the first date.
    """

    rows: Callable
    date: str
    basis: str
    original: str = ""

    def reached(self, change):
        """Ids of the records whose date a change may move."""
        rows = self.rows().filter(change.reaches(self.date, f"{self.basis}__key"))
        return rows.order_by("pk").values_list("pk", flat=True)

    def renew(self, ids, change, by, on):
        """Count the dates of these records anew in one transaction, with their rows locked; how many moved.

        A constant number of queries, however many they are.
        """
        return in_one_transaction(lambda: self._renew_held(ids, change, by, on))

    def _renew_held(self, ids, change, by, on):
        rows = [row for row in self.rows().filter(pk__in=ids).for_move().order_by("pk") if self._of(row)[1]]
        counting = Counting.of([(self._of(row)[1], row.level) for row in rows])
        touched = []
        for row in rows:
            was, basis = self._of(row)
            if found := counting.counted_anew(basis, was, row.level, change, on):
                self._put(row, *found)
                touched.append((row, {self._column(self.date): (was, found[0])} if found[0] != was else {}))
        holders = [self._holder(row) for row, _moved in touched]
        columns = [self._column(path) for path in (self.date, self.basis, self.original) if path]
        if holders:
            type(holders[0]).objects.bulk_update(holders, columns)
        record_each(Action.CHANGED, touched, by=by, fields=[self._column(self.date)])
        return sum(bool(moved) for _row, moved in touched)

    def _holder(self, row):
        return row.handling if "__" in self.date else row

    @staticmethod
    def _column(path):
        return path.rpartition("__")[2]

    def _of(self, row):
        holder = self._holder(row)
        return getattr(holder, self._column(self.date)), getattr(holder, self._column(self.basis))

    def _put(self, row, day, basis):
        """What was missed stays as it is: calendar and rule say what the date always was, so that lateness is judged by
        the date that holds; only a date that people moved after it had passed was missed.
        """
        holder, (_was, before) = self._holder(row), self._of(row)
        if self.original and getattr(holder, self.original) == date.fromisoformat(before["due"]):
            setattr(holder, self.original, date.fromisoformat(basis["due"]))
        setattr(holder, self._column(self.date), day)
        setattr(holder, self._column(self.basis), basis)


_others: dict[str, Dates] = {}


def register_dates(name, dates):
    """Make known dates of a room above that stand beside the due date of its work; see `Dates`."""
    _others[name] = dates


def _all_dates():
    columns = {"date": "handling__due_on", "basis": "handling__due_basis", "original": "original_due_on"}
    due = [Dates(partial(_open, kind), **columns) for kind in kinds() if kind.open_work is not None]
    return [*due, *_others.values()]


def _open(kind):
    return kind.open_work().filter(handling__done_on__isnull=True, handling__due_on__isnull=False)


# --- asking ---


def ask(days, keys, by):
    """Ask for the job that a change of the registers takes; a sentence for whoever made it.

    It is asked for wherever there is work, reached or not, and tells no figure: whoever changes a rule of denunciations
    does not learn whether there are any.
    """
    if not any(kind.open_work().exists() for kind in kinds() if kind.open_work is not None):
        return ""
    arguments = {"days": [day.isoformat() for day in days], "keys": list(keys), "by": by.pk if by else None}
    named = [*(formats.date_format(day, "SHORT_DATE_FORMAT") for day in days), *(str(rule_name(key)) for key in keys)]
    # The same day may be changed again and back: each change is work of its own.
    enqueue(KIND, key=f"{KIND}:{uuid4()}", arguments=arguments, by=by, title=", ".join(named)[:200])
    return _("A job counts the due dates of open work that run over it anew; “My files” shows how far it is.")


def ask_again(now):
    """Have what the changes of the last two days reach looked through once more.

    What had read the calendar before a change, and was written after its job had passed, has a date by the old one.
    """
    asked = Job.objects.filter(kind=KIND, created_at__range=(now - timedelta(days=2), now - UNDER_WAY))
    for job in asked.exclude(key__startswith=AGAIN).order_by("pk"):
        enqueue(KIND, key=f"{AGAIN}{job.pk}", arguments=job.arguments, by=job.created_by, title=job.title)


def run(job, progress):
    """Count anew what a change reaches. Each batch finds what an earlier run did, so that nothing is done twice."""
    change = Change.read(job.arguments)
    by = User.objects.filter(pk=job.arguments["by"]).first()
    batches = [
        (dates, ids[first : first + BATCH])
        for dates in _all_dates()
        for ids in [list(dates.reached(change))]
        for first in range(0, len(ids), BATCH)
    ]
    # Shown alike where there is nothing to do.
    progress(0, 100)
    for number, (dates, ids) in enumerate(batches):
        progress(100 * number // len(batches), 100)
        dates.renew(ids, change, by, timezone.localdate())


def register():
    registry.register(KIND, label=gettext_lazy("Due dates counted anew"), run=run)
    changes.register("due_dates", ask)
    schedule.register("due dates again", ask_again)


# --- counting ---


@dataclass(frozen=True)
class Counting:
    """The rules and the calendar by which a batch is counted: two queries."""

    rules: list
    calendar: WorkingCalendar

    @classmethod
    def of(cls, bases):
        """`bases` are pairs of a basis and a level."""
        keys = {basis["key"] for basis, _level in bases}
        starts = [date.fromisoformat(basis["start"]) for basis, _level in bases]
        return cls(
            list(RuleParameter.objects.filter(key__in=keys)),
            WorkingCalendar.load(min(starts, default=date.max), date.max),
        )

    def anew(self, basis, level):
        """The due date that the rule and the start of a basis give now; None where no rule gives one any more."""
        start = date.fromisoformat(basis["start"])
        rule = in_force(self.rules, basis["key"], start, level)
        try:
            return due_by(rule, start, self.calendar) if rule else None
        except RuleMissing:
            return None

    def counted_anew(self, basis, was, level, change, on):
        """(date, basis) that a change gives in place of the date `was` and its basis; None where both stay."""
        due = self.anew(basis, level)
        if due is None:
            return None
        kept = {name: basis[name] for name in ("steps", "moved") if name in basis}
        now = date_of({**due.basis, **kept}, self.calendar)
        if now != was:
            why = change.why(basis, due.basis, max(was, now), self.calendar)
            row = {"from": was.isoformat(), "to": now.isoformat(), "on": on.isoformat(), **why}
            kept["moved"] = [*kept.get("moved", []), row]
        found = {**due.basis, **kept}
        return None if (now, found) == (was, basis) else (now, found)
