"""What stands in the book of the day already when it is written down again: a letter, a visitor.

Known by the key of `services/row_marks.py`, so whatever the spelling. Both functions are for who keeps the book: they
look at every row of the owner, denunciations among them by their paper files.
"""

from .models import Petition, PetitionState, ReceptionTurn
from .services.row_marks import key_of, key_of_row


def letter_in_book(data):
    """The petition of this owner that came on the same day, of the same senders with the same words; None where there
    is none, and where the letter is linked to it: then somebody knows."""
    key = key_of_row(data.received_on, [one.full_name for one in data.senders], data.summary or data.paper_file)
    came = Petition.objects.filter(owner=data.owner, received_on=data.received_on)
    if data.earlier is not None:
        came = came.exclude(pk=data.earlier.pk)
    rows = came.exclude(state=PetitionState.STRUCK).select_related("content").prefetch_related("content__senders")
    return next((row for row in rows.order_by("pk") if key_of(row) == key), None)


def visitor_in_book(session, data):
    """The turn of this owner on the same day, of the same visitors with the same words; None where there is none, and
    where nothing was said by which one could tell."""
    if not data.visitors or not data.summary:
        return None
    key = key_of_row(session.on, [one.full_name for one in data.visitors], data.summary)
    came = ReceptionTurn.objects.filter(session__owner=session.owner, session__on=session.on, is_struck=False)
    rows = came.select_related("content", "petition__content")
    rows = rows.prefetch_related("content__senders", "petition__content__senders").order_by("pk")
    return next((row for row in rows if _key_of(row, session.on) == key), None)


def _key_of(turn, on):
    content = turn.petition.content if turn.petition_id else turn.content
    if content is None:
        return None
    return key_of_row(on, [one.full_name for one in content.senders.all()], content.summary)
