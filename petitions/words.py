"""What a petition says and who sent it, in words: open to those who see names, masked for everybody else."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.masking import mask_address, mask_name, mask_text

from .models import PetitionState, Source
from .models.vocabulary import OFFICERS_SOURCES

#: What registers and lists write in place of the content of what is in no statistic; an import knows it by these again.
UNCOUNTED_WORDS = {
    PetitionState.SPLIT: gettext_lazy("Split by content."),
    PetitionState.STRUCK: gettext_lazy("Struck out: registered by mistake."),
}


def summary_words(petition, *, named=False):
    """The summary; masked: without names, telephones and identity numbers. A denunciation has none."""
    if petition.content_id is None:
        return _("Denunciation: the content is in the paper file.")
    if named:
        return petition.content.summary
    return mask_text(petition.content.summary, [sender.full_name for sender in petition.content.senders.all()])


def gloss_words(petition, *, named=False):
    """The English gloss, masked as the summary; a denunciation has none."""
    if petition.content_id is None:
        return ""
    if named:
        return petition.content.gloss_en
    return mask_text(petition.content.gloss_en, [sender.full_name for sender in petition.content.senders.all()])


def sender_words(petition, *, named):
    """Each sender in one line; masked where names are not shown. A denunciation has none."""
    if petition.content_id is None:
        return []
    rows = petition.content.senders.all()
    return [_named(row) if named else _masked(row) for row in rows]


def name_words(petition, *, named):
    """Names of the senders, masked where they are not shown."""
    rows = petition.content.senders.all() if petition.content_id else []
    return [row.full_name if named else mask_name(row.full_name) for row in rows]


def address_words(petition, *, named):
    """Addresses of the senders in the order of their names; masked: the hamlet alone. The place of whoever gave none
    stays empty before others, and “;” parts addresses alone: read again, each goes to its sender."""
    rows = petition.content.senders.all() if petition.content_id else []
    told = [(row.address if named else mask_address(row.address)).replace(";", ",") for row in rows]
    while told and not told[-1]:
        told.pop()
    return told


def source_words(petition):
    """How it came, of a petition `with_naming`.

    An opinion or a letter whose place is empty, and no petition that says it took it, was a denunciation: so others
    than the officers of the book read of none where it came from, and an empty place tells nothing.
    """
    told = petition.source not in OFFICERS_SOURCES or petition.is_own_book
    return Source(petition.source if told else Source.OTHER).label


def _named(row):
    return ", ".join(filter(None, (row.full_name, row.address, row.phone, row.id_number)))


def _masked(row):
    return ", ".join(filter(None, (mask_name(row.full_name), mask_address(row.address))))


def why_uncounted(petition):
    """Words in place of the content of what was split or struck out."""
    return str(UNCOUNTED_WORDS[petition.state])
