"""Which sessions and turns of citizen reception a user sees, and the domain words of sets of them."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.reach import reach_of
from accounts.roles import PERSONAL_DATA_ROLES, Role
from audit.noted import NotedQuerySet

from .models.vocabulary import PetitionKind


def _of_body(ids, prefix=""):
    return Q(**{f"{prefix}owner__in": ids})


def _visible(user, prefix=""):
    """The officer's own body, and the unit trees of whoever reads trees; None for everybody else."""
    reach = reach_of(user)
    ways = []
    if own := reach.bodies_of(Role.PETITION_OFFICER):
        ways.append(_of_body(own, prefix))
    if reach.tree_unit_ids:
        ways.append(Q(**{f"{prefix}unit__in": reach.units_within()}))
    return reduce(or_, ways) if ways else None


def _named(user, prefix=""):
    """Whose visitors this user sees by name: the body's officers, officials of its unit, and the commission above."""
    reach = reach_of(user)
    ways = []
    if own := reach.bodies_of(Role.PETITION_OFFICER):
        ways.append(_of_body(own, prefix))
    if reach.has(*PERSONAL_DATA_ROLES):
        ways.append(Q(**{f"{prefix}unit__in": reach.named_unit_ids()}))
    return reduce(or_, ways) if ways else Q(pk__in=[])


def _told(user, turn, session):
    """Turns that tell of nobody who denounced, and those of the officer's own body; by the prefixes to both."""
    own = reach_of(user).bodies_of(Role.PETITION_OFFICER)
    others = ~Q(**{f"{turn}kind": PetitionKind.DENUNCIATION})
    return others | _of_body(own, session) if own else others


def _counted(prefix=""):
    return Q(**{f"{prefix}refusal": "", f"{prefix}is_struck": False})


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        visible = _visible(user)
        return self.none() if visible is None else self.filter(visible)

    def with_naming(self, user):
        """Each session with `names_shown`: whether this user sees its visitors by name."""
        return self.annotate(names_shown=ExpressionWrapper(_named(user), output_field=BooleanField()))

    def between(self, first, last):
        return self.filter(on__gte=first, on__lte=last)

    def held(self):
        return self.filter(state="held")

    def unrecorded(self, today):
        """Planned for a day that is over, and neither held nor cancelled."""
        return self.filter(state="planned", on__lt=today)

    def by_head(self):
        """Counts towards the days on which the head must receive: what the head held in person, of either kind."""
        return self.filter(receiver="head")

    def with_figures(self, user):
        """Turns received and refused, and people received, of each session, as far as this user sees the turns."""
        seen = _told(user, "turns__", "")
        counted, refused = seen & _counted("turns__"), seen & Q(turns__is_struck=False) & ~Q(turns__refusal="")
        return self.annotate(
            turns_received=models.Count("turns", filter=counted),
            turns_refused=models.Count("turns", filter=refused),
            people_received=models.Sum("turns__people", filter=counted, default=0),
        )

    def totals(self):
        """How many sessions these are, and turns and people received in them, without denunciations; one query."""
        told = ~Q(turns__kind=PetitionKind.DENUNCIATION) & _counted("turns__")
        return self.aggregate(
            sessions=models.Count("pk", distinct=True),
            people=models.Sum("turns__people", filter=told, default=0),
            # The last, since from here on the name means the count.
            turns=models.Count("turns", filter=told),
        )

    def held_for_change(self):
        return self.select_for_update(of=("self",), no_key=True)


class TurnQuerySet(NotedQuerySet):
    def is_noted(self, row):
        return row.is_denunciation

    def visible_to(self, user):
        """Turns of visible sessions; denunciations to the officers of the body alone.

        `whole_shown` says whether the petition that a turn became may be looked into: one that was split is for the
        same officers only (`PetitionQuerySet.visible_to`).
        """
        visible = _visible(user, "session__")
        if visible is None:
            return self.none()
        own = reach_of(user).bodies_of(Role.PETITION_OFFICER)
        whole = Q(petition__isnull=True) | ~Q(petition__state="split")
        shown = ExpressionWrapper(whole | _of_body(own, "session__") if own else whole, output_field=BooleanField())
        told = self.filter(visible).filter(_told(user, "", "session__"))
        # With the session, which names the turn in the trail.
        return told.select_related("session").annotate(whole_shown=shown).read_by(user)

    def with_naming(self, user):
        return self.annotate(names_shown=ExpressionWrapper(_named(user, "session__"), output_field=BooleanField()))

    def counted(self):
        """In every statistic: who was refused was not received, and what was struck out never was."""
        return self.filter(_counted())

    def counted_in(self, first, last):
        """Counted in the statistics of a period.

        A denunciation on the day it was entered, and until it was struck out: what is told of a period that is over
        neither grows nor shrinks by it.
        """
        secret = Q(kind=PetitionKind.DENUNCIATION)
        still = Q(is_struck=False) | Q(struck_on__gt=last)
        in_secret = secret & still & Q(refusal="", entered_on__range=(first, last))
        return self.filter(in_secret | ~secret & _counted() & Q(session__on__range=(first, last)))

    def denunciations(self):
        return self.filter(kind=PetitionKind.DENUNCIATION)

    def without_denunciations(self):
        """What lists that leave the portal may hold."""
        return self.exclude(kind=PetitionKind.DENUNCIATION)
