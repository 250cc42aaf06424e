"""“My files”: what a person has asked for, how far it is, and the result."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HTMX_STOP_POLLING, reswap, retarget

from audit.downloads import noted_download

from . import registry, services
from .models import Job, JobFile

PER_PAGE = 25


@require_safe
def job_list(request):
    rows = Job.objects.visible_to(request.user).with_file_names()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    is_busy = any(not job.is_finished for job in page)
    context = {"page_obj": page, "is_busy": is_busy}
    if request.htmx:
        return render(request, "jobs/_job_table.html", context, status=200 if is_busy else HTMX_STOP_POLLING)
    return render(request, "jobs/job_list.html", context)


@require_safe
def job_detail(request, pk):
    """One job; its progress asks again every second by the same address until the job is over."""
    job = get_object_or_404(Job.objects.visible_to(request.user).with_file_names(), pk=pk)
    if not request.htmx:
        return render(request, "jobs/job_page.html", {"job": job})
    if not job.is_finished:
        return render(request, "jobs/_progress_bar.html", {"job": job})
    response = render(request, "jobs/_progress.html", {"job": job, "is_news": True}, status=HTMX_STOP_POLLING)
    # The bar asked; its answer replaces the buttons beside it, too.
    return retarget(reswap(response, "outerHTML"), f"#job-{job.pk}")


@require_safe
def job_file(request, pk):
    """The file a job made, for whoever asked for it and may still see it."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    found = JobFile.objects.filter(job=job).first()
    if found is None:
        raise Http404
    kind = registry.find(job.kind)
    if kind is None or not kind.permits(request.user, job):
        raise PermissionDenied
    data = bytes(found.data)
    return noted_download(request.user, job, data, name=found.name, content_type=found.content_type, label=job.kind)


@require_POST
def job_retry(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        services.retry(job, by=request.user)
    except services.JobMoved as refusal:
        messages.warning(request, str(refusal))
    return redirect("jobs:detail", job.pk)


@require_POST
def job_cancel(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        services.cancel(job, by=request.user)
        messages.success(request, _("Cancelled. Nothing of it was stored."))
    except services.JobMoved as refusal:
        messages.warning(request, str(refusal))
    return redirect("jobs:detail", job.pk)
