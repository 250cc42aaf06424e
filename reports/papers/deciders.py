"""Whose leader decides on what is proposed for a petition: the body to which the slip goes."""

from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role

_LEADERS = (Role.COMMISSION_LEADER, Role.COMMUNE_LEADER)


def decider_of(petition, approved):
    """The receiving body where it has a leader of its own, else the body of its unit that has one.

    A department has none: the commission's leader decides (`petitions.permissions.is_leader`). Of what is approved, by
    the move `approved`, it is the body of whoever did. One query.
    """
    on = approved.on if approved else timezone.localdate()
    leading = Membership.objects.on(on).filter(role__in=_LEADERS, organisation__unit=petition.unit_id)
    if approved:
        leading = leading.filter(user=approved.by)
    bodies = [row.organisation for row in leading.select_related("organisation").order_by("organisation__rank", "pk")]
    owned = [body for body in bodies if body.pk == petition.owner_id]
    return (owned or bodies or [petition.owner])[0]
