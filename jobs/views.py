"""A person's own jobs: progress, result, another try."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.actions import Action
from audit.services import record

from . import services
from .models import Job, JobState
from .registry import JobFailed, kind, label_of

#: htmx stops polling on this status.
STOP_POLLING = 286


def _describe(job):
    """The job with its label and where its result is."""
    job.label = label_of(job.kind)
    try:
        job.result_url = kind(job.kind).result_url(job) if job.state == JobState.DONE else ""
    except JobFailed:
        job.result_url = ""
    return job


@require_safe
def job_list(request):
    rows = Job.objects.visible_to(request.user).select_related("file").defer("file__data")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    for job in page:
        _describe(job)
    return render(request, "jobs/job_list.html", {"page_obj": page})


@require_safe
def job_detail(request, pk):
    """Progress of one job; the fragment polls once a second until the job is finished."""
    rows = Job.objects.visible_to(request.user).select_related("file").defer("file__data")
    job = _describe(get_object_or_404(rows, pk=pk))
    if request.htmx:
        status = STOP_POLLING if job.is_finished else 200
        return render(request, "jobs/_job_progress.html", {"job": job}, status=status)
    response = render(request, "jobs/job_page.html", {"job": job})
    if not job.is_finished:
        # Without scripts the page asks again by itself.
        response["Refresh"] = "5"
    return response


@require_safe
def job_file(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("file"), pk=pk)
    if not hasattr(job, "file"):
        raise Http404
    record(Action.DOWNLOADED, job, by=request.user, label=job.kind)
    return HttpResponse(
        bytes(job.file.data),
        content_type=job.file.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, job.file.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@require_POST
def job_retry(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not services.requeue(job):
        messages.error(request, _("Only a failed or cancelled job can be tried again."))
    return redirect("jobs:detail", job.pk)


@require_POST
def job_cancel(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not services.cancel(job):
        messages.error(request, _("The job has already begun and cannot be cancelled."))
    return redirect("jobs:detail", job.pk)
