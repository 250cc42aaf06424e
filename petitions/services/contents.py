"""Correcting what is written down of a petition, and keeping its files. A denunciation has neither words nor files."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from handling.moves import MoveRefused, StaleVersion, note_change
from registers.services import store_upload

from ..confidentiality import sentence
from ..models import Petition, PetitionAttachment, PetitionContent, Sender
from ..workflow import PETITIONS
from .registering import folded_name, refresh_search
from .row_marks import key_of, leave_mark_of_change

#: What history rows call this change.
REVISED = "revise_content"
_COLUMNS = ("summary", "gloss_en", "settled_by")
_OF_SENDER = ("full_name", "address", "phone", "id_number", "represents")


def revise_content(petition, *, senders, signatories, version, by, on, **words):
    """Put summary, gloss, "settled so far by", senders and number of signatories in place of what is there.

    History and trail get the names of what changed, never a value. Nothing changed is no change. Raises
    `StaleVersion` when somebody else saved first, `MoveRefused` for a denunciation, what was split and what is closed.
    """
    with transaction.atomic():
        held = Petition.objects.for_move().get(pk=petition.pk)
        _refuse_new_words(held)
        if held.version != version:
            raise StaleVersion(held)
        content, key = held.content, key_of(held)
        changed = [name for name in _COLUMNS if name in words and words[name] != getattr(content, name)]
        if changed:
            PetitionContent.objects.filter(pk=content.pk).update(**{name: words[name] for name in changed})
        if signatories != held.signatories:
            held.signatories = signatories
            held.save(update_fields=["signatories"])
            changed.append("signatories")
        if _put_senders(content, senders):
            changed.append("senders")
        if changed:
            content.refresh_from_db()
            leave_mark_of_change(held, key)
            refresh_search(content, held.code)
            note_change(PETITIONS, held, REVISED, changed, by=by, on=on, facts={"changed": changed})
    return held


def _refuse_new_words(petition):
    """A denunciation keeps no words, what counts no more neither, and of a closed file they stay as they are."""
    if petition.is_denunciation:
        raise MoveRefused(sentence())
    if not petition.is_counted:
        raise MoveRefused(_("It was split or struck out; what is to be kept is kept elsewhere."))
    if petition.is_closed:
        raise MoveRefused(_("The file is closed."))


def _put_senders(content, senders):
    """Write the senders anew when they differ; returns whether they did."""
    before = list(content.senders.values_list(*_OF_SENDER))
    after = [tuple(getattr(sender, name) for name in _OF_SENDER) for sender in senders]
    if before == after:
        return False
    content.senders.all().delete()
    Sender.objects.bulk_create(
        Sender(
            content=content,
            folded_name=folded_name(sender.full_name),
            **{name: getattr(sender, name) for name in _OF_SENDER},
        )
        for sender in senders
    )
    return True


def attach(petition, upload, *, by):
    """Keep a file with a petition. Raises `ValidationError` for a file that is not kept; a denunciation keeps none.

    The row is locked while the file is stored: a petition that turns into a denunciation meanwhile takes no file.
    """
    with transaction.atomic():
        held = Petition.objects.for_move().get(pk=petition.pk)
        try:
            _refuse_new_words(held)
        except MoveRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        kept = PetitionAttachment.objects.create(content=held.content, attachment=store_upload(upload, by=by))
        record(Action.CHANGED, held, by=by, fields=["attachments"], label=held.code)
    return kept
