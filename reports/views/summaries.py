"""Asking for summaries, and reading them as page, PDF and .xlsx."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.reach import reach_of
from audit.downloads import noted_download

from .. import summaries, summary_papers
from ..forms import SummaryForm
from ..models import Summary
from ..papers.pdf import is_available


def _reading_units(user):
    """Units the user may see figures of; refuses people whose role reads no unit."""
    reach = reach_of(user)
    if not reach.tree_unit_ids:
        raise PermissionDenied
    return reach.unit_rows()


@require_safe
def summary_list(request):
    _reading_units(request.user)
    rows = Summary.objects.visible_to(request.user).select_related("unit", "requested_by")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "reports/summary_list.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
def summary_new(request):
    """Ask for a summary; the page of the job shows the progress and leads to the result."""
    units = _reading_units(request.user)
    today = timezone.localdate()
    root = units.filter(pk=reach_of(request.user).tree_unit_ids[0]).get()
    if request.method == "POST":
        form = SummaryForm(request.POST, units=units, today=today)
        if form.is_valid():
            asked = form.cleaned_data
            job = summaries.ask_for_summary(
                unit=asked["unit"],
                first=asked["from"],
                last=asked["to"],
                level=asked["level"],
                by=request.user,
                token=asked["token"],
            )
            return redirect("jobs:detail", job.pk)
    else:
        wished = {name: request.GET[name] for name in ("unit", "from", "to", "level") if request.GET.get(name)}
        form = SummaryForm(initial={"unit": root.pk, "token": uuid4(), **wished}, units=units, today=today)
    status = 422 if form.errors else 200
    return render(request, "reports/summary_new.html", {"form": form}, status=status)


@require_safe
def summary(request, pk):
    """A stored summary as it was built, with what moved since the edition before."""
    found = get_object_or_404(Summary.objects.visible_to(request.user).select_related("unit", "requested_by"), pk=pk)
    context = {**summary_papers.summary_context(found), "pdf_available": is_available()}
    return render(request, "reports/summary_page.html", context)


@require_safe
def summary_file(request, pk, file_format):
    """The summary as PDF or .xlsx, made from the stored figures (two pages, so within the request)."""
    found = get_object_or_404(Summary.objects.visible_to(request.user).select_related("unit", "requested_by"), pk=pk)
    makers = {"pdf": summary_papers.as_pdf, "xlsx": summary_papers.as_xlsx}
    if file_format not in makers:
        raise Http404(_("There is no such format."))
    if file_format == "pdf" and not is_available():
        messages.error(request, _("PDF cannot be made on this machine: the Pango library is missing. Excel works."))
        return redirect("reports:summary", found.pk)
    name, content_type, data = makers[file_format](found)
    label = f"{found.unit.code}/{found.edition}"
    return noted_download(request.user, found, data, name=name, content_type=content_type, label=label)
