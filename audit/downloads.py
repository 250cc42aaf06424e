"""Files leave the system here: headers that keep a browser from showing them, and a note of who took them."""

from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone

from dialogue_portal.text import slug

from .actions import Action
from .services import record_read


def noted_download(reader, obj, data, *, name, content_type, label):
    """`file_response`, noted as a download of `obj` by `reader` once a day. The caller has checked access."""
    record_read(reader, obj, on=timezone.localdate(), label=label, action=Action.DOWNLOADED)
    return file_response(data, name=name, content_type=content_type)


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
