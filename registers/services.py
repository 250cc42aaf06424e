"""Keeping files and official documents."""

import hashlib

from django.db import transaction

from audit.actions import Action
from audit.services import record

from .documents import mark_of
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
