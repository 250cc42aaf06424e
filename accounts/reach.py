"""Reach: what a person's memberships of a day open to them. The only place that turns roles into rows.

One query reads the memberships, once per user instance (so: per request) and day; a change of role therefore counts
from the next request. The tree of units is asked through `AdministrativeUnit.objects`, which alone knows how it is
stored.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from registers.models import AdministrativeUnit

from .roles import COMMISSION_ROLES, KEEPING_ROLES, LEADING_ROLES, PERSONAL_DATA_ROLES, REACH, ReachKind, Role


@dataclass(frozen=True)
class Grant:
    """One membership of the day, without its row."""

    role: Role
    organisation_id: int
    unit_id: int

    @property
    def kind(self):
        return REACH[self.role]


@dataclass
class Reach:
    """What one person reaches on one day. Empty for a visitor who is not signed in."""

    on: date
    grants: tuple[Grant, ...] = ()
    # (role, name and English name of the organisation) per membership in protocol order, for `User.role_line`.
    held: tuple = ()
    is_superuser: bool = False
    # {id of a body of the memberships: ids of the bodies that it succeeded}
    succeeded: dict = field(default_factory=dict)
    _answers: dict = field(default_factory=dict, repr=False)

    @property
    def roles(self):
        """The roles of the day. A superuser is a technical administrator: no conference, no opinion."""
        roles = {grant.role for grant in self.grants}
        return frozenset(roles | {Role.ADMINISTRATOR} if self.is_superuser else roles)

    def has(self, *roles):
        return not self.roles.isdisjoint(Role(role) for role in roles)

    @property
    def is_commission(self):
        return not self.roles.isdisjoint(COMMISSION_ROLES)

    @property
    def is_commission_leader(self):
        return self.has(Role.COMMISSION_LEADER)

    @property
    def is_leader(self):
        """Leads the commission or a commune: lands on the dashboard."""
        return not self.roles.isdisjoint(LEADING_ROLES)

    @property
    def opens_records(self):
        """Some role opens conferences, opinions or petitions, be it those of one conference or organisation."""
        return any(grant.kind != ReachKind.NONE for grant in self.grants)

    @property
    def serves_conferences(self):
        """May be named as the secretary of conferences; which ones is in their staff rows."""
        return self.has(Role.CONFERENCE_SECRETARY)

    # --- organisations ---

    @property
    def organisation_ids(self):
        """Organisations whose items the person handles (leads, coordinates, was forwarded)."""
        return self.bodies_of(*(role for role, kind in REACH.items() if kind == ReachKind.ORGANISATION))

    def organisations_of(self, *roles):
        """Ids of the organisations in which the person holds one of the roles, in order of id."""
        return tuple(sorted({grant.organisation_id for grant in self.grants if grant.role in roles}))

    def bodies_of(self, *roles):
        """`organisations_of` and those that these succeeded, whose records they go on with.

        Every question about a record that is there asks this; what is new is of an organisation of today.
        """
        held = self.organisations_of(*roles)
        return tuple(sorted({*held, *(one for body in held for one in self.succeeded.get(body, ()))}))

    def speaks_for(self, organisation_id):
        """The person is a focal point of this organisation, or of the one that succeeded it."""
        return organisation_id is not None and organisation_id in self.bodies_of(Role.FOCAL_POINT)

    # --- units ---

    def owning_units_for(self, *roles):
        """Root unit ids of the memberships with one of the roles, in order of id; only roles that reach a tree."""
        return tuple(
            sorted(
                {grant.unit_id for grant in self.grants if grant.role in roles and grant.kind == ReachKind.UNIT_TREE}
            )
        )

    @property
    def tree_unit_ids(self):
        """Roots of every unit tree the person may read."""
        return self.owning_units_for(*Role)

    @property
    def keeps_unit_ids(self):
        """Roots of the trees whose records the person keeps (commission, commune officials)."""
        return self.owning_units_for(*KEEPING_ROLES)

    def unit_rows(self):
        """Units the person may read: their trees and, read-only, all that these succeeded."""
        return AdministrativeUnit.objects.within_any(self.tree_unit_ids)

    def units_within(self):
        """`unit_rows` as a subquery of ids."""
        return AdministrativeUnit.objects.ids_within_any(self.tree_unit_ids)

    def named_unit_ids(self):
        """Ids of the units whose citizens the person sees by name: their own officials and the commission above.

        A lead organisation and a conference's secretary see names too; the QuerySets of the rooms add these.
        """
        return AdministrativeUnit.objects.ids_within_any(self.owning_units_for(*PERSONAL_DATA_ROLES))

    def kept_units(self):
        """Units whose records the person may change: their trees without the forerunners."""
        return AdministrativeUnit.objects.within_any(self.keeps_unit_ids, forerunners=False)

    def kept_unit_ids(self):
        """`kept_units` as a subquery of ids."""
        return AdministrativeUnit.objects.ids_within_any(self.keeps_unit_ids, forerunners=False)

    def acts_for(self, unit, *roles):
        """May write with one of the roles for this unit: it is the root of such a membership or lies below it.

        Forerunners do not count: a commune of today reads their records and changes none. At most one query for a
        set of roots and a unit.
        """
        return unit is not None and self.acts_for_unit_id(unit.pk, *roles)

    def acts_for_unit_id(self, unit_id, *roles):
        return self._holds(unit_id, self.owning_units_for(*roles), forerunners=False)

    def reads_for(self, unit, *roles):
        """As `acts_for`, for reading: the units that were succeeded count too. Without roles: any that reads."""
        return unit is not None and self.reads_for_unit_id(unit.pk, *(roles or Role))

    def reads_for_unit_id(self, unit_id, *roles):
        return self._holds(unit_id, self.owning_units_for(*roles), forerunners=True)

    def _holds(self, unit_id, roots, *, forerunners):
        if unit_id is None or not roots:
            return False
        if unit_id in roots:
            return True
        key = (unit_id, roots, forerunners)
        if key not in self._answers:
            within = AdministrativeUnit.objects.within_any(roots, forerunners=forerunners)
            self._answers[key] = within.filter(pk=unit_id).exists()
        return self._answers[key]


def reach_of(user, on=None):
    """The reach of a user on a day (today when not given), read once per user instance and day."""
    on = on or timezone.localdate()
    if not user.is_authenticated or not user.is_active:
        return Reach(on=on)
    # Through the attribute, not `__dict__`: `request.user` is a lazy wrapper, which must share it with its user.
    known = getattr(user, "_reach_by_day", None)
    if known is None:
        known = user._reach_by_day = {}
    if on not in known:
        known[on] = _read(user, on)
    return known[on]


def forget_reach(user):
    """After a change of memberships, for callers that go on with the same instance."""
    user._reach_by_day = {}


#: A body may have been merged twice: in 2020 or 2024, and again in 2025. Of each its key and its last day.
_FORERUNNERS = tuple(
    f"organisation__{way}{column}"
    for way in ("predecessors", "predecessors__predecessors")
    for column in ("", "__valid_until")
)


def _read(user, on):
    # Values, not objects: this stands at the beginning of every request. One row per membership and forerunner.
    rows = (
        user.memberships.on(on)
        .order_by("organisation__rank", "pk")
        .values_list(
            "pk",
            "role",
            "organisation_id",
            "organisation__unit_id",
            "organisation__name",
            "organisation__name_en",
            *_FORERUNNERS,
        )
    )
    memberships, succeeded = {}, {}
    for pk, role, organisation_id, unit_id, name, name_en, *forerunners in rows:
        memberships[pk] = Grant(Role(role), organisation_id, unit_id), (Role(role), name, name_en)
        ended = zip(forerunners[::2], forerunners[1::2], strict=True)
        # Its successor may be known before its last day: until then it goes on itself.
        succeeded.setdefault(organisation_id, set()).update(one for one, last in ended if last and last < on)
    grants, held = zip(*memberships.values(), strict=True) if memberships else ((), ())
    return Reach(on=on, grants=grants, held=held, is_superuser=user.is_superuser, succeeded=succeeded)
