"""Importing a register of petitions: upload, preview, confirm."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.downloads import file_response
from audit.services import record_read
from registers.import_preview import preview_context
from registers.models import Organisation
from registers.spreadsheets import XLSX, Sheet, write_workbook

from ... import permissions
from ...confidentiality import sentence
from ...forms.imports import PetitionUploadForm
from ...models import PetitionImport, PetitionKind
from ...models.vocabulary import CHOSEN_SOURCES
from ...petition_columns import COLUMNS
from ...petition_sheets import read_petitions
from ...services.petition_import import (
    KNOWN,
    NEW,
    REJECTED,
    confirm_import,
    count_fates,
    plan_import,
    start_import,
)

_TONES = {NEW: "ok", KNOWN: "none", REJECTED: "late"}


def _labels():
    return {NEW: _("New"), KNOWN: _("Known"), REJECTED: _("Rejected")}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def petition_import(request):
    """Upload a workbook. Nothing is registered before the preview is confirmed; the file itself is not kept."""
    owners = _owners(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PetitionUploadForm(*sent, owners=owners)
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner"]
        try:
            rows = read_petitions(form.cleaned_data["file"], owner)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("petitions:petition_import_preview", pk=start_import(owner, rows, by=request.user).pk)
    context = {"form": form, "why_secret": sentence()}
    return render(request, "petitions/petition_import.html", context, status=422 if form.errors else 200)


def _owners(user):
    """The bodies for which this user registers. Raises PermissionDenied where there is none."""
    ids = permissions.bodies_registering(user)
    if not ids:
        raise PermissionDenied
    return Organisation.objects.filter(pk__in=ids).select_related("unit").order_by("rank")


def _get_batch(user, pk):
    return get_object_or_404(PetitionImport.objects.filter(created_by=user, owner__in=_owners(user)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def petition_import_preview(request, pk):
    """What each row of the upload comes to; POST registers all new rows at once, a second POST nothing more."""
    batch = _get_batch(request.user, pk)
    if request.method == "POST":
        batch = _confirm(request, batch)
        if batch.confirmed_at:
            return redirect("petitions:petition_import_preview", pk=batch.pk)
    if batch.confirmed_at and not batch.rows:
        # Nothing is left to be corrected.
        return redirect("petitions:petition_list")
    record_read(request.user, batch.owner, on=timezone.localdate(), label=batch.owner.code)
    rows = plan_import(batch)
    counts = count_fates(rows)
    context = preview_context(request, rows, counts, labels=_labels(), tones=_TONES)
    context |= {"batch": batch, "accepted": counts[NEW], "is_done": batch.confirmed_at is not None}
    return render(request, "petitions/petition_import_preview.html", context)


def _confirm(request, batch):
    """The batch afterwards; where a row is refused after all, nothing is written and the preview says why."""
    try:
        batch = confirm_import(batch, by=request.user)
    except PetitionImport.DoesNotExist:
        # Discarded in another window meanwhile, or another upload took its place.
        raise Http404 from None
    except ValidationError as refusal:
        messages.error(request, " ".join([_("Nothing was registered."), *refusal.messages]))
    else:
        messages.success(request, _told(batch.counts))
    return batch


@require_POST
def petition_import_discard(request, pk):
    """Forget an upload; the book stays as it is."""
    batch = _get_batch(request.user, pk)
    PetitionImport.objects.filter(pk=batch.pk, confirmed_at=None).delete()
    messages.info(request, _("The upload is discarded. The book is as it was."))
    return redirect("petitions:petition_list")


def _told(counts):
    return _("Import done: %(new)d registered, %(known)d known, %(rejected)d rejected.") % counts


@require_safe
def petition_template(request):
    """An empty workbook with the columns, two rows that show how they are filled in, and what is understood."""
    _owners(request.user)
    day = formats.date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    headings = [str(column.heading) for column in COLUMNS]
    open_row = {
        "received_on": timezone.localdate(),
        "kind": str(PetitionKind.RECOMMENDATION.label),
        "source": str(CHOSEN_SOURCES[1].label),
        "full_name": "Nguyễn Văn An; Trần Thị Bình",
        "address": "xóm 3, xã Kim Liên; xóm 5, xã Kim Liên",
        "signatories": 27,
        "summary": _("Asks for the drainage canal behind the market to be dredged."),
        "field": "0503",
    }
    secret_row = {
        "received_on": timezone.localdate(),
        "kind": str(PetitionKind.DENUNCIATION.label),
        "source": str(CHOSEN_SOURCES[1].label),
        "field": "0106",
        "paper_file": f"15/HSM-{timezone.localdate():%Y}",
    }
    rows = [[row.get(column.key, "") for column in COLUMNS] for row in (open_row, secret_row)]
    notes = [
        [_("Days are written like %(day)s.") % {"day": day}],
        [_("Kinds: %(kinds)s.") % {"kinds": "; ".join(str(kind.label) for kind in PetitionKind)}],
        [_("Sources: %(sources)s.") % {"sources": "; ".join(str(one.label) for one in CHOSEN_SOURCES)}],
        [sentence()],
    ]
    sheets = [
        Sheet(_("Petitions"), headings, rows, [column.width for column in COLUMNS]),
        Sheet(_("Notes"), [_("Notes")], notes, [120]),
    ]
    return file_response(write_workbook(sheets), name="mau-nhap-don-thu.xlsx", content_type=XLSX)
