"""The counts dashboards read, kept in the same transaction as the move that changes them.

Keys follow where and when an opinion was raised, so that two people working for different units never wait for the
same row. Every writer touches rows in the same order, so that no two can wait for each other.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Case, Count, F, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from handling.counting import add_to

from .models.tallies import FieldMonthTally, OpinionTally
from .models.vocabulary import OpinionState

#: Buckets of opinions without an outcome: nothing answered yet, and answered but not verified.
PENDING, AWAITING = "", "awaiting"


@dataclass(frozen=True, order=True)
class Counted:
    """What one opinion adds to the tallies."""

    conference_id: int
    unit_id: int
    level: str
    day: date
    phase: str
    field_id: int
    outcome: str


def counted(opinion):
    """What this opinion counts as now; None when it leaves every count."""
    if not opinion.is_counted:
        return None
    return Counted(
        conference_id=opinion.conference_id or 0,
        unit_id=opinion.unit_id,
        level=opinion.level,
        day=opinion.raised_on,
        phase=opinion.phase,
        field_id=opinion.field_id or 0,
        outcome=opinion.outcome or (AWAITING if opinion.state == OpinionState.ANSWERED else PENDING),
    )


#: The same bucket as an SQL expression.
BUCKET = Coalesce("outcome", Case(When(state=OpinionState.ANSWERED, then=Value(AWAITING)), default=Value(PENDING)))


def recount(before, after):
    """Move one opinion from what it counted as to what it counts as now; either side may be None."""
    recount_all([(before, after)])


def recount_all(pairs):
    """The same for several opinions at once, (before, after) of each: every row of counts is touched once, in order."""
    steps, months = Counter(), Counter()
    for before, after in pairs:
        for key, delta in ((before, -1), (after, 1)):
            if key is not None:
                steps[replace(key, field_id=0)] += delta
                months[key.unit_id, key.day.replace(day=1), key.field_id, key.outcome] += delta
    for key, delta in _moved(steps):
        add_to(OpinionTally, _conference_key(key), delta, {"unit_id": key.unit_id, "level": key.level, "day": key.day})
    for (unit_id, month, field_id, outcome), delta in _moved(months):
        key = {"unit_id": unit_id, "month": month, "field_id": field_id or None, "outcome": outcome}
        add_to(FieldMonthTally, key, delta)


def _moved(steps):
    return sorted((key, delta) for key, delta in steps.items() if delta)


def _conference_key(key):
    if key.conference_id:
        return {"conference_id": key.conference_id, "phase": key.phase, "outcome": key.outcome}
    return {"conference_id": None, "unit_id": key.unit_id, "day": key.day, "phase": key.phase, "outcome": key.outcome}


def derived_conference_rows():
    """The conference grain as a GROUP BY over the opinions themselves: the proof of the tallies."""
    from .models import Opinion

    return (
        Opinion.objects.counted()
        .order_by()
        .values("conference_id", "unit_id", "level", "phase", day=F("raised_on"), kept=BUCKET)
        .annotate(number=Count("pk"))
    )


def derived_month_rows():
    """The field-and-month grain as a GROUP BY over the opinions themselves."""
    from .models import Opinion

    return (
        Opinion.objects.counted()
        .order_by()
        .values("unit_id", "field_id", month=TruncMonth("raised_on"), kept=BUCKET)
        .annotate(number=Count("pk"))
    )


@transaction.atomic
def rebuild():
    """Count everything anew. Readers see the old rows until the transaction commits, never an empty table."""
    OpinionTally.objects.all().delete()
    OpinionTally.objects.bulk_create(
        (
            OpinionTally(
                conference_id=row["conference_id"],
                unit_id=row["unit_id"],
                level=row["level"],
                day=row["day"],
                phase=row["phase"],
                outcome=row["kept"],
                count=row["number"],
            )
            for row in derived_conference_rows().iterator()
        ),
        batch_size=2000,
    )
    FieldMonthTally.objects.all().delete()
    FieldMonthTally.objects.bulk_create(
        (
            FieldMonthTally(
                unit_id=row["unit_id"],
                field_id=row["field_id"],
                month=row["month"],
                outcome=row["kept"],
                count=row["number"],
            )
            for row in derived_month_rows().iterator()
        ),
        batch_size=2000,
    )


def differences():
    """Rows of which the kept count differs from the counted one, as (grain, key, kept, counted); empty when proven."""
    found = []
    kept = {
        (row.conference_id, row.unit_id, row.day, row.phase, row.outcome): row.count
        for row in OpinionTally.objects.filter(count__gt=0)
    }
    derived = {
        (row["conference_id"], row["unit_id"], row["day"], row["phase"], row["kept"]): row["number"]
        for row in derived_conference_rows()
    }
    found += [("conference", key, kept.get(key, 0), derived.get(key, 0)) for key in _unequal(kept, derived)]
    kept = {
        (row.unit_id, row.month, row.field_id, row.outcome): row.count
        for row in FieldMonthTally.objects.filter(count__gt=0)
    }
    derived = {
        (row["unit_id"], row["month"], row["field_id"], row["kept"]): row["number"] for row in derived_month_rows()
    }
    found += [("month", key, kept.get(key, 0), derived.get(key, 0)) for key in _unequal(kept, derived)]
    return found


def _unequal(kept, derived):
    return [key for key in kept.keys() | derived.keys() if kept.get(key, 0) != derived.get(key, 0)]
