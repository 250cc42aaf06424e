"""Saving a conference with all its form holds: its data, places, chairs and committee, in one transaction."""

from django.db import IntegrityError, transaction

from audit.actions import Action
from audit.services import record

from ..models import Conference
from .conferences import change_conference, plan_conference
from .people import set_chairs, set_committee


def plan_with_people(*, by, on, values, venues, chairs, committee, token):
    """Create a conference with its people. Sending the same form twice (same `token`) gives the first one back."""
    earlier = _planned_with(token)
    if earlier:
        return earlier
    try:
        with transaction.atomic():
            conference = plan_conference(by=by, on=on, values=values, venues=venues, token=token)
            set_chairs(conference, chairs)
            set_committee(conference, committee)
    except IntegrityError:
        # Two identical submissions at once: the second finds what the first wrote.
        earlier = _planned_with(token)
        if earlier is None:
            raise
        return earlier
    return conference


def _planned_with(token):
    return Conference.objects.filter(submission_token=token).first() if token else None


def change_with_people(conference, *, by, version, values, venues, chairs, committee):
    """Change a conference and its people. Raises `StaleVersion` or `ValidationError`; nothing is written then."""
    with transaction.atomic():
        locked = change_conference(conference, by=by, version=version, values=values, venues=venues)
        fields = []
        if set_chairs(locked, chairs):
            fields.append("chairs")
        if set_committee(locked, committee):
            fields.append("committee")
        if fields:
            record(Action.CHANGED, locked, by=by, fields=fields, label=locked.code)
    return locked
