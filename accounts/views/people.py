"""The people of the system: list, new person, one person. For system administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from .. import services
from ..forms.fields import MOST_OPTIONS, matching, option_text
from ..forms.people import NewPersonForm, PeopleFilter, PersonForm
from ..models import User
from ..permissions import can_change_rights, require_role
from ..roles import Role

PER_PAGE = 25


@require_role(Role.ADMINISTRATOR)
@require_GET
def person_list(request):
    today = timezone.localdate()
    form = PeopleFilter(request.GET)
    found = form.filter(User.objects.all(), on=today).with_memberships()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(person, [held for held in person.memberships.all() if held.is_valid(today)]) for person in page]
    return render(request, "accounts/people_list.html", {"form": form, "page_obj": page, "rows": rows})


@require_role(Role.ADMINISTRATOR)
@require_GET
def organisation_options(request):
    """Options for the organisation fields: bodies of today whose names have the typed words."""
    words = request.GET.get("organisation", "")
    found = matching(words)[:MOST_OPTIONS] if words.strip() else []
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((option_text(body),) for body in found)))


@require_role(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def person_new(request):
    form = NewPersonForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        membership = {name: data[name] for name in ("organisation", "role", "valid_from", "valid_until")}
        try:
            person, password = services.create_person(
                username=data["username"],
                full_name=data["full_name"],
                email=data["email"],
                by=request.user,
                membership=membership,
            )
        except services.PersonRefused as refusal:
            form.add_error("username", str(refusal))
        else:
            return show_password(request, person, password)
    return render(request, "accounts/person_new.html", {"form": form})


def show_password(request, person, password):
    """The only answer that holds the password: drawn at once, kept in no message, session or log."""
    return render(request, "accounts/person_password.html", {"person": person, "password": password})


@require_role(Role.ADMINISTRATOR)
@require_GET
def person_detail(request, pk):
    person = get_object_or_404(User, pk=pk)
    today = timezone.localdate()
    memberships = list(person.memberships.select_related("organisation__unit"))
    context = {
        "person": person,
        "current": [held for held in memberships if held.is_valid(today)],
        "coming": [held for held in memberships if held.valid_from > today and held.withdrawn_at is None],
        "past": [held for held in memberships if held.has_ended(today)],
        "can_change_rights": can_change_rights(request.user, person),
    }
    return render(request, "accounts/person_detail.html", context)


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def person_edit(request, pk):
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    saved, status = None, 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.change_person(
                person, full_name=data["full_name"], email=data["email"], version=data["version"], by=request.user
            )
        except services.PersonChanged as conflict:
            # What was typed stays in the fields; sending it again says that it shall win.
            saved, status = conflict.person, 409
            form.data = form.data.copy()
            form.data["version"] = saved.version
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person", pk)
    context = {"form": form, "person": person, "saved": saved}
    return render(request, "accounts/person_edit.html", context, status=status)
