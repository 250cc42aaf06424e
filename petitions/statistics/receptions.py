"""What the register of receptions says about a period: the figures of form 01/TCD per body, in two queries."""

from collections import defaultdict

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, Sum, Value, When

from ..models import PetitionKind, ReceptionKind, ReceptionSession, ReceptionTurn
from .tcd import Received, Receptions

_DENOUNCED = ExpressionWrapper(Q(kind=PetitionKind.DENUNCIATION), output_field=BooleanField())


def _way(prefix=""):
    return Case(
        When(Q(**{f"{prefix}kind": ReceptionKind.ROUTINE}), then=Value("routine")),
        When(~Q(**{f"{prefix}delegate": ""}), then=Value("delegated")),
        default=Value("head"),
        output_field=CharField(),
    )


def read_receptions(owners, period):
    """{(id of the body, of denunciations): Receptions} of the sessions held in a period, as far as there are any.

    The turns in which somebody denounced stand apart, without sessions. Who was refused was not received. The cases of
    a turn are all first ones or all repeated ones.
    """
    ways = defaultdict(lambda: defaultdict(dict))
    held = ReceptionSession.objects.filter(owner__in=owners).between(period.first, period.last).held()
    for owner, way, number in held.order_by().values_list("owner", _way()).annotate(Count("pk")):
        ways[owner, False][way]["sessions"] = number
    for row in _turns(owners, period):
        key = row.pop("owner"), row.pop("denounced")
        ways[key][row.pop("way")].update({name: number or 0 for name, number in row.items()})
    return {
        key: Receptions(**{way: Received(**figures) for way, figures in found.items()}) for key, found in ways.items()
    }


def _turns(owners, period):
    first, again, large = Q(is_again=False), Q(is_again=True), Q(is_delegation=True)
    turns = ReceptionTurn.objects.counted().filter(
        session__owner__in=owners, session__on__gte=period.first, session__on__lte=period.last
    )
    return (
        turns.order_by()
        .values(owner=F("session__owner"), way=_way("session__"), denounced=_DENOUNCED)
        .annotate(
            turns=Count("pk"),
            cases_first=Sum("cases", filter=first),
            cases_again=Sum("cases", filter=again),
            delegations=Count("pk", filter=large),
            delegation_people=Sum("people", filter=large),
            delegation_cases_first=Sum("cases", filter=large & first),
            delegation_cases_again=Sum("cases", filter=large & again),
            # The last, since from here on the name means the sum.
            people=Sum("people"),
        )
    )
