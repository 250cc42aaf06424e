"""A case in words: masked for whoever sees no names of the petitions in it."""

from django.utils.translation import gettext as _

from accounts.masking import mask_text

from .models import CaseParty, Sender

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


def visit_words(visit, names, *, named):
    return visit.result if named else mask_text(visit.result, names)
