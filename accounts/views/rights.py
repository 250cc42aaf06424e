"""What gives and takes rights: memberships, one-time passwords, closing an account. Of everybody but oneself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dialogue_portal.text import whole_number

from .. import services
from ..forms.people import EndMembershipForm, MembershipForm
from ..models import User
from ..permissions import can_change_rights, require_role
from ..roles import Role
from .people import show_password


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def membership_new(request, pk):
    person = _person(request, pk)
    form = MembershipForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_membership(person, by=request.user, **form.cleaned_data)
        except services.PersonRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The membership is added. It counts from the person's next click."))
            return redirect("accounts:person", pk)
    return render(request, "accounts/membership_new.html", {"form": form, "person": person})


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def membership_end(request, pk, membership_pk):
    person = _person(request, pk)
    membership = get_object_or_404(person.memberships.select_related("organisation"), pk=membership_pk)
    today = timezone.localdate()
    form = EndMembershipForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membership(membership, last_day=form.cleaned_data["last_day"], on=today, by=request.user)
        except services.PersonRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The last day of the membership is set."))
            return redirect("accounts:person", pk)
    return render(request, "accounts/membership_end.html", {"form": form, "person": person, "membership": membership})


@require_role(Role.ADMINISTRATOR)
@require_POST
def membership_withdraw(request, pk, membership_pk):
    person = _person(request, pk)
    membership = get_object_or_404(person.memberships, pk=membership_pk)
    try:
        services.withdraw_membership(membership, at=timezone.now(), on=timezone.localdate(), by=request.user)
    except services.PersonRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The membership is withdrawn. The person's next click is without it."))
    return redirect("accounts:person", pk)


@require_role(Role.ADMINISTRATOR)
@require_POST
def person_active(request, pk):
    """Close (active=0) or open (active=1) the account."""
    person = _person(request, pk)
    version = whole_number(request.POST.get("version", ""))
    active = request.POST.get("active") == "1"
    try:
        services.set_active(
            person,
            active,
            # Without a version nobody knows what was on the page: treated as changed.
            version=-1 if version is None else version,
            on=timezone.localdate(),
            by=request.user,
        )
    except services.PersonChanged:
        messages.error(request, _("Somebody else changed this person meanwhile. Look at the page and try again."))
    except services.PersonRefused as refusal:
        messages.error(request, str(refusal))
    else:
        sentence = _("The account is open again.") if active else _("The account is closed. The person is signed out.")
        messages.success(request, sentence)
    return redirect("accounts:person", pk)


@require_role(Role.ADMINISTRATOR)
@never_cache
@require_POST
def one_time_password(request, pk):
    person = _person(request, pk)
    return show_password(request, person, services.set_one_time_password(person, by=request.user))


def _person(request, pk):
    """The person whose rights change; one's own are somebody else's to change."""
    person = get_object_or_404(User, pk=pk)
    if not can_change_rights(request.user, person):
        raise PermissionDenied
    return person
