"""What reports ask for by name: petitions of many people, prolonged ones, and those over the heads of lower levels."""

from django.utils.translation import gettext_lazy as _

from registers.models import RuleMissing

from .models import ReceptionTurn
from .reception_rules import large_from

#: Columns of a petition, and what each says.
MARKS = {
    "is_mass": _("Of many people"),
    "is_prolonged": _("Prolonged"),
    "is_over_level": _("Over the heads of lower levels"),
}


def marks_of(petition):
    """{column: whether it has this mark}."""
    return {name: getattr(petition, name) for name in MARKS}


def suggests_mass(petition):
    """Whether so many signed it, or so large a delegation brought it, that it should be marked as of many people.

    From as many people on as make a delegation large (`reception.delegation_people`) on the day it came. It is
    suggested to the officer and not set: what many sign need not be a matter of many.
    """
    if ReceptionTurn.objects.filter(petition=petition, is_delegation=True).exists():
        return True
    try:
        return (petition.signatories or 0) >= large_from(petition.received_on)
    except RuleMissing:
        return False
