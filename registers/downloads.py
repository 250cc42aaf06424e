"""Serving kept files. The caller has checked that this user may have this one."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment_response(attachment):
    """The file as a download that no browser runs, frames, guesses at or keeps."""
    response = HttpResponse(bytes(attachment.stored.data), content_type=attachment.content_type)
    response["Content-Disposition"] = content_disposition_header(True, attachment.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
