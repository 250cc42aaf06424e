"""Files of one opinion. What names people, letters to them included, is for those who see names."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from registers.downloads import attachment_response

from .access import get_opinion


@require_safe
def opinion_file(request, code, pk):
    """A file kept with the opinion, for those who see its personal data."""
    found = _named_opinion(request.user, code)
    kept = get_object_or_404(found.attachments.select_related("attachment__stored"), pk=pk)
    return attachment_response(kept.attachment, reader=request.user, label=found.code)


@require_safe
def evidence_file(request, code, pk):
    """A picture or scan that proves an outcome: it may show people, so for those who see personal data."""
    found = _named_opinion(request.user, code)
    decision = get_object_or_404(found.decisions.select_related("attachment__stored"), pk=pk, attachment__isnull=False)
    return attachment_response(decision.attachment, reader=request.user, label=found.code)


@require_safe
def answer_file(request, code, pk):
    """The document of an answer: a letter to the citizen by name, so for those who see personal data."""
    found = _named_opinion(request.user, code)
    answer = get_object_or_404(found.answers.select_related("document__attachment__stored"), pk=pk)
    return _document_response(request.user, answer.document, found)


@require_safe
def decision_file(request, code, pk):
    """The document of a decision; whoever sees the opinion may read on what its outcome rests."""
    found = get_opinion(request.user, code)
    decision = get_object_or_404(found.decisions.select_related("document__attachment__stored"), pk=pk)
    return _document_response(request.user, decision.document, found)


def _named_opinion(user, code):
    found = get_opinion(user, code)
    if not found.names_shown:
        raise Http404
    return found


def _document_response(user, document, opinion):
    if document is None or document.attachment is None:
        raise Http404
    return attachment_response(document.attachment, reader=user, label=opinion.code)
