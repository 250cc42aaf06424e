"""Petitions of many people, prolonged ones and those sent over the heads of lower levels: counts, and proof of none."""

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.reach import reach_of
from accounts.roles import Role

from ..marks import MARKS
from ..models import Petition
from .reading import bodies_to_choose, open_bodies


@dataclass(frozen=True)
class Board:
    """What a user sees of the flagged petitions that bodies received in a period."""

    period: object
    bodies: list
    #: The one body it is about, with those it succeeded; None for several.
    body: object
    #: Whether denunciations were looked through as well: by the officer of one body, of that body.
    denunciations: bool
    examined: int
    counts: dict

    @property
    def absent(self):
        """Flags that no petition has, in the order of `MARKS`."""
        return [flag for flag in MARKS if not self.counts[flag]]

    def rows(self):
        return [(flag, label, self.counts[flag]) for flag, label in MARKS.items()]


def board_for(user, period, body=None):
    """The board of the petitions received in a period, and the flagged ones among them, in no order."""
    bodies, opened = bodies_to_choose(user), open_bodies(user)
    chosen = [one for one in bodies if body is None or one.pk == body.pk]
    all_open = all(one.pk in opened for one in chosen)
    holder = _holder(user, chosen, all_open)
    rows = Petition.objects.visible_to(user).counted().received_in(period.first, period.last)
    rows = rows.filter(owner__in=[one.pk for one in chosen])
    if not (holder and all_open):
        rows = rows.without_denunciations()
    counted = rows.order_by().aggregate(
        examined=Count("pk", distinct=True),
        **{flag: Count("pk", filter=Q(**{flag: True}), distinct=True) for flag in MARKS},
    )
    examined = counted.pop("examined")
    flagged = rows.filter(Q(is_mass=True) | Q(is_prolonged=True) | Q(is_over_level=True))
    return Board(period, chosen, holder, bool(holder and all_open), examined, counted), flagged


def _holder(user, chosen, all_open):
    if len(chosen) == 1:
        return chosen[0]
    own = [one for one in chosen if one.pk in reach_of(user).organisations_of(Role.PETITION_OFFICER)]
    return own[0] if all_open and len(own) == 1 else None
