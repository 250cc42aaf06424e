"""Keeping an opinion's text, due date and files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handling.extensions import extend_due, latest_extension
from handling.moves import MoveRefused, StaleVersion
from registers.models import RuleMissing

from ... import permissions
from ...forms.opinions import AttachmentForm, ExtensionForm, OpinionTextForm
from ...services.opinion_moves import attach
from ...services.opinions import erase_speaker, revise_text
from ...speakers import speaker_words
from .access import get_kept_opinion, get_opinion, seen_in_turn


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_edit(request, code):
    """Correct the text. When somebody saved first, both texts are shown and nobody's is lost."""
    opinion = get_kept_opinion(request.user, code)
    if request.method != "POST":
        text = opinion.current_text
        form = OpinionTextForm(initial={"version": opinion.version, "text": text.text, "gloss_en": text.gloss_en})
        return _show_edit(request, opinion, form)
    form = OpinionTextForm(request.POST)
    if not form.is_valid():
        return _show_edit(request, opinion, form, status=422)
    try:
        revise_text(opinion, by=request.user, on=timezone.localdate(), **form.cleaned_data)
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["version"] = str(stale.current.version)
        return _show_edit(request, get_opinion(request.user, code), form, conflict=True, status=409)
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
        return _show_edit(request, opinion, form, status=409)
    messages.success(request, _("The text is saved."))
    return redirect("conferences:opinion", code=code)


def _show_edit(request, opinion, form, *, conflict=False, status=200):
    last = opinion.texts.select_related("by").last() if conflict else None
    context = {"opinion": opinion, "form": form, "conflict": conflict, "last": last}
    return render(request, "conferences/opinion_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_extend(request, code):
    """Move the due date later, with a reason; the original date stays in sight."""
    opinion = get_opinion(request.user, code)
    if not permissions.can_extend(request.user, opinion):
        raise PermissionDenied
    form, today = ExtensionForm(request.POST or None), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        try:
            extend_due(opinion.handling, by=request.user, on=today, label=opinion.code, **form.cleaned_data)
        except ValidationError as error:
            form.take(error)
        except RuleMissing as missing:
            form.add_error(None, str(missing))
        else:
            messages.success(request, _("The due date is moved."))
            return redirect("conferences:opinion", code=code)
    status = 422 if form.errors else 200
    context = {"opinion": opinion, "form": form, "limit": _limit(opinion.handling, today), "today": today}
    return render(request, "conferences/opinion_extend.html", context, status=status)


def _limit(handling, today):
    """(rule, due date) that an extension cannot pass; None where no rule says."""
    try:
        return latest_extension(handling, today)
    except RuleMissing:
        return None


@require_POST
def opinion_attach(request, code):
    """Keep a file with the opinion."""
    opinion = get_opinion(request.user, code)
    if not permissions.can_attach(request.user, opinion):
        raise PermissionDenied
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach(opinion, form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The file is kept."))
            return redirect("conferences:opinion", code=code)
    context = {"opinion": opinion, "form": form}
    return render(request, "conferences/opinion_attach.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_erase_speaker(request, code):
    """Say what will be erased for good, then erase it."""
    opinion = get_opinion(request.user, code)
    if not permissions.can_erase_speaker(request.user, opinion):
        raise PermissionDenied
    if request.method == "POST":
        erase_speaker(opinion, by=request.user, on=timezone.localdate())
        messages.success(request, _("The speaker's personal data are erased."))
        return redirect("conferences:opinion", code=code)
    concerned = seen_in_turn(request.user, opinion)
    context = {"opinion": opinion, "concerned": concerned, "speaker": speaker_words(opinion, named=True)}
    return render(request, "conferences/opinion_erase_speaker.html", context)
