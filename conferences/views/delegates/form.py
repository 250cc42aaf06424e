"""Adding, correcting and removing one delegate."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit.services import record_read
from handling.moves import StaleVersion
from registers.models import Organisation

from ...forms.delegates import DelegateForm
from ...services.delegates import add_delegate, change_delegate, remove_delegate
from ..conferences.access import get_kept_conference

_SUGGESTIONS = 150


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_new(request, code):
    """Add one delegate; “save and add another” keeps the unit and the group."""
    conference = get_kept_conference(request.user, code)
    if request.method == "POST":
        form = DelegateForm(request.POST, conference=conference)
        if form.is_valid():
            try:
                delegate = add_delegate(conference, form.data_of(), by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("%(name)s is on the list.") % {"name": delegate.person.full_name})
                if "another" not in request.POST:
                    return redirect("conferences:delegate_list", code=code)
                kept = {name: request.POST.get(name, "") for name in ("unit", "organisation", "group")}
                form = DelegateForm(initial=kept, conference=conference)
        return _show(request, conference, form, status=422 if form.errors else 200)
    return _show(request, conference, DelegateForm(conference=conference))


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_edit(request, code, pk):
    """Correct one delegate. Somebody else's correction in the meantime is shown first."""
    conference = get_kept_conference(request.user, code)
    delegate = get_object_or_404(conference.delegates.select_related("person", "unit__parent", "substitute"), pk=pk)
    record_read(request.user, conference, on=timezone.localdate(), label=conference.code)
    if request.method != "POST":
        initial = DelegateForm.initial_of(delegate)
        return _show(request, conference, DelegateForm(initial=initial, conference=conference), delegate=delegate)
    form = DelegateForm(request.POST, conference=conference)
    if not form.is_valid():
        return _show(request, conference, form, delegate=delegate, status=422)
    try:
        change_delegate(delegate, form.data_of(), by=request.user, as_seen=form.shows)
    except StaleVersion as stale:
        initial = DelegateForm.initial_of(stale.current)
        form.data = form.data.copy()
        form.data["seen"] = initial["seen"]
        saved = DelegateForm(initial=initial, conference=conference)
        return _show(request, conference, form, delegate=delegate, saved=saved, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, conference, form, delegate=delegate, status=422)
    messages.success(request, _("Saved."))
    return redirect("conferences:delegate_list", code=code)


@require_POST
def delegate_remove(request, code, pk):
    """Take a delegate off the list, unless they took the floor."""
    conference = get_kept_conference(request.user, code)
    delegate = get_object_or_404(conference.delegates.select_related("person"), pk=pk)
    name = delegate.person.full_name
    try:
        remove_delegate(delegate, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("conferences:delegate_edit", code=code, pk=pk)
    messages.success(request, _("%(name)s is no longer on the list.") % {"name": name})
    return redirect("conferences:delegate_list", code=code)


def _show(request, conference, form, *, delegate=None, saved=None, status=200):
    context = {
        "conference": conference,
        "form": form,
        "delegate": delegate,
        "saved": saved,
        "organisations": organisations_of(conference),
    }
    return render(request, "conferences/delegate_form.html", context, status=status)


def organisations_of(conference):
    """Names for the suggestions: the bodies of the conference's unit and of the one above it on its day."""
    bodies = Organisation.objects.on(conference.held_on).filter(
        unit__in=[pk for pk in (conference.unit_id, conference.unit.parent_id) if pk]
    )
    return sorted(set(bodies.order_by("rank", "sort_key").values_list("name", flat=True)[:_SUGGESTIONS]))
