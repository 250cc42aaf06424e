"""Erasing every word, name and file of a petition that turned out to be a denunciation."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from conferences.services.erasing import erase_words
from handling.copies import erase_copies
from registers.services import erase_attachments, erase_words_of_documents

from ..models import PetitionContent, PetitionKind, ReceptionTurn
from .cases import take_erased_out
from .petition_import import empty_uploads_of
from .registering import refresh_search
from .row_marks import leave_mark_of
from .turns import record_in_secret_book


def erase_content(petition, *, by, on):
    """Take the content row and all that hangs on it away from a petition, within the caller's transaction.

    Papers recorded before keep number and date; their words and files go, and so do the words of the opinion it came
    from. The caller saves the columns that the CHECK on denunciations empties. Backups made before still hold it until
    they are overwritten (docs/petitions.md).
    """
    content, case = petition.content, petition.content.case if petition.content else None
    whole = petition.parent
    if content is not None:
        leave_mark_of(petition)
    petition.content, petition.parent, petition.signatories = None, None, None
    if petition.earlier_id and not petition.earlier.is_denunciation:
        petition.earlier = None
    # The kind goes first: other kinds must have a content row.
    type(petition).objects.filter(pk=petition.pk).update(
        kind=petition.kind, content=None, parent=None, signatories=None, round=""
    )
    files = erase_words_of_documents(petition.papers.values("document"))
    if content is not None:
        files += list(content.attachments.values_list("attachment", flat=True))
        PetitionContent.objects.filter(pk=content.pk).delete()
        empty_uploads_of(petition.owner)
    _unlink_later(petition)
    if whole is not None:
        erase_words_beside_denunciation(whole, by=by, on=on)
    for turn in ReceptionTurn.objects.filter(petition=petition).exclude(kind=PetitionKind.DENUNCIATION):
        record_in_secret_book(turn, by=by)
    if case is not None:
        take_erased_out(case)
    erase_attachments(files)
    if petition.opinion_id:
        erase_words(petition.opinion, by=by, on=on)
    _erase_copies(petition)


def _unlink_later(petition):
    """Petitions of the same content lead to a denunciation no more; the oldest of them is the first from now on."""
    rows = type(petition).objects.filter(earlier=petition).exclude(kind=PetitionKind.DENUNCIATION)
    later = list(rows.order_by("received_on", "pk").values_list("pk", flat=True))
    rows.update(earlier=None)
    if later:
        first, *rest = later
        type(petition).objects.filter(pk__in=rest).update(earlier=first)


def _erase_copies(petition):
    """Files written of its words, also those that told them of the turn of a reception it came from."""
    erase_copies("petition", petition)
    for turn in ReceptionTurn.objects.filter(petition=petition):
        erase_copies("reception_turn", turn)


def erase_words_beside_denunciation(petition, *, by, on):
    """Take away who sent a petition of mixed content and what it says, one part of which is a denunciation.

    The other parts have sender and words of their own and lead back to it no more: a named petition and a part that is
    hidden would tell who denounced.
    """
    type(petition).objects.filter(parent=petition).update(parent=None)
    # Kept in the language of the record, whoever splits.
    with translation.override(settings.LANGUAGE_CODE):
        told = _("Split by content; what it said was erased.")
    _empty_content(petition, told, by=by, on=on)


def erase_words_of_struck(petition, *, by, on):
    """Take away who sent a petition that was registered by mistake and what it says: the letter may stand in the book
    again as a denunciation, and nothing leads out of the book later on."""
    type(petition).objects.filter(pk=petition.pk).update(earlier=None)
    petition.earlier = None
    with translation.override(settings.LANGUAGE_CODE):
        told = _("Struck out; what it said was erased.")
    _empty_content(petition, told, by=by, on=on)


def _empty_content(petition, told, *, by, on):
    """Leave of the content no more than the sentence `told`."""
    content, case = petition.content, petition.content.case
    leave_mark_of(petition)
    files = erase_words_of_documents(petition.papers.values("document"))
    files += list(content.attachments.values_list("attachment", flat=True))
    content.attachments.all().delete()
    content.notes.all().delete()
    content.senders.all().delete()
    type(petition).objects.filter(pk=petition.pk).update(signatories=None)
    petition.signatories = None
    content.summary, content.gloss_en, content.settled_by, content.case = told, "", "", None
    content.save(update_fields=["summary", "gloss_en", "settled_by", "case"])
    refresh_search(content, petition.code)
    empty_uploads_of(petition.owner)
    if case is not None:
        take_erased_out(case)
    erase_attachments(files)
    if petition.opinion_id:
        erase_words(petition.opinion, by=by, on=on)
    _erase_copies(petition)
