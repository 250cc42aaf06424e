"""Files of one petition. They name people, letters to them included, so they are for those who see names."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from registers.downloads import attachment_response

from ...models import PetitionAttachment
from .access import get_petition


@require_safe
def petition_file(request, code, pk):
    """A file kept with the petition."""
    found = _named_petition(request.user, code)
    rows = PetitionAttachment.objects.filter(content=found.content_id).select_related("attachment__stored")
    return attachment_response(get_object_or_404(rows, pk=pk).attachment, reader=request.user, label=found.code)


@require_safe
def petition_paper_file(request, code, pk):
    """The file of a paper that a move brought."""
    found = _named_petition(request.user, code)
    rows = found.papers.filter(document__attachment__isnull=False).select_related("document__attachment__stored")
    paper = get_object_or_404(rows, pk=pk)
    return attachment_response(paper.document.attachment, reader=request.user, label=found.code)


def _named_petition(user, code):
    """A petition whose words this user sees. A denunciation has no file."""
    found = get_petition(user, code)
    if found.is_denunciation or not found.names_shown:
        raise Http404
    return found
