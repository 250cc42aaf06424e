"""Erasing every word, name and file of a petition that turned out to be a denunciation."""

from handling.copies import erase_copies
from registers.models import Attachment, OfficialDocument, StoredFile

from ..models import PetitionContent


def erase_content(petition):
    """Take the content row and all that hangs on it away from a petition, within the caller's transaction.

    Papers recorded before keep number and date; their words and files go too. The caller saves the columns that the
    CHECK on denunciations empties. Backups made before still hold it until they are overwritten (docs/petitions.md).
    """
    content = petition.content
    petition.content, petition.parent, petition.signatories = None, None, None
    if petition.earlier_id and not petition.earlier.is_denunciation:
        petition.earlier = None
    # The kind goes first: other kinds must have a content row.
    type(petition).objects.filter(pk=petition.pk).update(
        kind=petition.kind, content=None, parent=None, signatories=None, round=""
    )
    files = _erase_papers(petition)
    if content is not None:
        files += list(content.attachments.values_list("attachment", flat=True))
        PetitionContent.objects.filter(pk=content.pk).delete()
    _erase_files(files)
    erase_copies("petition", petition)


def _erase_papers(petition):
    """Words and files of the papers recorded so far; returns the ids of the files."""
    documents = OfficialDocument.objects.filter(pk__in=petition.papers.values("document"))
    files = list(documents.filter(attachment__isnull=False).values_list("attachment", flat=True))
    documents.update(abstract="", issuer_name="", attachment=None)
    return files


def _erase_files(ids):
    stored = list(Attachment.objects.filter(pk__in=ids).values_list("stored", flat=True))
    Attachment.objects.filter(pk__in=ids).delete()
    StoredFile.objects.filter(pk__in=stored, attachments__isnull=True).delete()
