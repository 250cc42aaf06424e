"""Who serves a conference as its secretary: named and released by the unit's leader or the commission."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...forms.conferences import SecretaryForm
from ...services.conferences import appoint_secretary, release_secretary
from .access import get_led_conference


@require_http_methods(["GET", "HEAD", "POST"])
def conference_staff(request, code):
    """The secretaries of a conference; POST names one more, from today."""
    conference = get_led_conference(request.user, code)
    today = timezone.localdate()
    sent = (request.POST,) if request.method == "POST" else ()
    form = SecretaryForm(*sent, user=request.user, conference=conference, on=today)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["user"]
        appoint_secretary(conference, person, by=request.user, on=today)
        messages.success(request, _("%(name)s serves this conference from today.") % {"name": person.full_name})
        return redirect("conferences:conference_staff", code=code)
    rows = conference.staff.select_related("user").order_by("valid_until", "user__sort_key")
    serving = [row for row in rows if row.valid_until is None or row.valid_until >= today]
    context = {
        "conference": conference,
        "form": form,
        "serving": serving,
        "past": [row for row in rows if row not in serving],
        "today": today,
    }
    return render(request, "conferences/conference_staff.html", context, status=422 if form.errors else 200)


@require_POST
def staff_release(request, code, pk):
    """End a secretary's service today."""
    conference = get_led_conference(request.user, code)
    staff = get_object_or_404(conference.staff, pk=pk)
    release_secretary(staff, by=request.user, on=timezone.localdate())
    messages.success(request, _("%(name)s serves until today.") % {"name": staff.user.full_name})
    return redirect("conferences:conference_staff", code=code)
