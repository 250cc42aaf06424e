"""Keeping a petition's words, senders and files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from audit.services import record_read
from conferences.forms.opinions import AttachmentForm
from dialogue_portal.forms import initial_from
from handling.moves import MoveRefused, StaleVersion

from ... import permissions
from ...confidentiality import sentence
from ...forms.contents import ContentForm
from ...forms.registration import RegistrationForm
from ...forms.senders import more_rows, rows_of, senders_formset
from ...services.contents import attach, revise_content
from ...services.correcting import correct_registration
from ...words import sender_words
from .access import get_petition


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def petition_edit(request, code):
    """Correct summary and senders. When somebody saved first, both are shown and nobody's words are lost."""
    petition = get_petition(request.user, code)
    if not permissions.can_edit(request.user, petition):
        raise PermissionDenied
    if request.method != "POST":
        form = ContentForm(initial=ContentForm.initial_of(petition))
        return _show_edit(request, petition, form, senders_formset(initial=rows_of(petition.content)))
    if "more_senders" in request.POST:
        form = ContentForm(initial=initial_from(ContentForm, request.POST))
        return _show_edit(request, petition, form, more_rows(request.POST))
    form, senders = ContentForm(request.POST), senders_formset(request.POST)
    if not all([form.is_valid(), senders.is_valid()]):
        return _show_edit(request, petition, form, senders, status=422)
    values = form.cleaned_data
    rows = senders.rows(many=(values["signatories"] or 1) > 1)
    try:
        revise_content(petition, senders=rows, by=request.user, on=timezone.localdate(), **values)
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["version"] = str(stale.current.version)
        return _show_edit(request, get_petition(request.user, code), form, senders, conflict=True, status=409)
    except MoveRefused as refusal:
        # Closed, split or struck out meanwhile: what was typed stays to be copied.
        form.add_error(None, str(refusal))
        return _show_edit(request, get_petition(request.user, code), form, senders, status=409)
    messages.success(request, _("The correction is saved."))
    return redirect("petitions:petition", code=code)


def _show_edit(request, petition, form, senders, *, conflict=False, status=200):
    record_read(request.user, petition, on=timezone.localdate(), label=petition.code)
    context = {
        "petition": petition,
        "form": form,
        "senders": senders,
        "conflict": conflict,
        "last": petition.history.select_related("by").last() if conflict else None,
        "now_sent_by": sender_words(petition, named=True) if conflict else (),
    }
    return render(request, "petitions/petition_edit.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def petition_registration(request, code):
    """Correct how it came, as long as nothing is proposed: source, days, and of a denunciation the paper file."""
    petition, today = get_petition(request.user, code), timezone.localdate()
    if not permissions.can_correct_registration(request.user, petition):
        raise PermissionDenied
    sent = (request.POST,) if request.method == "POST" else ()
    form, status, conflict = RegistrationForm(*sent, petition=petition, today=today), 200, False
    if sent and form.is_valid():
        try:
            correct_registration(petition, by=request.user, on=today, **form.cleaned_data)
        except StaleVersion as stale:
            form.data = form.data.copy()
            form.data["version"], status, conflict = str(stale.current.version), 409, True
        except (MoveRefused, ValidationError) as refusal:
            form.take(refusal if isinstance(refusal, ValidationError) else ValidationError(str(refusal)))
        else:
            messages.success(request, _("The correction is saved."))
            return redirect("petitions:petition", code=code)
    record_read(request.user, petition, on=today, label=petition.code)
    context = {"petition": petition, "form": form, "conflict": conflict, "why_secret": _why_secret(petition)}
    return render(request, "petitions/petition_registration.html", context, status=422 if form.errors else status)


def _why_secret(petition):
    return sentence() if petition.is_denunciation else ""


@require_POST
def petition_attach(request, code):
    """Keep a file with the petition. Of a denunciation it is refused unread, with the sentence of the law."""
    petition = get_petition(request.user, code)
    if not permissions.is_officer(request.user, petition):
        raise PermissionDenied
    if petition.is_denunciation:
        return _show_attach(request, petition, AttachmentForm(), refusal=sentence())
    if not permissions.can_edit(request.user, petition):
        raise PermissionDenied
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach(petition, form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The file is kept."))
            return redirect("petitions:petition", code=code)
    return _show_attach(request, petition, form)


def _show_attach(request, petition, form, refusal=""):
    context = {"petition": petition, "form": form, "refusal": refusal}
    return render(request, "petitions/petition_attach.html", context, status=422)
