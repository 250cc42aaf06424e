"""Papers of a petition: asking for a rendering, and fetching it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from audit.downloads import noted_download
from petitions.permissions import is_officer
from petitions.views.petitions.access import get_petition

from ..models import RenderedPaper
from ..papers.petition_papers import letterheads_of, offers_of
from ..papers.petition_record import NothingToPrint
from ..papers.rendering import ask_for_petition_paper
from .papers import token_of


def can_print_petition(user, petition):
    """Papers go out in the name of the body that received it: its petition officers print them."""
    return not petition.is_denunciation and is_officer(user, petition)


def can_read_papers(petition):
    """They name the sender: for those who see the petition by name (`with_naming`). Of a denunciation there is none."""
    return not petition.is_denunciation and petition.names_shown


@require_POST
def petition_paper_new(request, code):
    """Ask for one of the offered papers in one letterhead and format; then the page of the job."""
    petition = _petition(request.user, code)
    if not can_print_petition(request.user, petition):
        raise PermissionDenied
    offer = _offered(petition, request.POST.get("paper"))
    letterhead, file_format = request.POST.get("letterhead"), request.POST.get("format")
    if offer is None or letterhead not in letterheads_of(petition.owner) or file_format not in RenderedPaper.Format:
        raise Http404
    try:
        paper = ask_for_petition_paper(
            petition,
            kind=offer.type.key,
            recorded=offer.recorded.pk if offer.recorded else None,
            letterhead=letterhead,
            file_format=file_format,
            by=request.user,
            token=token_of(request),
        )
    except NothingToPrint as nothing:
        raise Http404 from nothing
    return redirect("jobs:detail", paper.job_id)


def _petition(user, code):
    """A petition within reach. A denunciation has no papers here: nothing to ask for, nothing to find."""
    petition = get_petition(user, code)
    if petition.is_denunciation:
        raise Http404
    return petition


def _offered(petition, value):
    offers = offers_of(petition, petition.papers.select_related("document"))
    return next((offer for offer in offers if offer.value == value), None)


@require_safe
def petition_paper_file(request, code, pk):
    """A finished rendering, for everybody who sees this petition by name."""
    petition = _petition(request.user, code)
    if not can_read_papers(petition):
        raise PermissionDenied
    papers = RenderedPaper.objects.select_related("job__file")
    paper = get_object_or_404(papers, pk=pk, petition=petition, job__file__isnull=False)
    file = paper.job.file
    data = bytes(file.data)
    return noted_download(
        request.user, paper, data, name=file.name, content_type=file.content_type, label=petition.code
    )
