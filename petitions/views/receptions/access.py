"""Fetching a session or a turn through access: out of reach is 404, within reach but not this user's is 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ... import permissions
from ...models import ReceptionSession, ReceptionTurn


def get_session(user, code):
    rows = ReceptionSession.objects.visible_to(user).with_naming(user).select_related("owner", "unit__parent")
    return get_object_or_404(rows, code=code)


def get_session_kept(user, code):
    """A session whose body this user receives for."""
    session = get_session(user, code)
    if not permissions.receives(user, session):
        raise PermissionDenied
    return session


def get_turn_kept(user, code, number):
    """A turn of such a session, with its words."""
    session = get_session_kept(user, code)
    rows = ReceptionTurn.objects.visible_to(user).select_related("content", "petition")
    turn = get_object_or_404(rows, session=session, number=number)
    turn.session = session
    return turn


def sent(request):
    """What was sent to be saved; None when the page was only asked for."""
    return request.POST if request.method == "POST" else None
