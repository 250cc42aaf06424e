"""A case in words: masked for whoever sees no names of the petitions in it."""

from django.utils.translation import gettext as _

from accounts.masking import mask_text
from handling.history_words import RegisterNames, day_words, rows_since, step_of

from .case_workflow import CASES
from .models import CaseOutcome, CaseParty, Sender

#: Parties that are people.
_PEOPLE = (CaseParty.Part.HOUSEHOLDS, CaseParty.Part.OTHER)


def names_in(cases):
    """Names of all senders of each case, by its id: they are masked in its words. One query."""
    found = {case.pk: [] for case in cases}
    for case, name in Sender.objects.filter(content__case__in=found).values_list("content__case", "full_name"):
        found[case].append(name)
    return found


def closed_words():
    """Stands for the words of a case that its officer has to look through first."""
    return _("(to be looked through)")


def case_title(case, names, *, named):
    if case.needs_review and not named:
        return closed_words()
    return case.title if named else mask_text(case.title, names)


def party_words(party, *, named):
    """The name of a party; of people only what they are, where names are not shown."""
    if party.organisation_id:
        return str(party.organisation)
    return "" if party.part in _PEOPLE and not named else party.name


def told_words(text, names, *, named):
    """The result of a visit or the conclusion of a meeting; names of senders masked where they are not shown."""
    return text if named else mask_text(text, names)


def steps_of(case, *, named, since=0):
    """The moves of a case after version `since`, newest first, for `components/_history.html`."""
    rows = rows_since(case, since)
    names = RegisterNames(rows, bodies=("responsible",), known=(case.responsible,))
    labels = {move.name: move.label for move in CASES.moves}
    steps = [step_of(row, title=labels[row.move], text=_move_words(row, names), named=named) for row in rows]
    return steps[::-1]


def _move_words(row, names):
    parts = [names.body(row.facts["responsible"])] if row.facts.get("responsible") else []
    if row.facts.get("outcome"):
        parts += [str(CaseOutcome(row.facts["outcome"]).label), day_words(row.facts["resolved_on"])]
    return " · ".join(parts)
