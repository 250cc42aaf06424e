"""The roles people hold, the reach each one gives, and the level of the bodies each one exists at."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COMMISSION_LEADER = "commission_leader", _("Commission leader")
    COMMISSION_SPECIALIST = "commission_specialist", _("Commission specialist")
    REGISTRY_CLERK = "registry_clerk", _("Registry clerk")
    COMMUNE_LEADER = "commune_leader", _("Commune leader")
    COMMUNE_CLERK = "commune_clerk", _("Commune officer")
    FOCAL_POINT = "focal_point", _("Department focal point")
    CONFERENCE_SECRETARY = "conference_secretary", _("Conference secretary")
    SUPERVISOR = "supervisor", _("Front supervisor")
    AUDITOR = "auditor", _("Auditor")
    PETITION_OFFICER = "petition_officer", _("Petition officer")
    ADMINISTRATOR = "administrator", _("System administrator")


class ReachKind(models.TextChoices):
    """What a membership opens: see "Reach" in docs/concepts.md."""

    UNIT_TREE = "unit_tree", _("the unit and all within it")
    ORGANISATION = "organisation", _("what the organisation leads, coordinates or was forwarded")
    ASSIGNED_CONFERENCE = "assigned_conference", _("the conferences they serve")
    OWN_PETITIONS = "own_petitions", _("the petitions of the organisation")
    NONE = "none", _("people, registers and parameters only")


REACH = {
    Role.COMMISSION_LEADER: ReachKind.UNIT_TREE,
    Role.COMMISSION_SPECIALIST: ReachKind.UNIT_TREE,
    Role.REGISTRY_CLERK: ReachKind.ORGANISATION,
    Role.COMMUNE_LEADER: ReachKind.UNIT_TREE,
    Role.COMMUNE_CLERK: ReachKind.UNIT_TREE,
    Role.FOCAL_POINT: ReachKind.ORGANISATION,
    Role.CONFERENCE_SECRETARY: ReachKind.ASSIGNED_CONFERENCE,
    Role.SUPERVISOR: ReachKind.UNIT_TREE,
    Role.AUDITOR: ReachKind.UNIT_TREE,
    Role.PETITION_OFFICER: ReachKind.OWN_PETITIONS,
    Role.ADMINISTRATOR: ReachKind.NONE,
}

COMMISSION_ROLES = frozenset({Role.COMMISSION_LEADER, Role.COMMISSION_SPECIALIST})
COMMUNE_ROLES = frozenset({Role.COMMUNE_LEADER, Role.COMMUNE_CLERK})
# Those who keep the records of their tree; supervisors and auditors of the same tree only read.
KEEPING_ROLES = COMMISSION_ROLES | COMMUNE_ROLES
LEADING_ROLES = frozenset({Role.COMMISSION_LEADER, Role.COMMUNE_LEADER})
# Outside these, the lead organisation and the secretary of the conference, citizens' data is masked.
PERSONAL_DATA_ROLES = KEEPING_ROLES
