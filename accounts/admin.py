"""`/admin/` keeps the registers only: groups mean nothing here, and there is one sign-in page."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse

if admin.site.is_registered(Group):
    admin.site.unregister(Group)


@login_not_required
def _admin_door(request, extra_context=None):
    """Where Django's admin sends whoever may not enter: visitors sign in by the front door, others are refused."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


admin.site.login = _admin_door
