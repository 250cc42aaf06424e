"""Petitions for which the head may have to receive ad hoc (Quy định 11-QĐi/TW): flagged ones that are open.

Denunciations propose nothing, nor do mixed letters, which may hold one. What is planned from here keeps grounds and no
petition: a letter found later to be a denunciation leaves no trace in a session.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from registers.models import Organisation

from .marks import MARKS, marks_of
from .models import Petition, PetitionKind, ReceptionKind, ReceptionSession, SessionState
from .permissions import bodies_receiving

#: The ground of `ReasonList.AD_HOC` that a flag stands for.
GROUNDS = {"is_mass": "many_people", "is_prolonged": "prolonged", "is_over_level": "complex"}
MOST = 20


@dataclass(frozen=True)
class Proposal:
    petition: Petition
    head: Organisation
    #: The first day on or after receipt for which an ad hoc session of the head stands, for whatever matter.
    session_on: date | None
    can_plan: bool

    @property
    def flags(self):
        return [MARKS[name] for name, is_set in marks_of(self.petition).items() if is_set]

    @property
    def grounds(self):
        return [GROUNDS[name] for name, is_set in marks_of(self.petition).items() if is_set]


def proposals_for(user, quota):
    """The newest flagged open petitions that this user sees whose unit has a head bound in the year: three queries."""
    flagged = Q(is_mass=True) | Q(is_prolonged=True) | Q(is_over_level=True)
    rows = Petition.objects.visible_to(user).counted().without_denunciations().exclude(kind=PetitionKind.MIXED)
    rows = rows.filter(flagged, handling__done_on__isnull=True).select_related("owner")
    petitions = list(rows.order_by("-received_on", "-pk")[:MOST])
    heads = _heads({one.unit_id for one in petitions}, quota) if petitions else []
    sessions = _ad_hoc_days(heads) if heads else {}
    own = bodies_receiving(user)
    found = [(one, _head_of(one.owner, heads)) for one in petitions]
    return [
        Proposal(
            one,
            head,
            next((day for day in sessions.get(head.pk, []) if day >= one.received_on), None),
            head.pk in own,
        )
        for one, head in found
        if head
    ]


def _heads(units, quota):
    return list(quota.bound(Organisation.objects.filter(unit__in=units, valid_until=None)).order_by("rank", "pk"))


def _head_of(owner, heads):
    """The body whose head it is proposed to: the owner, else the one of its side in its unit, else the Party's."""
    own = [head for head in heads if head.unit_id == owner.unit_id]
    ranked = sorted(own, key=lambda head: (head.pk != owner.pk, head.side != owner.side, head.side != "party"))
    return ranked[0] if ranked else None


def _ad_hoc_days(heads):
    rows = ReceptionSession.objects.filter(owner__in=heads, kind=ReceptionKind.AD_HOC)
    found = {}
    for owner, on in rows.exclude(state=SessionState.CANCELLED).order_by("on").values_list("owner", "on"):
        found.setdefault(owner, []).append(on)
    return found
