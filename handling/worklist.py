"""The work list: overdue, due in three days, waiting for me, across every kind of work in this person's reach."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Min, Q, Value

from .kinds import kinds
from .models import Handling, is_running, kept_time

DUE_SOON_DAYS = 3
#: How many rows a part of the work list shows before it links to the full list.
PART_LENGTH = 15

PARTS = ("overdue", "due_soon", "waiting")


@dataclass(frozen=True)
class Counts:
    """Figures of the cards on top. `oldest_due` is the earliest due date that has passed, or None."""

    overdue: int = 0
    due_soon: int = 0
    waiting: int = 0
    done_this_week: int = 0
    done_on_time: int = 0
    oldest_due: object = None


def part(kind, name, user, on):
    """The rows of one part of the work list for one kind, most urgent first."""
    if name == "waiting":
        return kind.waiting(user, on).order_by(F("handling__due_on").asc(nulls_last=True), "pk")
    rows = kind.handled(user).filter(is_running("handling__"))
    if name == "overdue":
        rows = rows.filter(handling__due_on__lt=on)
    else:
        rows = rows.filter(handling__due_on__gte=on, handling__due_on__lte=on + timedelta(days=DUE_SOON_DAYS))
    return rows.order_by("handling__due_on", "pk")


def counts(user, on):
    """All figures of all kinds together: see `counts_by_kind`."""
    return total(counts_by_kind(user, on).values())


def counts_by_kind(user, on):
    """{key of the kind: its figures}, in two queries per kind of work, whatever the number of rows."""
    monday = on - timedelta(days=on.weekday())
    figures = {}
    for kind in kinds():
        open_now = Q(handling__done_on__isnull=True)
        done = Q(handling__done_on__gte=monday, handling__done_on__lte=on)
        running = is_running("handling__")
        late = running & Q(handling__due_on__lt=on)
        soon = running & Q(handling__due_on__gte=on, handling__due_on__lte=on + timedelta(days=DUE_SOON_DAYS))
        # Only open and recent rows are read: both sides of the OR have an index of their own.
        recent = kind.handled(user).filter((open_now & Q(handling__due_on__isnull=False)) | done)
        row = recent.aggregate(
            overdue=Count("pk", filter=late),
            due_soon=Count("pk", filter=soon),
            done_this_week=Count("pk", filter=done & Q(handling__due_on__isnull=False)),
            done_on_time=Count("pk", filter=done & kept_time("handling__")),
            oldest_due=Min("handling__due_on", filter=late),
        )
        figures[kind.key] = Counts(waiting=kind.waiting(user, on).count(), **row)
    return figures


def waiting_counts(user, on):
    """(all, late) of what waits for this person, in one query: what every page shows beside “My work”.

    Late is running work whose due date has passed. What others of the reach have to do is in the work list alone.
    """
    ways = [_all_and_late(kind.waiting(user, on), on) for kind in kinds()]
    if not ways:
        return 0, 0
    first, *rest = ways
    rows = list(first.union(*rest, all=True) if rest else first)
    return sum(waiting for waiting, _late in rows), sum(late for _waiting, late in rows)


def _all_and_late(records, on):
    """One row of two counts. What is late is asked once as a set of keys, which an index of open work gives: joined,
    all work of every kind would be read on every page. A set is hashed whatever the statistics say of its rows."""
    late = Q(handling__in=Handling.objects.overdue(on).values("pk"))
    counted = records.order_by().annotate(whole=Value(1)).values("whole")
    return counted.annotate(waiting=Count("pk"), late=Count("pk", filter=late)).values_list("waiting", "late")


def total(figures):
    """The figures of several kinds added up."""
    figures = list(figures)
    oldest = [figure.oldest_due for figure in figures if figure.oldest_due]
    return Counts(
        **{
            name: sum(getattr(figure, name) for figure in figures)
            for name in ("overdue", "due_soon", "waiting", "done_this_week", "done_on_time")
        },
        oldest_due=min(oldest) if oldest else None,
    )
