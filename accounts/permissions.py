"""Rights to screens, and to what administrators do. Which rows a user sees is asked of `reach`."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from .reach import reach_of
from .roles import Role


def require_role(*roles):
    """View decorator: 403 unless the user holds one of the roles today. Sign-in itself is required by default."""

    return only_for(lambda user: user.has_role(*roles))


def only_for(may):
    """View decorator: 403 unless `may(user)`, the question that also decides whether the navigation has the entry."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


def can_manage_people(user):
    return user.is_authenticated and user.has_role(Role.ADMINISTRATOR)


def handles_records(user):
    """Some role of the day opens records; who only keeps people and registers has no work list."""
    return reach_of(user).opens_records


def can_change_rights(user, person):
    """Memberships, one-time password, active or not: of everybody but oneself, so that no one extends their own."""
    return can_manage_people(user) and user.pk != person.pk
