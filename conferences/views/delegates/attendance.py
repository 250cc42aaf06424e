"""Who was there: in one row, or for the ticked rows, or for all that the filter shows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dialogue_portal.text import whole_number

from ...forms.delegates import AttendanceForm, DelegateFilter, ManyAttendanceForm
from ...models.vocabulary import AttendanceStatus
from ...services.delegates import set_attendance
from ..conferences.access import get_kept_conference
from .list import row_context


@require_POST
def delegate_attendance(request, code, pk):
    """Set one delegate's attendance. htmx gets the row anew, everybody else the list again."""
    conference = get_kept_conference(request.user, code)
    delegate = get_object_or_404(conference.delegates.with_list_columns(), pk=pk)
    form = AttendanceForm(request.POST)
    error = ""
    if form.is_valid():
        status, substitute = form.cleaned_data["status"], form.cleaned_data["substitute"]
        try:
            set_attendance([delegate], status, by=request.user, conference=conference, substitute=substitute)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
    else:
        error = " ".join(message for messages_of in form.errors.values() for message in messages_of)
    if not request.htmx:
        if error:
            messages.error(request, error)
        return redirect(_back(request, code))
    fresh = conference.delegates.with_list_columns().get(pk=pk)
    row = row_context(fresh, by_name=True, can_edit=True) | {"error": error}
    if error:
        row["wanted"] = request.POST.get("status", "")
    response = render(
        request, "conferences/_delegate_row.html", {"row": row, "conference": conference}, status=422 if error else 200
    )
    if not error:
        response["HX-Trigger"] = "attendance"
    return response


@require_POST
def delegate_attendance_many(request, code):
    """Set the attendance of the ticked delegates; `all` means every delegate the filter shows."""
    conference = get_kept_conference(request.user, code)
    form = ManyAttendanceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose an attendance for the ticked delegates."))
        return redirect(_back(request, code))
    if form.cleaned_data["all"]:
        delegates = DelegateFilter(QueryDict(request.POST.get("query", ""))).filter(conference.delegates.all())
    else:
        ticked = [number for number in map(whole_number, request.POST.getlist("delegate")) if number is not None]
        delegates = conference.delegates.filter(pk__in=ticked)
    delegates = list(delegates.only("pk"))
    if not delegates:
        messages.error(request, _("No delegate is ticked."))
        return redirect(_back(request, code))
    changed = set_attendance(delegates, form.cleaned_data["status"], by=request.user, conference=conference)
    label = AttendanceStatus(form.cleaned_data["status"]).label
    messages.success(request, _told(changed, len(delegates) - changed, label))
    return redirect(_back(request, code))


def _told(changed, unchanged, label):
    done = ngettext("“%(label)s” is set for %(n)d delegate.", "“%(label)s” is set for %(n)d delegates.", changed) % {
        "label": label,
        "n": changed,
    }
    if not unchanged:
        return done
    had_it = ngettext("%(n)d had it already.", "%(n)d had it already.", unchanged) % {"n": unchanged}
    return f"{done} {had_it}"


def _back(request, code):
    """The list as it was, with its filters and page."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return back
    return reverse("conferences:delegate_list", kwargs={"code": code})
