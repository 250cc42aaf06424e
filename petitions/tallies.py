"""The counts of petitions that dashboards read, kept in the same transaction as the move that changes them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncMonth

from handling.counting import add_to

from .models.tallies import PetitionTally
from .models.vocabulary import PetitionKind


@dataclass(frozen=True, order=True)
class Counted:
    """What one petition adds to the tallies."""

    owner_id: int
    unit_id: int
    month: date
    kind: str
    state: str


def counted(petition):
    """What this petition counts as now; None when it leaves every count."""
    if not petition.is_counted:
        return None
    return Counted(
        petition.owner_id,
        petition.unit_id,
        petition.received_on.replace(day=1),
        str(petition.kind),
        str(petition.state),
    )


def recount(before, after):
    """Move one petition from what it counted as to what it counts as now; either side may be None."""
    if before == after:
        return
    _add([(key, delta) for key, delta in ((before, -1), (after, 1)) if key is not None])


def count_new(petitions):
    """Add petitions that were registered just now."""
    _add(Counter(counted(petition) for petition in petitions).items())


def _add(steps):
    """Each row once and in one order, whoever counts."""
    for key, delta in sorted(steps):
        lookup = {"owner_id": key.owner_id, "month": key.month, "kind": key.kind, "state": key.state}
        add_to(PetitionTally, lookup, delta, {"unit_id": key.unit_id})


def derived_rows():
    """The same as a GROUP BY over the petitions themselves: the proof of the tallies."""
    from .models import Petition

    return (
        Petition.objects.counted()
        .order_by()
        .values("owner_id", "unit_id", "kind", "state", month=TruncMonth("received_on"))
        .annotate(number=Count("pk"))
    )


@transaction.atomic
def rebuild():
    """Count everything anew. Readers see the old rows until the transaction commits, never an empty table."""
    PetitionTally.objects.all().delete()
    PetitionTally.objects.bulk_create(
        (
            PetitionTally(
                owner_id=row["owner_id"],
                unit_id=row["unit_id"],
                month=row["month"],
                kind=row["kind"],
                state=row["state"],
                count=row["number"],
            )
            for row in derived_rows().iterator()
        ),
        batch_size=2000,
    )


def differences():
    """[(grain, key, kept, counted)] of rows whose kept count differs from the counted one; empty when proven.

    Of denunciations one row without key and figures says that some differ: whoever runs the command may know no count.
    """
    kept = {
        (row.owner_id, row.month, row.kind, row.state): row.count for row in PetitionTally.objects.filter(count__gt=0)
    }
    derived = {(row["owner_id"], row["month"], row["kind"], row["state"]): row["number"] for row in derived_rows()}
    unequal = [key for key in kept.keys() | derived.keys() if kept.get(key, 0) != derived.get(key, 0)]
    told = [key for key in unequal if key[2] != PetitionKind.DENUNCIATION]
    found = [("petition", key, kept.get(key, 0), derived.get(key, 0)) for key in told]
    return found if len(told) == len(unequal) else [*found, ("petition", "denunciation", "–", "–")]
