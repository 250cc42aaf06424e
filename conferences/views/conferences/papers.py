"""The papers of a conference: their files, and recording or correcting them outside of a move."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from handling.moves import StaleVersion
from registers.downloads import attachment_response

from ... import permissions
from ...forms.moves import PaperForm
from ...services.papers import replace_paper
from .access import get_conference

#: The column that holds each paper, in the order they come about.
PAPERS = {
    "plan": gettext_lazy("Plan"),
    "decision": gettext_lazy("Decision on the organising committee"),
    "minutes": gettext_lazy("Minutes"),
    "notice": gettext_lazy("Notice of conclusions"),
}


@require_safe
def conference_paper(request, code, paper):
    """The file of the plan, the decision, the minutes or the notice."""
    conference = get_conference(request.user, code)
    document = getattr(conference, paper) if paper in PAPERS else None
    if document is None or document.attachment_id is None:
        raise Http404
    return attachment_response(document.attachment, reader=request.user, label=conference.code)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_record(request, code, paper):
    """Record the decision on the organising committee, or correct a paper that a move recorded."""
    conference = get_conference(request.user, code)
    if paper not in PAPERS:
        raise Http404
    if not permissions.can_record_paper(request.user, conference, paper):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent, paper=paper, present=getattr(conference, paper), initial={"version": conference.version})
    if request.method != "POST":
        return _show(request, conference, paper, form)
    if not form.is_valid():
        return _show(request, conference, paper, form, status=422)
    try:
        replace_paper(conference, paper, form.document_values(), by=request.user, version=form.cleaned_data["version"])
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["version"] = str(stale.current.version)
        return _show(request, stale.current, paper, form, refusal=str(stale), status=409)
    messages.success(request, _("The document is recorded."))
    return redirect("conferences:conference", code=code)


def _show(request, conference, paper, form, *, refusal="", status=200):
    context = {
        "conference": conference,
        "paper": PAPERS[paper],
        "document": getattr(conference, paper),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "conferences/conference_paper.html", context, status=status)
