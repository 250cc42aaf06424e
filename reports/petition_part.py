"""The part “petitions and receptions” of the dashboard, from the tallies of petitions and the sessions held.

Four queries, whatever there is. Denunciations stand apart, as a count: those of bodies below the province only together
(decision 27); turns in which somebody denounced are not among those received, as on the pages of receptions.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from accounts.reach import reach_of
from petitions.models import Petition, PetitionKind, PetitionState, PetitionTally, ReceptionSession
from petitions.permissions import sees_petitions
from petitions.statistics.withholding import UNTOLD, together_is_told
from registers.levels import Level

from .numerals import Numerals
from .scope import month_start, next_month

#: The list of petitions.
LIST = "/petitions/"
#: Where it has not been decided, or not yet been carried out, what becomes of a petition.
UNPROCESSED = (PetitionState.RECEIVED, PetitionState.CLASSIFIED, PetitionState.PROPOSED, PetitionState.APPROVED)
_DENUNCIATION = Q(kind=PetitionKind.DENUNCIATION)
_PROVINCE = Q(unit__level__in=(Level.CENTRAL, Level.PROVINCE))


@dataclass(frozen=True)
class Part:
    cards: list
    #: Label, figure and address of each kind.
    kinds: list


def petition_part(scope, user, today):
    """The part for a user, in whole calendar months; None for people without petitions, and where there are none."""
    if not sees_petitions(user):
        return None
    tallies = _tallies(scope)
    counted = {}
    for kind, state, number in tallies.exclude(_DENUNCIATION).values_list("kind", "state").annotate(Sum("count")):
        counted[kind, state] = number
    denunciations, receptions = _denunciations(scope, user, tallies, today), _receptions(scope)
    if not counted and not denunciations["province"] and not receptions["sessions"]:
        return None
    overdue = _petitions(scope).overdue(today).count()
    cards = [*_cards(scope, counted, denunciations, overdue), _reception_card(receptions)]
    return Part(cards, _kinds(scope, counted))


def _tallies(scope):
    rows = PetitionTally.objects.filter(unit__in=scope.units(), month__lte=scope.last, count__gt=0).order_by()
    if scope.first:
        rows = rows.filter(month__gte=_first(scope))
    return rows.filter(unit__level=scope.level) if scope.level else rows


def _petitions(scope):
    """The petitions behind the figures, without denunciations."""
    rows = Petition.objects.counted().without_denunciations().filter(unit__in=scope.units())
    rows = rows.filter(received_on__lte=_last(scope))
    if scope.first:
        rows = rows.filter(received_on__gte=_first(scope))
    return rows.filter(level=scope.level) if scope.level else rows


def _receptions(scope):
    """Sessions held, and the turns and people received in them, without those of denunciations."""
    sessions = ReceptionSession.objects.filter(unit__in=scope.units(), on__lte=_last(scope))
    if scope.first:
        sessions = sessions.filter(on__gte=_first(scope))
    return (sessions.filter(level=scope.level) if scope.level else sessions).held().totals()


def _first(scope):
    return month_start(scope.first) if scope.first else None


def _last(scope):
    return next_month(scope.last) - timedelta(days=1)


def _denunciations(scope, user, tallies, today):
    """Those of bodies of the province, those of all others, and how many communes the others are.

    `is_whole`: the whole record of a province that the user reads. Of no part of it are the others told, since a part
    less another would be those of one commune, or of one month.
    """
    found = tallies.aggregate(
        province=Sum("count", filter=_DENUNCIATION & _PROVINCE, default=0),
        others=Sum("count", filter=_DENUNCIATION & ~_PROVINCE, default=0),
        communes=Count("unit", distinct=True, filter=~_DENUNCIATION & ~_PROVINCE),
    )
    is_root = scope.unit.pk in reach_of(user).tree_unit_ids and scope.unit.level == Level.PROVINCE
    return {**found, "is_whole": is_root and scope.first is None and not scope.level and scope.last >= today}


def _cards(scope, counted, denunciations, overdue):
    numerals = Numerals()
    received = sum(counted.values())
    waiting = sum(number for (_kind, state), number in counted.items() if state in UNPROCESSED)
    return [
        {"label": _("Petitions received"), "value": numerals.whole(received), "url": _address(scope)},
        {
            "label": _("Petitions processed"),
            "value": numerals.whole(received - waiting),
            "extra": numerals.percent(received - waiting, received),
        },
        {
            "label": _("Petitions not yet processed"),
            "value": numerals.whole(waiting),
            "url": _address(scope, *(f"state={state}" for state in UNPROCESSED)),
        },
        {
            "label": _("Petitions overdue"),
            "value": numerals.whole(overdue),
            "tone": "late" if overdue else "",
            "url": _address(scope, "due=overdue"),
        },
        _denunciation_card(denunciations, numerals),
    ]


def _kinds(scope, counted):
    numerals, found = Numerals(), []
    for kind in PetitionKind:
        number = sum(number for (one, _state), number in counted.items() if one == kind)
        if number:
            found.append((kind.label, numerals.whole(number), _address(scope, f"kind={kind}")))
    return found


def _denunciation_card(found, numerals):
    told = found["is_whole"] and together_is_told(found["others"], found["communes"])
    number = found["province"] + (found["others"] if told else 0)
    if told or not found["communes"]:
        note = _("counts only; their officers alone see them")
    elif found["province"]:
        note = _("without bodies below the province, which form 01/XLD tells together")
    else:
        note = _("of bodies below the province, which form 01/XLD tells together")
    value = numerals.whole(number) if number or not found["communes"] else UNTOLD
    return {"label": _("Denunciations"), "value": value, "note": note}


def _reception_card(found):
    numerals = Numerals()
    note = _("%(sessions)s sessions, %(people)s people; without denunciations") % {
        "sessions": numerals.whole(found["sessions"]),
        "people": numerals.whole(found["people"]),
    }
    return {"label": _("Turns of citizen reception"), "value": numerals.whole(found["turns"]), "note": note}


def _address(scope, *filters):
    """The list behind a figure; of one level there is none, since the list knows no levels."""
    if scope.level:
        return ""
    first = [f"from={_first(scope)}"] if scope.first else []
    return f"{LIST}?" + "&".join([f"unit={scope.unit.pk}", *first, f"to={_last(scope)}", *filters])
