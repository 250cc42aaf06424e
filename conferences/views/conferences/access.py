"""Fetching a conference through access: out of reach is 404, within reach but not this user's to change is 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ... import permissions
from ...models import Conference


def get_conference(user, code):
    """A conference this user may read."""
    rows = Conference.objects.visible_to(user).select_related("unit__parent", "organiser", "previous")
    return get_object_or_404(rows, code=code)


def get_kept_conference(user, code):
    """A conference whose data this user keeps."""
    conference = get_conference(user, code)
    if not permissions.can_edit_conference(user, conference):
        raise PermissionDenied
    return conference


def get_led_conference(user, code):
    """A conference this user may appoint people for: the unit's leader, or the commission."""
    conference = get_conference(user, code)
    if not permissions.can_appoint(user, conference):
        raise PermissionDenied
    return conference
