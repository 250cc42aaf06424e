"""Answers that carry a file. The room that owns the record calls these after its own check of access."""

from urllib.parse import quote

from django.http import HttpResponse

from dialogue_portal.text import slug


def attachment_response(attachment):
    """The bytes of an `Attachment`, to be saved and never shown within the site."""
    return file_response(bytes(attachment.stored.data), name=attachment.name, content_type=attachment.content_type)


def file_response(data, *, name, content_type):
    """Bytes to be saved under `name` (RFC 6266: an ASCII name for old clients, the true one for the others)."""
    stem, dot, extension = name.rpartition(".")
    plain = f"{slug(stem) or 'file'}{dot}{slug(extension)}" if dot else slug(name) or "file"
    return HttpResponse(
        data,
        content_type=content_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Length": str(len(data)),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
