"""Importing a list of delegates: upload, preview, confirm; and taking back what an import added."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from registers.forms import WorkbookForm
from registers.import_preview import preview_context

from ...delegate_sheets import read_delegates
from ...models import DelegateImport
from ...services.delegate_import import (
    CHANGED,
    KNOWN,
    NEW,
    REJECTED,
    confirm_import,
    count_fates,
    plan_import,
    start_import,
    undo_import,
)
from ..conferences.access import get_kept_conference

_TONES = {NEW: "ok", CHANGED: "soon", KNOWN: "none", REJECTED: "late"}


def _labels():
    return {NEW: _("New"), CHANGED: _("Corrected"), KNOWN: _("Known"), REJECTED: _("Rejected")}


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_import(request, code):
    """Upload a workbook. Nothing is written to the list before the preview is confirmed."""
    conference = get_kept_conference(request.user, code)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_delegates(file)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            batch = start_import(conference, rows, file_name=file.name, by=request.user)
            return redirect("conferences:delegate_import_preview", code=code, pk=batch.pk)
    context = {"conference": conference, "form": form}
    return render(request, "conferences/delegate_import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_import_preview(request, code, pk):
    """What each row of the upload comes to; POST writes all accepted rows at once, a second POST nothing more."""
    conference = get_kept_conference(request.user, code)
    batch = get_object_or_404(DelegateImport, pk=pk, conference=conference, created_by=request.user)
    if request.method == "POST":
        batch = confirm_import(batch, by=request.user)
    if batch.confirmed_at:
        if request.method == "POST":
            messages.success(request, _told(batch.counts))
        return redirect("conferences:delegate_list", code=code)
    rows = plan_import(batch)
    counts = count_fates(rows)
    context = preview_context(request, rows, counts, labels=_labels(), tones=_TONES) | {
        "conference": conference,
        "batch": batch,
        "accepted": counts[NEW] + counts[CHANGED],
        "missing": conference.delegates.count() - counts[KNOWN] - counts[CHANGED],
    }
    return render(request, "conferences/delegate_import_preview.html", context)


@require_POST
def delegate_import_discard(request, code, pk):
    """Forget an upload; the list stays as it is."""
    conference = get_kept_conference(request.user, code)
    get_object_or_404(DelegateImport, pk=pk, conference=conference, created_by=request.user, confirmed_at=None).delete()
    messages.info(request, _("The upload is discarded. The list is as it was."))
    return redirect("conferences:delegate_list", code=code)


@require_POST
def delegate_import_undo(request, code, pk):
    """Take off the list whom an import added."""
    conference = get_kept_conference(request.user, code)
    batch = get_object_or_404(conference.delegate_imports.exclude(confirmed_at=None), pk=pk)
    gone = undo_import(batch, by=request.user)
    words = ngettext(
        "%(n)d delegate of this import is off the list.", "%(n)d delegates of this import are off the list.", gone
    ) % {"n": gone}
    messages.success(request, words)
    return redirect("conferences:delegate_list", code=code)


def _told(counts):
    return _("Import done: %(new)d new, %(changed)d corrected, %(known)d known, %(rejected)d rejected.") % counts
