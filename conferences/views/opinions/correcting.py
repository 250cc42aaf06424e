"""Correcting the record of an opinion; when somebody saved first, nobody's words are lost."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.services import record_read
from dialogue_portal.text import whole_number
from handling.moves import StaleVersion

from ... import permissions
from ...forms.corrections import RecordForm
from ...services.corrections import correct_record
from ...speakers import speaker_words
from .access import get_kept_opinion, seen_in_turn


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_correct(request, code):
    """Correct speaker, place, phase, channel and conference of the turn in which the opinion was raised."""
    opinion, today = get_kept_opinion(request.user, code), timezone.localdate()
    if request.method != "POST":
        if not _may(request, opinion):
            raise PermissionDenied
        return _show(request, opinion, _form(request, opinion))
    form = _form(request, opinion, request.POST)
    # Said before anything else, also to whoever may correct no longer since it was closed meanwhile.
    if whole_number(request.POST.get("version", "")) != opinion.version:
        return _show_stale(request, opinion, form)
    if not _may(request, opinion):
        raise PermissionDenied
    if form.is_valid():
        try:
            correct_record(opinion, form.facts(), by=request.user, on=today, **form.version_and_reason())
        except StaleVersion:
            return _show_stale(request, get_kept_opinion(request.user, code), form)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("The record is corrected."))
            return redirect("conferences:opinion", code=code)
    return _show(request, opinion, form, status=422)


def _may(request, opinion):
    return permissions.can_correct(request.user, opinion, closed=opinion.closed_in_turn)


def _form(request, opinion, sent=None):
    return RecordForm(sent, opinion=opinion, user=request.user, closed=opinion.closed_in_turn)


def _show_stale(request, opinion, form):
    """What is recorded now above the form that keeps what was typed, to be sent again if it still fits."""
    form.data = form.data.copy()
    form.data["version"] = str(opinion.version)
    last = opinion.history.select_related("by").last()
    return _show(request, opinion, form, conflict=True, last=last, status=409)


def _show(request, opinion, form, *, conflict=False, last=None, status=200):
    record_read(request.user, opinion, on=timezone.localdate(), label=opinion.code)
    context = {
        "opinion": opinion,
        "form": form,
        "conflict": conflict,
        "last": last,
        "can_send": _may(request, opinion),
        "speaker": speaker_words(opinion, named=True) if conflict else "",
        "others": list(seen_in_turn(request.user, opinion).exclude(pk=opinion.pk)),
    }
    return render(request, "conferences/opinion_correct.html", context, status=status)
