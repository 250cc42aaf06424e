"""Resolution-rate summaries: built by a job, frozen, and able to say what moved since the edition before."""

import hashlib
import json
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import Action
from audit.services import record
from conferences.models import Conference
from conferences.tallies import AWAITING, PENDING
from jobs.registry import JobFailed, Result
from jobs.services import enqueue
from registers.models import AdministrativeUnit

from . import figures
from .figures import Line
from .models import Summary
from .rates import OutcomeCounts, on_time_rate, rates
from .scope import Scope
from .tables import OUTCOMES

KIND = "reports.summary"


def ask_for_summary(*, unit, first, last, level, by, token):
    """Queue the building of a summary and return its job.

    The same person who asks for the same with the same token gets the same job. A form that the browser's back button
    brought up again keeps its token, whatever is changed in it.
    """
    asked = f"{by.pk if by else ''}:{unit.pk}:{first}:{last}:{level}"
    return _enqueue(f"{KIND}:{token}:{asked}", unit, first, last, level, by)


def queue_monthly(now):
    """The monthly schedule: a summary of the month before for every unit that held conferences in it.

    The job's key names unit and month, so that a second scheduler, or a second run, adds nothing.
    """
    last = timezone.localdate(now).replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    held = Conference.objects.held_in(first, last).values("unit")
    with transaction.atomic():
        for unit in AdministrativeUnit.objects.filter(pk__in=held).order_by("pk"):
            _enqueue(f"{KIND}:monthly:{unit.pk}:{first:%Y-%m}", unit, first, last, "", None)


def _enqueue(key, unit, first, last, level, by):
    period = f"{formats.date_format(first, 'd/m/Y')} – {formats.date_format(last, 'd/m/Y')}"
    arguments = {
        "unit": unit.pk,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "level": level,
        "by": by.pk if by else None,
    }
    return enqueue(KIND, key=key, arguments=arguments, by=by, title=f"{unit.name}, {period}")


def run(job, progress):
    """The job: compute from the tallies, then store the next edition together with the job's final state."""
    arguments = job.arguments
    unit = AdministrativeUnit.objects.filter(pk=arguments["unit"]).first()
    if unit is None:
        raise JobFailed(_("The unit of this summary is no longer in the register."))
    scope = Scope(
        unit=unit,
        first=date.fromisoformat(arguments["first"]),
        last=date.fromisoformat(arguments["last"]),
        level=arguments["level"],
    )
    progress(0, 2)
    as_of = timezone.now()
    found = freeze(scope, timezone.localdate(as_of))
    progress(1, 2)

    def store():
        _store_edition(job, scope, found, as_of)

    return Result(apply=store)


def _store_edition(job, scope, found, as_of):
    """Runs in the transaction that finishes the job: a summary is stored once, whoever was killed meanwhile."""
    # The unit's row is the lock under which editions are numbered.
    AdministrativeUnit.objects.select_for_update(no_key=True).get(pk=scope.unit.pk)
    edition = (same_figures(scope).aggregate(highest=Max("edition"))["highest"] or 0) + 1
    asked_by = User.objects.filter(pk=job.arguments["by"]).first() if job.arguments["by"] else None
    summary = Summary.objects.create(
        unit=scope.unit,
        first=scope.first,
        last=scope.last,
        level=scope.level,
        edition=edition,
        as_of=as_of,
        requested_by=asked_by,
        is_scheduled=asked_by is None,
        job=job,
        figures=found,
        checksum=checksum(found),
    )
    record(Action.BUILT, summary, by=asked_by, fields=["figures"], label=f"{scope.unit.code}/{edition}")


def same_figures(asked):
    """Every edition of a unit, period and level; `asked` is a scope or a summary."""
    return Summary.objects.filter(unit=asked.unit, first=asked.first, last=asked.last, level=asked.level)


# --- frozen figures ------------------------------------------------------------------------------------------------


def freeze(scope, today):
    """The figures of a scope as plain JSON: total, levels, the unit itself, its parts, and the due dates."""
    found = figures.gather(scope, today, with_months_and_fields=False)
    return {
        "total": _line(found.total),
        "levels": [_line(line) for line in found.levels],
        "own": _line(found.own),
        "parts": [{**_line(line), "label": line.label, "level": line.level} for line in found.parts],
        "on_time": [found.on_time.numerator, found.on_time.denominator],
    }


def _line(line):
    return {
        "key": line.key,
        "conferences": line.conferences,
        "participants": line.participants,
        "counts": {bucket: number for bucket, number in sorted(line.counts.items()) if number},
    }


def thaw(stored):
    """A stored line as a `figures.Line`, so that pages and papers print it like a fresh one."""
    line = Line(
        key=stored["key"],
        label=stored.get("label", ""),
        level=stored.get("level", ""),
        conferences=stored["conferences"],
        participants=stored["participants"],
    )
    line.counts = OutcomeCounts(stored["counts"])
    return line


def checksum(found):
    """SHA-256 over the figures in a canonical writing; the same figures give the same sum on every machine."""
    return hashlib.sha256(json.dumps(found, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def rates_of(summary):
    """The rates of a stored summary, its on-time rate last."""
    done, due = summary.figures["on_time"]
    return [*rates(thaw(summary.figures["total"]).counts), on_time_rate(done, due)]


# --- editions ------------------------------------------------------------------------------------------------------


def previous_edition(summary):
    """The edition before this one of the same unit, period and level, or None."""
    return same_figures(summary).filter(edition__lt=summary.edition).order_by("-edition").first()


def next_edition(summary):
    """The newest edition after this one, or None."""
    return same_figures(summary).filter(edition__gt=summary.edition).order_by("-edition").first()


def moved_since(earlier, later):
    """What moved between two editions: [(measure, before, after)] for every figure of the total that differs."""
    return _moved(thaw(earlier.figures["total"]), thaw(later.figures["total"]))


def moved_units(earlier, later):
    """What moved in which part: [(name of the unit, measure, before, after)] in the order of the later edition."""
    before = {part["key"]: thaw(part) for part in earlier.figures["parts"]}
    after = {part["key"]: thaw(part) for part in later.figures["parts"]}
    rows = []
    for key in [*after, *(key for key in before if key not in after)]:
        line = after.get(key) or before[key]
        nothing = Line(key=key)
        rows += [(line.label, *moved) for moved in _moved(before.get(key, nothing), after.get(key, nothing))]
    return rows


def _moved(before, after):
    pairs = [
        ("conferences", before.conferences, after.conferences),
        ("participants", before.participants, after.participants),
        ("received", before.counts.received, after.counts.received),
    ]
    pairs += [(str(outcome), before.counts[outcome], after.counts[outcome]) for outcome in OUTCOMES]
    # As the tables print it: without an outcome, answered or not; then how many of these were answered.
    pairs.append((PENDING, before.counts.pending, after.counts.pending))
    pairs.append((AWAITING, before.counts[AWAITING], after.counts[AWAITING]))
    return [pair for pair in pairs if pair[1] != pair[2]]
