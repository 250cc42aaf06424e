"""Keeping files and official documents."""

import hashlib

from django.db import transaction

from audit.actions import Action
from audit.services import record

from .documents import has_listed_symbols, mark_of
from .models import Attachment, OfficialDocument, StoredFile
from .uploads import validate_upload


def store_upload(file, *, by):
    """Keep an uploaded file; returns its `Attachment`. Raises `ValidationError` with a sentence when it is refused."""
    return store_bytes(validate_upload(file), by=by)


@transaction.atomic
def store_bytes(clean, *, by):
    """Keep a `CleanUpload`: a file that was validated, or that the portal made itself. Equal bytes are kept once."""
    stored, _is_new = StoredFile.objects.defer("data").get_or_create(
        sha256=hashlib.sha256(clean.data).hexdigest(), defaults={"size": len(clean.data), "data": clean.data}
    )
    attachment = Attachment.objects.create(
        stored=stored, name=clean.name, content_type=clean.content_type, uploaded_by=by
    )
    record(Action.CREATED, attachment, by=by, fields=["stored", "name"])
    return attachment


@transaction.atomic
def record_document(
    *,
    type,
    date,
    by,
    number="",
    mark="",
    symbol="",
    abstract="",
    issuing_organisation=None,
    issuer_name="",
    attachment=None,
):
    """Record an official document and return it. Without a `mark` between number and symbol, the usual one is taken."""
    document = OfficialDocument.objects.create(
        type=type,
        number=number,
        mark=mark or mark_of(symbol),
        symbol=symbol,
        date=date,
        abstract=abstract,
        issuing_organisation=issuing_organisation,
        issuer_name=issuer_name,
        attachment=attachment,
        created_by=by,
    )
    record(Action.CREATED, document, by=by, fields=["type", "number", "symbol", "date"])
    return document


def erase_words_of_documents(ids):
    """Take the words and the file off these documents; type and date stay. Returns ids of the files.

    Number and symbol stay where they are listed abbreviations: what was typed in their place may be words.

    Within the caller's transaction, who then calls `erase_attachments`.
    """
    documents = OfficialDocument.objects.filter(pk__in=ids)
    files = list(documents.filter(attachment__isnull=False).values_list("attachment", flat=True))
    unlisted = [document.pk for document in documents if not has_listed_symbols(document.designation)]
    documents.filter(pk__in=unlisted).update(number="", symbol="")
    documents.update(abstract="", issuer_name="", attachment=None)
    return files


def erase_attachments(ids):
    """Delete these files for good; bytes that another attachment shares stay."""
    stored = list(Attachment.objects.filter(pk__in=ids).values_list("stored", flat=True))
    Attachment.objects.filter(pk__in=ids).delete()
    StoredFile.objects.filter(pk__in=stored, attachments__isnull=True).delete()
