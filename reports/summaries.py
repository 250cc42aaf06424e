"""Resolution-rate summaries: built by a job, frozen, and able to say what moved since the edition before."""

import hashlib
import json
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from audit.actions import Action
from audit.services import record
from conferences.models import Conference
from jobs.registry import JobFailed, Result
from jobs.services import enqueue
from registers.models import AdministrativeUnit
from registers.parts import parts_of

from . import figures
from .figures import Line, Scope
from .models import Summary
from .rates import OutcomeCounts, rates

KIND = "reports.summary"


def ask_for_summary(*, unit, first, last, level, by, token):
    """Queue the building of a summary and return its job. The same `token` gives the same job."""
    return enqueue(
        KIND,
        key=f"{KIND}:{token}",
        arguments={
            "unit": unit.pk,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "level": level,
            "by": by.pk if by else None,
        },
        by=by,
    )


def run(job, progress):
    """The job: compute from the tallies, then store the next edition together with the job's final state."""
    arguments = job.arguments
    unit = AdministrativeUnit.objects.filter(pk=arguments["unit"]).first()
    if unit is None:
        raise JobFailed("The unit of this summary is no longer in the register.")
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
    AdministrativeUnit.objects.select_for_update().get(pk=scope.unit.pk)
    same = Summary.objects.filter(unit=scope.unit, first=scope.first, last=scope.last, level=scope.level)
    edition = (same.aggregate(highest=Max("edition"))["highest"] or 0) + 1
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


def freeze(scope, today):
    """The figures of a scope as plain JSON: total, levels, parts of the unit, rates, on-time rate."""
    total, levels = figures.by_level(scope)
    parts = {part.pk: part for part in parts_of(scope.unit, scope.first, scope.last)}
    found = figures.by_part(scope, list(parts))
    on_time = figures.on_time(scope, today)
    return {
        "total": _line(total),
        "levels": [_line(line) for line in levels],
        "parts": [{**_line(found[pk]), "label": part.name} for pk, part in parts.items() if pk in found],
        "on_time": [on_time.numerator, on_time.denominator],
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
        conferences=stored["conferences"],
        participants=stored["participants"],
    )
    line.counts = OutcomeCounts(stored["counts"])
    return line


def checksum(found):
    """SHA-256 over the figures in a canonical writing; the same figures give the same sum on every machine."""
    return hashlib.sha256(json.dumps(found, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def previous_edition(summary):
    """The edition before this one of the same unit, period and level, or None."""
    return (
        Summary.objects.filter(
            unit=summary.unit,
            first=summary.first,
            last=summary.last,
            level=summary.level,
            edition__lt=summary.edition,
        )
        .order_by("-edition")
        .first()
    )


def moved_since(earlier, later):
    """What moved between two editions: [(measure, before, after)] for every figure of the total that differs."""
    before, after = thaw(earlier.figures["total"]), thaw(later.figures["total"])
    pairs = [
        ("conferences", before.conferences, after.conferences),
        ("participants", before.participants, after.participants),
        ("received", before.counts.received, after.counts.received),
    ]
    buckets = sorted(set(before.counts) | set(after.counts))
    pairs += [(bucket, before.counts[bucket], after.counts[bucket]) for bucket in buckets]
    return [pair for pair in pairs if pair[1] != pair[2]]


def rates_of(summary):
    """The rates of a stored summary, its on-time rate last."""
    done, due = summary.figures["on_time"]
    return [*rates(thaw(summary.figures["total"]).counts), figures.on_time_rate(done, due)]


def queue_monthly(now):
    """The monthly schedule: a summary of the month before for every unit that held conferences in it.

    The job's key names unit and month, so that a second scheduler, or a second run, adds nothing.
    """
    last = timezone.localdate(now).replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    held = Conference.objects.held_in(first, last).order_by("unit").values_list("unit", flat=True).distinct()
    with transaction.atomic():
        for unit_id in held:
            enqueue(
                KIND,
                key=f"{KIND}:monthly:{unit_id}:{first:%Y-%m}",
                arguments={
                    "unit": unit_id,
                    "first": first.isoformat(),
                    "last": last.isoformat(),
                    "level": "",
                    "by": None,
                },
            )
