"""Petitions of many people, prolonged ones and those sent over the heads of lower levels: counts, and proof of none."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ..models import Petition
from .reading import bodies_to_choose, open_bodies

#: Columns of a petition that mark what reports ask for by name.
FLAGS = {
    "is_mass": _("Of many people"),
    "is_prolonged": _("Prolonged"),
    "is_over_level": _("Over the heads of lower levels"),
}


@dataclass(frozen=True)
class Board:
    """What a user sees of the flagged petitions that bodies received in a period."""

    period: object
    bodies: list
    #: Whether denunciations were looked through as well: by the officer of one body, of that body.
    denunciations: bool
    examined: int
    counts: dict

    @property
    def absent(self):
        """Flags that no petition has, in the order of `FLAGS`."""
        return [flag for flag in FLAGS if not self.counts[flag]]

    def rows(self):
        return [(flag, label, self.counts[flag]) for flag, label in FLAGS.items()]


def petitions_examined(user, period, body=None):
    """The petitions received in a period that a board of the user looks through, as (rows, bodies, denunciations)."""
    bodies, opened = bodies_to_choose(user), open_bodies(user)
    chosen = [one for one in bodies if body is None or one.pk == body.pk]
    denunciations = len(chosen) == 1 and chosen[0].pk in opened
    rows = Petition.objects.visible_to(user).counted().received_in(period.first, period.last)
    rows = rows.filter(owner__in=[one.pk for one in chosen])
    return (rows if denunciations else rows.without_denunciations()), chosen, denunciations


def board_for(user, period, body=None):
    """The board, and the flagged petitions newest first."""
    rows, bodies, denunciations = petitions_examined(user, period, body)
    counted = rows.order_by().aggregate(
        examined=Count("pk", distinct=True),
        **{flag: Count("pk", filter=Q(**{flag: True}), distinct=True) for flag in FLAGS},
    )
    examined = counted.pop("examined")
    flagged = rows.filter(Q(is_mass=True) | Q(is_prolonged=True) | Q(is_over_level=True))
    return Board(period, bodies, denunciations, examined, counted), flagged
