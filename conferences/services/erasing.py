"""Erasing every word of an opinion, when its content must not be kept at all."""

from handling.copies import erase_copies
from handling.models import Extension
from registers.services import erase_attachments, erase_words_of_documents

from ..models import Opinion, OpinionNote, OpinionSearch, OpinionText, SpeakerTurn
from .opinions import erase_speaker


def erase_words(opinion, *, by, on):
    """Take away speaker, texts, notes, answers, reasons and files of an opinion, within the caller's transaction.

    Code, unit, dates, field, state and history stay. The speaker goes for the whole turn: who raised this raised its
    other items too; their texts lose the name, and it leads to them no more. Papers and exports made from the words go
    as well. Backups made before still hold them until they are overwritten (docs/petitions.md).
    """
    erase_speaker(opinion, by=by, on=on)
    documents = _documents_of(opinion)
    files = list(opinion.attachments.values_list("attachment", flat=True))
    files += list(opinion.decisions.filter(attachment__isnull=False).values_list("attachment", flat=True))
    Opinion.objects.filter(pk=opinion.pk).update(current_text=None)
    OpinionText.objects.filter(opinion=opinion).delete()
    OpinionSearch.objects.filter(opinion=opinion).delete()
    OpinionNote.objects.filter(opinion=opinion).delete()
    Extension.objects.filter(handling=opinion.handling_id).update(reason="")
    opinion.answers.all().delete()
    # A decision "resolved" keeps a mark of its evidence, since the database asks for some.
    opinion.decisions.exclude(confirmed_by="", attachment=None).update(confirmed_by="–", attachment=None)
    opinion.decisions.exclude(milestone="").update(milestone="–")
    opinion.attachments.all().delete()
    erase_attachments([*files, *erase_words_of_documents(documents)])
    _take_out_of_turn(opinion)
    erase_copies("opinion", opinion)


def _take_out_of_turn(opinion):
    """Give the opinion a turn of its own, in no order of speakers, where others were raised in the same.

    One of these may have become a petition with a sender, who raised this one too. Unit, level, day, phase, channel
    and conference stand on the opinion itself.
    """
    if not Opinion.objects.filter(turn=opinion.turn_id).exclude(pk=opinion.pk).exists():
        return
    turn = SpeakerTurn.objects.create(
        unit=opinion.unit, phase=opinion.phase, channel=opinion.channel, taken_on=opinion.raised_on
    )
    opinion.turn, opinion.item = turn, 1
    Opinion.objects.filter(pk=opinion.pk).update(turn=turn, item=1)


def _documents_of(opinion):
    """Ids of the documents that were recorded with this opinion alone."""
    found = set()
    for rows in (opinion.answers, opinion.decisions):
        found |= set(rows.filter(document__isnull=False).values_list("document", flat=True))
    return found
