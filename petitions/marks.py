"""What reports ask for by name: petitions of many people, prolonged ones, and those over the heads of lower levels."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Petition, ReceptionTurn
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
    return Petition.objects.filter(of_many_people(), pk=petition.pk).exists()


def of_many_people():
    """A Q of the petitions that `suggests_mass` is true of."""
    brought = ReceptionTurn.objects.filter(petition__isnull=False, is_delegation=True)
    return Q(signatories__gte=large_from("received_on")) | Q(pk__in=brought.values("petition"))
