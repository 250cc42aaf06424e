"""Minutes: asking for a rendering, and fetching it."""

from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.reach import reach_of
from accounts.roles import Role
from audit.downloads import noted_download
from conferences.models import Conference
from conferences.permissions import can_edit_conference

from ..models import RenderedPaper
from ..papers.rendering import ask_for_minutes


def can_print(user, conference):
    """Minutes name citizens: who keeps the conference prints them, and the registry of the body that organises it."""
    if can_edit_conference(user, conference):
        return True
    registries = reach_of(user).organisations_of(Role.REGISTRY_CLERK)
    return conference.organiser_id is not None and conference.organiser_id in registries


def _conference(request, code):
    """A visible conference whose papers this user prints: 404 outside, 403 inside but not theirs."""
    conference = get_object_or_404(Conference.objects.visible_to(request.user).select_related("unit"), code=code)
    if not can_print(request.user, conference):
        raise PermissionDenied
    return conference


@require_POST
def paper_new(request, code):
    """Ask for the minutes in one letterhead, format and language; then the page of the job."""
    conference = _conference(request, code)
    letterhead, file_format = request.POST.get("letterhead"), request.POST.get("format")
    language = request.POST.get("language", "vi")
    known = letterhead in RenderedPaper.Letterhead and file_format in RenderedPaper.Format and language in ("vi", "en")
    if not known:
        raise Http404
    paper = ask_for_minutes(
        conference,
        letterhead=letterhead,
        file_format=file_format,
        language=language,
        by=request.user,
        token=token_of(request),
    )
    return redirect("jobs:detail", paper.job_id)


def token_of(request):
    """The token of the form; a fresh one where it has none."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()


@require_safe
def paper_file(request, code, pk):
    """A finished rendering, for everybody who may print this conference's minutes."""
    conference = _conference(request, code)
    papers = RenderedPaper.objects.select_related("job__file")
    paper = get_object_or_404(papers, pk=pk, conference=conference, job__file__isnull=False)
    file = paper.job.file
    data = bytes(file.data)
    return noted_download(
        request.user, paper, data, name=file.name, content_type=file.content_type, label=conference.code
    )
