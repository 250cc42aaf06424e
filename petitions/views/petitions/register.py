"""The register of petitions: its page and its files."""

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audit.kept import kept_until_change
from audit.services import record_read

from ...register import REGISTER
from ..books import send_book, show_book


@require_safe
@kept_until_change
def petition_register(request):
    """The register of a body for a period."""

    def note(asked, rows):
        if any(row.names_shown or row.is_denunciation for row in rows):
            record_read(request.user, asked.body, on=timezone.localdate(), label=asked.body.code)

    return show_book(request, REGISTER, file_url=reverse("petitions:petition_register_file"), note_reading=note)


@require_POST
def petition_register_file(request):
    """The same as .xlsx or PDF, without denunciations; a long one is written by a job."""
    return send_book(request, REGISTER, page_url=reverse("petitions:petition_register"))
