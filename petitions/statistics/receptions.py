"""What the register of receptions says about a period: the figures of form 01/TCD per body, in two queries."""

from collections import defaultdict

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, Sum, Value, When

from registers.periods import months_of
from registers.succession import present_unit_map

from ..models import PetitionKind, Receiver, ReceptionKind, ReceptionSession, ReceptionTurn
from .tcd import Received, Receptions
from .withholding import LEAST, together_is_told

_WAYS = ("routine", "head", "delegated")
_DENOUNCED = ExpressionWrapper(Q(kind=PetitionKind.DENUNCIATION), output_field=BooleanField())


def _way(prefix=""):
    return Case(
        When(Q(**{f"{prefix}kind": ReceptionKind.ROUTINE}), then=Value("routine")),
        When(Q(**{f"{prefix}receiver": Receiver.OTHER}), then=Value("delegated")),
        # Of older sessions without a word on it the kind says that they were the head's, and so they were reported.
        default=Value("head"),
        output_field=CharField(),
    )


def read_receptions(owners, period):
    """{(id of the body, of denunciations): Receptions} of the sessions held in a period, as far as there are any.

    The turns in which somebody denounced stand apart, without sessions, and count on the day they were entered: found
    later, they would change what was told of a period that is over. Who was refused was not received. The cases of a
    turn are all first ones or all repeated ones.
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


def denounced_are_told(owners, period, *, today, closing_day):
    """Whether the denunciations that these bodies received in a period are told together (decision 0027).

    Days of reception are public, so only who received can have had one: in each month of the period and each way of
    receiving there are none, or enough of them beside enough communes. Then nothing less follows from other periods.
    Communes are those of today: what one was made of is one. Four queries, and none for a free range, for what is
    not over, and for less than three bodies.
    """
    months = months_of(period, closing_day)
    if not months or period.last >= today or len(owners) < LEAST:
        return False
    found = _denounced(owners, period)
    if not found:
        # That there was nothing is not told either: else silence would say that there was something.
        return False
    received, present = _receiving(owners, period), present_unit_map(today)
    for month in months:
        for way in _WAYS:
            total = sum(number for day, one, number in found if one == way and month.holds(day))
            communes = {present[unit] for day, one, unit in received if one == way and month.holds(day)}
            if total and not together_is_told(total, len(communes)):
                return False
    return True


def _denounced(owners, period):
    """(day entered, way, number) of the turns in which somebody denounced."""
    turns = _counted(owners, period).denunciations().order_by()
    return list(turns.values_list("entered_on", _way("session__")).annotate(Count("pk")))


def _receiving(owners, period):
    """(day, way, id of the commune) of the sessions held."""
    held = ReceptionSession.objects.filter(owner__in=owners).between(period.first, period.last).held()
    return set(held.order_by().values_list("on", _way(), "unit"))


def _counted(owners, period):
    return ReceptionTurn.objects.counted_in(period.first, period.last).filter(session__owner__in=owners)


def _turns(owners, period):
    first, again, large = Q(is_again=False), Q(is_again=True), Q(is_delegation=True)
    return (
        _counted(owners, period)
        .order_by()
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
