"""Dates of open work counted anew when the working-day calendar or a rule changes.

A day off that is announced late moves every period that runs over it (Civil Code 2015, Art. 147-148). A job does it
in batches, each in a transaction of its own that locks its rows as a move does; a date that is as it should be is left
alone, so a second run, or one that begins again after a worker died, does no harm. Work that is done stays as it is.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.actions import Action
from audit.services import record_each
from jobs import registry
from jobs.services import enqueue
from registers import changes
from registers.calendar import WorkingCalendar
from registers.models import RuleMissing, RuleParameter
from registers.models.rules import in_force
from registers.rule_names import rule_name

from .due import due_by
from .kinds import kinds
from .models import ClockPause, Extension, Handling

KIND = "handling.recompute"
BATCH = 200


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

    def why(self, basis, last, calendar):
        """What of it lies in a period that is counted by a basis and ends on a day: plain JSON for `moved_note`."""
        start = date.fromisoformat(basis["start"])
        days = [[day.isoformat(), calendar.day_off(day) or ""] for day in self.days if start < day <= last]
        return {"days": days, "rule": basis["key"] if basis["key"] in self.keys else ""}


@dataclass(frozen=True)
class Dates:
    """Dates that are counted by rule over the calendar.

    `reached(change)`: ids of the rows whose date a change may move. `renew(ids, change, by, on)` counts them anew in
    one transaction with its rows locked, in a constant number of queries, and returns how many moved.
    """

    reached: Callable
    renew: Callable


_others: dict[str, Dates] = {}


def register_dates(name, dates):
    """Make known dates of a room above that stand beside the due date of its work."""
    _others[name] = dates


def _all_dates():
    due = [Dates(partial(_reached, kind), partial(_renew, kind)) for kind in kinds() if kind.open_work is not None]
    return [*due, *_others.values()]


# --- asking ---


def ask(days, keys, by):
    """Ask for the job that a change of the registers takes; a sentence for whoever made it.

    Where no open work reaches so far there is nothing to do.
    """
    change = Change(tuple(days), tuple(keys))
    if not any(dates.reached(change).exists() for dates in _all_dates()):
        return ""
    arguments = {"days": [day.isoformat() for day in days], "keys": list(keys), "by": by.pk if by else None}
    named = [*(formats.date_format(day, "SHORT_DATE_FORMAT") for day in days), *(str(rule_name(key)) for key in keys)]
    # The same day may be changed again and back: each change is work of its own.
    enqueue(KIND, key=f"{KIND}:{uuid4()}", arguments=arguments, by=by, title=", ".join(named)[:200])
    return _("A job counts the due dates of open work that run over it anew; “My files” shows how far it is.")


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
    moved = 0
    for number, (dates, ids) in enumerate(batches):
        progress(number, len(batches), _("Dates moved: %(number)d") % {"number": moved})
        moved += dates.renew(ids, change, by, timezone.localdate())


def register():
    registry.register(KIND, label=gettext_lazy("Due dates counted anew"), run=run)
    changes.register("due_dates", ask)


# --- the due dates of work ---


def _reached(kind, change):
    rows = kind.open_work().filter(handling__done_on__isnull=True, handling__due_on__isnull=False)
    reached = rows.filter(change.reaches("handling__due_on", "handling__due_basis__key"))
    return reached.order_by("handling").values_list("handling", flat=True)


def _renew(kind, ids, change, by, on):
    with transaction.atomic():
        rows = list(kind.open_work().filter(handling__in=ids, handling__done_on__isnull=True).for_move().order_by("pk"))
        rows = [row for row in rows if row.handling.due_on and row.handling.due_basis]
        counting = Counting.of([(row.handling.due_basis, row.level) for row in rows])
        pauses, extensions = _pauses_of(rows), _extensions_of(rows)
        touched = []
        for row in rows:
            held, was = row.handling, row.handling.due_on
            work = (pauses[held.pk], extensions.get(held.pk))
            if _count_anew(held, counting, row.level, change, *work, on=on):
                touched.append((row, {"due_on": (was, held.due_on)} if held.due_on != was else {}))
        columns = ["due_on", "original_due_on", "missed_due_on", "due_basis"]
        Handling.objects.bulk_update([row.handling for row, _moved in touched], columns)
        record_each(Action.CHANGED, touched, by=by, fields=["due_on"])
    return sum(bool(moved) for _row, moved in touched)


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


def renewed_basis(basis, due, *, was, now, change, calendar, on):
    """The basis of a date counted anew, which keeps what moved it before and says what moved it now."""
    moved = list(basis.get("moved", []))
    if now != was:
        why = change.why(due.basis, max(was, now), calendar)
        moved.append({"from": was.isoformat(), "to": now.isoformat(), "on": on.isoformat(), **why})
    return {**due.basis, **({"moved": moved} if moved else {})}


def _count_anew(handling, counting, level, change, pauses, extension, *, on):
    """Put the dates of a handling right in memory; False when they are as they should be."""
    due = counting.anew(handling.due_basis, level)
    if due is None:
        return False
    base, was = date.fromisoformat(handling.due_basis["due"]), handling.due_on
    now = _due_anew(handling, base, due.on, pauses, extension, counting.calendar)
    told = {"was": was, "now": now, "change": change, "calendar": counting.calendar, "on": on}
    basis = renewed_basis(handling.due_basis, due, **told)
    if basis == handling.due_basis and now == was:
        return False
    if now != was:
        # What passed before it is moved stays missed; of a clock that stands the day counts on which it was stopped.
        handling.missed_due_on = handling.missed_when_moved(handling.stopped_on or on)
    if handling.original_due_on == base:
        handling.original_due_on = due.on
    handling.due_on, handling.due_basis = now, basis
    return True


def _due_anew(handling, base, anew, pauses, extension, calendar):
    """The due date where the rule gave `base` and gives `anew` now.

    Days on which the clock stood are added again. A date that whoever granted an extension has named stays.
    """
    if handling.due_on == base:
        return anew
    before = []
    if extension is not None:
        granted_on = timezone.localdate(extension.at)
        before = [pause for pause in pauses if pause.ended_on <= granted_on]
        # A later period of the rule goes beyond the old date, and the days stood before it are added at once.
        if base + _stood(before) <= extension.old_due_on:
            return handling.due_on
    after = [pause for pause in pauses if pause not in before]
    if not before and not after:
        return handling.due_on
    for stood in (_stood(before), *(_stood([pause]) for pause in after)):
        anew = calendar.next_working_day(anew + stood)
    return anew


def _stood(pauses):
    return sum((pause.ended_on - pause.started_on for pause in pauses), timedelta())


def _pauses_of(rows):
    """{id of a handling: its pauses that are over, in order}: one query."""
    found = defaultdict(list)
    held = [row.handling_id for row in rows]
    for pause in ClockPause.objects.filter(handling__in=held, ended_on__isnull=False):
        found[pause.handling_id].append(pause)
    return found


def _extensions_of(rows):
    """{id of a handling: its last extension}: one query."""
    held = [row.handling_id for row in rows]
    return {one.handling_id: one for one in Extension.objects.filter(handling__in=held)}
