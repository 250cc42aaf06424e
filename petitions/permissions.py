"""Who may do what to a petition. Rows come from `visible_to`; this module answers about one row."""

from accounts.reach import reach_of
from accounts.roles import Role


def is_officer(user, petition):
    """Petition officer of the body that received it, or of the one that succeeded it."""
    return petition.owner_id in reach_of(user).bodies_of(Role.PETITION_OFFICER)


def is_leader(user, petition):
    """Leads the body that received it: the commission's leader in the commission, a commune's leader in the commune.

    A department, the Front or an office of the commission's unit has no leader here: the commission's leader decides on
    what it received, as a commune's leader does on what any body of the commune did.
    """
    reach = reach_of(user)
    if petition.owner_id in reach.bodies_of(Role.COMMISSION_LEADER, Role.COMMUNE_LEADER):
        return True
    if petition.unit_id in reach.owning_units_for(Role.COMMISSION_LEADER):
        return True
    return reach.reads_for_unit_id(petition.unit_id, Role.COMMUNE_LEADER)


def decides(user, petition):
    """Decides on a petition. A denunciation is decided on paper: its officer records that."""
    return is_officer(user, petition) if petition.is_denunciation else is_leader(user, petition)


def handles(user, petition):
    """The officer, and whoever speaks for the body that leads the settlement, for all but denunciations."""
    if is_officer(user, petition):
        return True
    lead = petition.handling.lead_id
    if petition.is_denunciation or lead is None:
        return False
    return lead in reach_of(user).bodies_of(Role.FOCAL_POINT, Role.PETITION_OFFICER)


def was_sent(user, petition):
    """Speaks for the body that it was transferred to."""
    sent_to = petition.handling.forwarded_to_id
    bodies = reach_of(user).bodies_of(Role.FOCAL_POINT, Role.PETITION_OFFICER)
    return sent_to is not None and sent_to in bodies and not is_officer(user, petition)


def may_urge(user, petition):
    return is_officer(user, petition) or (not petition.is_denunciation and is_leader(user, petition))


def may_close(user, petition):
    return may_urge(user, petition)


def bodies_registering(user):
    """Ids of the bodies in whose name this user registers petitions: those of today."""
    return reach_of(user).organisations_of(Role.PETITION_OFFICER)


def may_register_somewhere(user):
    return bool(bodies_registering(user))


def can_edit(user, petition):
    """Keep summary, senders and files: the officer, until the petition is closed. A denunciation has none."""
    return not petition.is_closed and may_link(user, petition)


def can_correct_registration(user, petition):
    """Correct how it came: the officer, until something is proposed."""
    return petition.is_correctable and is_officer(user, petition)


def may_link(user, petition):
    """Put it into a case: the officer. A denunciation belongs to none, and of what was split the parts do."""
    return not petition.is_denunciation and petition.is_counted and is_officer(user, petition)


def sees_petitions(user):
    """Has a role that opens petitions at all: technical administrators have none."""
    reach = reach_of(user)
    return bool(reach.tree_unit_ids or reach.organisation_ids) or reach.has(Role.PETITION_OFFICER)


def can_edit_case(user, case):
    """Keep a case: the officer of a body whose petition is in it; of a case without one, an officer of its unit."""
    from .models import Petition

    bodies = reach_of(user).bodies_of(Role.PETITION_OFFICER)
    if not bodies:
        return False
    linked = Petition.objects.filter(content__case=case)
    if linked.filter(owner__in=bodies).exists():
        return True
    return case.unit_id in _units_of(bodies) and not linked.exists()


def _units_of(bodies):
    from registers.models import Organisation

    return set(Organisation.objects.filter(pk__in=bodies).values_list("unit", flat=True))


def sees_receptions(user):
    """Has a role that opens citizen reception: officers of their body, and whoever reads a unit tree."""
    reach = reach_of(user)
    return bool(reach.tree_unit_ids) or reach.has(Role.PETITION_OFFICER)


def bodies_receiving(user):
    """Ids of the bodies for which this user plans receptions: a visitor may denounce, so the petition officers."""
    return reach_of(user).organisations_of(Role.PETITION_OFFICER)


def receives(user, session):
    """Changes sessions of this body, or of one that it succeeded, and records who came."""
    return session.owner_id in reach_of(user).bodies_of(Role.PETITION_OFFICER)
