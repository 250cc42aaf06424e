"""Dates of petitions beside the due date of the work, counted anew with it (`handling.recompute`)."""

from functools import partial

from django.db.models import Max, Q

from audit.actions import Action
from audit.services import record_each
from handling.models import Handling
from handling.moves import in_one_transaction
from handling.recompute import Counting, Dates, register_dates

from .deadlines import REPLY_RULE
from .models import Petition, PetitionMove
from .models.vocabulary import PetitionState

#: Moves after which the reply of the body it was transferred to has the time of the rule once more.
_ASKED_BY = ("transfer", "urge", "record_letter")


def register():
    register_dates("petition.notice", Dates(_sender_waits, "notice_due_on", "notice_basis"))
    register_dates("petition.reply", Dates(_reply_awaited, "handling__reply_due_on", "handling__reply_basis"))
    register_dates("petition.first_reply", FirstReplyDates())


def _sender_waits():
    open_work = Petition.objects.filter(handling__done_on__isnull=True)
    return open_work.filter(notified_on__isnull=True, notice_due_on__isnull=False)


def _transferred():
    return Petition.objects.filter(state=PetitionState.TRANSFERRED)


def _reply_awaited():
    return _transferred().filter(handling__reply_due_on__isnull=False).exclude(handling__reply_basis={})


class FirstReplyDates:
    """From when a reply is awaited to what was transferred while no rule said so, or before there was one here."""

    def reached(self, change):
        if REPLY_RULE not in change.keys:
            return Petition.objects.none().values_list("pk", flat=True)
        without = Q(handling__reply_due_on__isnull=True) | Q(handling__reply_basis={})
        return _transferred().filter(without).order_by("pk").values_list("pk", flat=True)

    def renew(self, ids, change, by, on):
        return in_one_transaction(partial(self._renew_held, ids, by))

    def _renew_held(self, ids, by):
        rows = list(_transferred().filter(pk__in=ids).for_move().order_by("pk"))
        asked = dict(
            PetitionMove.objects.filter(petition__in=rows, move__in=_ASKED_BY)
            .order_by()
            .values_list("petition")
            .annotate(last=Max("on"))
        )
        starts = {row.pk: asked.get(row.pk, row.handling.done_on).isoformat() for row in rows}
        bases = [({"key": REPLY_RULE, "start": starts[row.pk]}, row.level) for row in rows]
        counting = Counting.of(bases)
        touched = []
        for row, (basis, level) in zip(rows, bases, strict=True):
            if due := counting.anew(basis, level):
                touched.append((row, {"reply_due_on": (row.handling.reply_due_on, due.on)}))
                row.handling.reply_due_on, row.handling.reply_basis = due.on, due.basis
        Handling.objects.bulk_update([row.handling for row, _moved in touched], ["reply_due_on", "reply_basis"])
        record_each(Action.CHANGED, touched, by=by, fields=["reply_due_on"])
        return len(touched)
