"""Attachments leave here. The room that owns the record they belong to calls this after its own check of access."""

from audit.downloads import noted_download


def attachment_response(attachment, *, reader, label):
    """The bytes of an `Attachment`, noted under `label`, the code of the record it belongs to."""
    data = bytes(attachment.stored.data)
    return noted_download(
        reader, attachment, data, name=attachment.name, content_type=attachment.content_type, label=label
    )
