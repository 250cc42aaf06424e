"""Keeping files and recording official documents."""

import hashlib

from django.db import IntegrityError, transaction

from audit.actions import Action
from audit.services import record

from .models import Attachment, OfficialDocument, StoredFile
from .uploads import validate_upload


def store_upload(file, *, by):
    """Validate and keep an uploaded file; the same bytes are stored once. Raises `ValidationError`."""
    return store_bytes(validate_upload(file), by=by)


def store_bytes(clean, *, by):
    """Keep a `CleanUpload` and return its `Attachment`."""
    digest = hashlib.sha256(clean.data).hexdigest()
    with transaction.atomic():
        stored = StoredFile.objects.filter(sha256=digest).only("pk").first() or _insert(digest, clean.data)
        attachment = Attachment.objects.create(
            stored=stored, name=clean.name, content_type=clean.content_type, uploaded_by=by
        )
        record(Action.CREATED, attachment, by=by, fields=["file"])
    return attachment


def _insert(digest, data):
    try:
        with transaction.atomic():
            return StoredFile.objects.create(sha256=digest, size=len(data), data=data)
    except IntegrityError:
        # The same file came in twice at once.
        return StoredFile.objects.only("pk").get(sha256=digest)


def record_document(
    *, type, date, by, number="", symbol="", issuing_organisation=None, issuer_name="", abstract="", attachment=None
):
    """Record an official document. Number and symbol are kept exactly as typed."""
    with transaction.atomic():
        document = OfficialDocument.objects.create(
            type=type,
            number=number,
            symbol=symbol,
            date=date,
            issuing_organisation=issuing_organisation,
            issuer_name=issuer_name,
            abstract=abstract,
            attachment=attachment,
            created_by=by,
        )
        record(Action.CREATED, document, by=by, fields=["number", "symbol", "date"], label=document.label[:80])
    return document
