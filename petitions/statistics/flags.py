"""Petitions of many people, prolonged ones and those sent over the heads of lower levels: counts, and proof of none."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Membership
from accounts.reach import reach_of
from accounts.roles import Role
from registers.models import Organisation

from ..marks import MARKS, of_many_people
from ..models import Petition, PetitionMove
from ..moves.words import WORKING
from .reading import bodies_to_choose, open_bodies


@dataclass(frozen=True)
class Board:
    """What a user sees of the flagged petitions that bodies received or had open in a period."""

    period: object
    bodies: list
    #: The one body it is about, with those it succeeded; None for several.
    body: object
    #: Whether denunciations were looked through as well: by the officer of one body, of that body.
    denunciations: bool
    examined: int
    #: How many of them were received before the period and open in it.
    received_before: int
    #: How many were never classified: nobody was asked for their marks.
    unclassified: int
    #: How many have as many people as make a delegation large, and not the mark of many people.
    unmarked: int
    counts: dict

    @property
    def absent(self):
        """Flags that no petition has, in the order of `MARKS`."""
        return [flag for flag in MARKS if not self.counts[flag]]

    def rows(self):
        return [(flag, label, self.counts[flag]) for flag, label in MARKS.items()]


def bodies_examined(user, period=None):
    """Bodies of the user's reach that received a petition, or could have: who had a petition officer in the period.

    What a body did not receive is proven only when it is among those that were asked. Without a period it is those
    that ever had one.
    """
    officers = Membership.objects.filter(organisation=OuterRef("pk"), role=Role.PETITION_OFFICER)
    if period is not None:
        officers = officers.filter(valid_from__lte=period.last)
        officers = officers.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=period.first))
    asked = Q(pk__in=bodies_to_choose(user).order_by().values("pk"))
    if reach_of(user).tree_unit_ids:
        asked |= Q(Exists(officers), unit__in=reach_of(user).units_within())
    return Organisation.objects.filter(asked).select_related("unit").order_by("unit__sort_key", "rank", "pk")


def concerned_in(period):
    """A Q of the petitions that a period is asked about: received in it, or received before and open at any time in it.

    What became prolonged lies in the book of an earlier period. Received is read by the day in the book, which stays
    when a new letter comes. Open is what no entry of an earlier day had ended: a late entry changes no answer.
    """
    ended = PetitionMove.objects.filter(from_state__in=WORKING, on__gte=period.first).exclude(to_state__in=WORKING)
    open_in_it = Q(pk__in=ended.filter(on__lte=period.last).values("petition"))
    # Of a letter that was to be rewritten the work stood still until the new one came.
    letter_of_now = Q(received_on__lte=period.last)
    open_in_it |= letter_of_now & (Q(handling__done_on__isnull=True) | Q(pk__in=ended.values("petition")))
    return Q(booked_on__lte=period.last) & (Q(booked_on__gte=period.first) | open_in_it)


def board_for(user, period, body=None):
    """The board of the petitions received or open in a period, and the flagged ones among them, in no order."""
    bodies, opened = bodies_examined(user, period), open_bodies(user)
    chosen = [one for one in bodies if body is None or one.pk == body.pk]
    all_open = all(one.pk in opened for one in chosen)
    holder = _holder(user, chosen, all_open)
    rows = Petition.objects.visible_to(user).counted().filter(concerned_in(period))
    rows = rows.filter(owner__in=[one.pk for one in chosen])
    if not (holder and all_open):
        rows = rows.without_denunciations()
    counted = rows.order_by().aggregate(
        examined=Count("pk", distinct=True),
        received_before=Count("pk", filter=Q(booked_on__lt=period.first), distinct=True),
        unclassified=Count("pk", filter=Q(is_eligible__isnull=True), distinct=True),
        unmarked=Count("pk", filter=Q(is_mass=False) & of_many_people(), distinct=True),
        **{flag: Count("pk", filter=Q(**{flag: True}), distinct=True) for flag in MARKS},
    )
    told = {name: counted.pop(name) for name in ("examined", "received_before", "unclassified", "unmarked")}
    flagged = rows.filter(Q(is_mass=True) | Q(is_prolonged=True) | Q(is_over_level=True))
    return Board(period, chosen, holder, bool(holder and all_open), **told, counts=counted), flagged


def _holder(user, chosen, all_open):
    if len(chosen) == 1:
        return chosen[0]
    own = [one for one in chosen if one.pk in reach_of(user).organisations_of(Role.PETITION_OFFICER)]
    return own[0] if all_open and len(own) == 1 else None
