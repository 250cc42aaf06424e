"""The day by which the sender is told, counted anew with the due dates of the work (`handling.recompute`)."""

from django.db import transaction

from audit.actions import Action
from audit.services import record_each
from handling.recompute import Counting, Dates, register_dates, renewed_basis

from .models import Petition


def register():
    register_dates("petition.notice", Dates(reached, renew))


def reached(change):
    """Petitions whose sender still waits, as far as a change may move that day."""
    waiting = Petition.objects.filter(
        handling__done_on__isnull=True, notified_on__isnull=True, notice_due_on__isnull=False
    )
    rows = waiting.filter(change.reaches("notice_due_on", "notice_basis__key"))
    return rows.order_by("pk").values_list("pk", flat=True)


def renew(ids, change, by, on):
    """Count the day of these petitions anew, in one transaction; how many moved."""
    with transaction.atomic():
        waiting = Petition.objects.filter(
            pk__in=ids, handling__done_on__isnull=True, notified_on__isnull=True, notice_due_on__isnull=False
        )
        rows = [row for row in waiting.for_move().order_by("pk") if row.notice_basis]
        counting = Counting.of([(row.notice_basis, row.level) for row in rows])
        touched = []
        for row in rows:
            was = row.notice_due_on
            if _count_anew(row, counting, change, on):
                touched.append((row, {"notice_due_on": (was, row.notice_due_on)} if was != row.notice_due_on else {}))
        Petition.objects.bulk_update([row for row, _moved in touched], ["notice_due_on", "notice_basis"])
        record_each(Action.CHANGED, touched, by=by, fields=["notice_due_on"])
    return sum(bool(moved) for _row, moved in touched)


def _count_anew(petition, counting, change, on):
    """Put the day right in memory; False when it is as it should be."""
    due = counting.anew(petition.notice_basis, petition.level)
    if due is None:
        return False
    told = {"was": petition.notice_due_on, "now": due.on, "change": change, "calendar": counting.calendar, "on": on}
    basis = renewed_basis(petition.notice_basis, due, **told)
    if basis == petition.notice_basis and due.on == petition.notice_due_on:
        return False
    petition.notice_due_on, petition.notice_basis = due.on, basis
    return True
