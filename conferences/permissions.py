"""Who may do what to a conference or an opinion. Rows come from `visible_to`; this module answers about one row."""

from accounts.reach import reach_of
from accounts.roles import Role


def sees_conferences(user):
    """Whoever's memberships open any conference or opinion; a technical administrator has none."""
    reach = reach_of(user)
    return bool(reach.tree_unit_ids or reach.organisation_ids or reach.serves_conferences)


def is_commission(user, obj):
    """A specialist or leader of the commission whose area holds the unit."""
    return reach_of(user).acts_for_unit_id(obj.unit_id, Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER)


def is_commission_leader(user, obj):
    return reach_of(user).acts_for_unit_id(obj.unit_id, Role.COMMISSION_LEADER)


def is_owning_clerk(user, obj):
    return reach_of(user).acts_for_unit_id(obj.unit_id, Role.COMMUNE_CLERK)


def is_owning_leader(user, obj):
    return reach_of(user).acts_for_unit_id(obj.unit_id, Role.COMMUNE_LEADER)


def is_secretary(user, conference):
    """The user serves this conference as its secretary today."""
    reach = reach_of(user)
    if conference is None or not reach.serves_conferences:
        return False
    return type(conference).objects.editable_by(user).filter(pk=conference.pk, staff__user=user).exists()


def is_lead(user, opinion):
    """Speaks for the lead: its focal point, or the clerk of the commune whose own body leads."""
    handling, reach = opinion.handling, reach_of(user)
    if handling.lead_id is None:
        return False
    if reach.speaks_for(handling.lead_id):
        return True
    return reach.has(Role.COMMUNE_CLERK) and reach.acts_for_unit_id(handling.lead.unit_id, Role.COMMUNE_CLERK)


def can_classify(user, opinion):
    return is_owning_clerk(user, opinion) or is_commission(user, opinion)


def can_refuse(user, opinion):
    return is_owning_leader(user, opinion) or is_commission(user, opinion)


def can_answer_in_hall(user, opinion):
    if opinion.conference_id is None:
        return False
    return is_owning_clerk(user, opinion) or is_commission(user, opinion) or is_secretary(user, opinion.conference)


def can_assign(user, opinion):
    """The commission; the owning leader for matters of its own level."""
    if is_commission(user, opinion):
        return True
    return opinion.competent_level == opinion.level and is_owning_leader(user, opinion)


def can_reassign(user, opinion):
    """The commission, or the owning leader for what it assigned itself and may still assign."""
    return can_assign(user, opinion) and can_verify(user, opinion)


def can_reclassify(user, opinion):
    """Who may classify as long as nobody leads; the commission afterwards."""
    return can_classify(user, opinion) if opinion.handling.lead_id is None else is_commission(user, opinion)


def can_verify(user, opinion):
    """The commission, or the owning leader for what it assigned itself or settled in its own hall."""
    if is_commission(user, opinion):
        return True
    assigner_unit = opinion.handling.assigner.unit_id if opinion.handling.assigner_id else opinion.unit_id
    return assigner_unit == opinion.unit_id and is_owning_leader(user, opinion)


def can_forward(user, opinion):
    return is_commission(user, opinion) or is_owning_leader(user, opinion)


def can_close(user, opinion):
    return is_commission_leader(user, opinion) or is_owning_leader(user, opinion)


def can_reopen(user, opinion):
    return is_commission(user, opinion) or is_owning_leader(user, opinion)


def can_register(user, *, unit, conference=None):
    """Register an opinion: the conference's secretary, the owning clerk, the commission."""
    reach = reach_of(user)
    if reach.acts_for(unit, Role.COMMUNE_CLERK, Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER):
        return True
    return conference is not None and is_secretary(user, conference)


def can_create_conference(user):
    return reach_of(user).has(
        Role.COMMUNE_CLERK, Role.COMMUNE_LEADER, Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER
    )


def can_edit_conference(user, conference):
    """Keep the data of a conference: commission, owning clerk and leader, its secretary."""
    return (
        is_commission(user, conference)
        or is_owning_clerk(user, conference)
        or is_owning_leader(user, conference)
        or is_secretary(user, conference)
    )


def can_lead_conference(user, conference):
    """Approve, sign, issue, close, postpone, cancel: the unit's own leader or the commission's."""
    return is_owning_leader(user, conference) or is_commission_leader(user, conference)


def can_appoint(user, conference):
    """Name and release the secretaries of a conference: the unit's leader, the commission."""
    return is_owning_leader(user, conference) or is_commission(user, conference)


def can_record_paper(user, conference, paper):
    """Record the decision on the committee at any time; correct another paper once its move recorded it."""
    if paper == "decision":
        return can_edit_conference(user, conference)
    return getattr(conference, paper) is not None and can_lead_conference(user, conference)


def sees_delegates_by_name(user, conference):
    """Names of delegates: see `ConferenceQuerySet.named_to`."""
    return type(conference).objects.named_to(user).filter(pk=conference.pk).exists()


def can_edit_opinion(user, opinion):
    """Keep text and files of an opinion: owning clerk, commission, the conference's secretary, the lead for files.

    What was turned into a petition is kept there: of a denunciation nothing may be written down here again.
    """
    if opinion.is_petition:
        return False
    return is_owning_clerk(user, opinion) or is_commission(user, opinion) or is_secretary(user, opinion.conference)


def can_correct(user, opinion, *, closed):
    """Correct who raised it, when, where and how: who keeps it; once one of its turn is `closed`, the commission."""
    if opinion.is_petition:
        return False
    return is_commission(user, opinion) if closed else can_edit_opinion(user, opinion)


def can_attach(user, opinion):
    """Add a file: who keeps the opinion, and whoever leads it."""
    return not opinion.is_petition and (can_edit_opinion(user, opinion) or is_lead(user, opinion))


def can_extend(user, opinion):
    """Move a due date: the commission, or the owning leader for what it assigned itself."""
    return opinion.handling.done_on is None and opinion.handling.due_on is not None and can_verify(user, opinion)


def can_erase_speaker(user, opinion):
    """Erase the speaker's personal data for good: the commission's leader."""
    return is_commission_leader(user, opinion) and hasattr(opinion.turn, "speaker")


def may_register_somewhere(user):
    """Has a place to register opinions for."""
    reach = reach_of(user)
    return reach.serves_conferences or reach.has(Role.COMMUNE_CLERK, Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER)


def may_assign_somewhere(user):
    return reach_of(user).has(Role.COMMUNE_LEADER, Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER)
