"""Form 01/TCD, results of receiving citizens (Thông tư 01/2024/TT-TTCP): 29 columns over the counts of a body.

Three ways of receiving, each with the same facts: routinely, by the head, and by whom the head delegated.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as in_form

from .forms import Column, Equation, Layout


@dataclass(frozen=True)
class Received:
    """What one way of receiving came to in a period. Cases are matters, each raised the first time or again."""

    sessions: int = 0
    turns: int = 0
    people: int = 0
    cases_first: int = 0
    cases_again: int = 0
    # Large delegations, counted in turns, people and cases as well.
    delegations: int = 0
    delegation_people: int = 0
    delegation_cases_first: int = 0
    delegation_cases_again: int = 0


@dataclass(frozen=True)
class Receptions:
    """The receptions of one body in a period."""

    routine: Received = field(default_factory=Received)
    head: Received = field(default_factory=Received)
    delegated: Received = field(default_factory=Received)

    @property
    def ways(self):
        return (self.routine, self.head, self.delegated)


_LABELS = {
    "sessions": in_form("reception", "Sessions"),
    "turns": in_form("reception", "Turns"),
    "people": in_form("reception", "People"),
    "cases_first": gettext_lazy("Cases, first time"),
    "cases_again": gettext_lazy("Cases, repeated"),
    "delegations": gettext_lazy("Large delegations"),
    "delegation_people": gettext_lazy("People in delegations"),
    "delegation_cases_first": gettext_lazy("Cases of delegations, first time"),
    "delegation_cases_again": gettext_lazy("Cases of delegations, repeated"),
}
_ALL = gettext_lazy("All receptions")


def _of(way, name):
    return lambda receptions, period: getattr(getattr(receptions, way), name)


def _sum_of(*names):
    return lambda receptions, period: sum(getattr(way, name) for way in receptions.ways for name in names)


def _columns_of(way, group, first, names):
    return [Column(number, _LABELS[name], group, _of(way, name)) for number, name in enumerate(names, start=first)]


TCD = Layout(
    code="01/TCD",
    key="tcd",
    title=gettext_lazy("Results of receiving citizens routinely, periodically and ad hoc"),
    columns=(
        Column(1, _LABELS["turns"], _ALL, _sum_of("turns")),
        Column(2, _LABELS["people"], _ALL, _sum_of("people")),
        Column(3, in_form("reception", "Cases"), _ALL, _sum_of("cases_first", "cases_again")),
        # Routine reception has no sessions on the form.
        *_columns_of("routine", gettext_lazy("Routine reception"), 4, list(_LABELS)[1:]),
        *_columns_of("head", gettext_lazy("Reception by the head"), 12, list(_LABELS)),
        *_columns_of("delegated", gettext_lazy("Reception by delegation"), 21, list(_LABELS)),
    ),
    equations=(
        Equation.read("1=4+13+22"),
        Equation.read("2=5+14+23"),
        Equation.read("3=6+7+15+16+24+25"),
    ),
)
