"""The moves of a case: who answers for it, how it is resolved, that it is taken up again (`docs/petitions.md`)."""

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handling.moves import Move, Workflow

from . import permissions
from .effects.shared import require
from .models import CaseMove, CaseNote, PetitionCase
from .models import CaseState as State


def check_responsible(case, data):
    require(data, "responsible")


def make_responsible(case, data, *, by, on):
    case.responsible = data["responsible"]
    return {"responsible": case.responsible.code}


def hinders_resolving(case):
    if case.needs_review:
        return _("Look through the words of this case first.")
    if case.responsible_id is None:
        return _("Name the body responsible first.")
    return ""


def check_resolve(case, data):
    require(data, "outcome", "resolved_on", "document")
    first = _first_day(case)
    if data["resolved_on"] < first:
        told = _("That is before %(day)s, the first day of what belongs to this case.")
        shown = {"day": formats.date_format(first, "SHORT_DATE_FORMAT")}
        raise ValidationError({"resolved_on": told % shown})


def _first_day(case):
    """The day of the first petition, opinion or conference in it, or on which it was opened."""
    days = [case.opened_on, case.contents.aggregate(day=Min("petition__booked_on"))["day"]]
    linked = case.links.aggregate(opinion=Min("opinion__raised_on"), conference=Min("conference__held_on"))
    return min(day for day in (*days, *linked.values()) if day)


def resolve(case, data, *, by, on):
    case.outcome, case.resolved_on, case.resolution = data["outcome"], data["resolved_on"], data["document"]
    return {"outcome": case.outcome, "resolved_on": case.resolved_on.isoformat(), "document": case.resolution.pk}


def check_reopen(case, data):
    require(data, "reason")


def reopen(case, data, *, by, on):
    case.outcome, case.resolved_on, case.resolution = "", None, None
    return {}


MOVES = (
    Move(
        "name_responsible",
        (State.OPEN,),
        None,
        gettext_lazy("Name the body responsible"),
        permissions.can_edit_case,
        needs=("responsible",),
        check=check_responsible,
        effect=make_responsible,
    ),
    Move(
        "resolve",
        (State.OPEN,),
        State.RESOLVED,
        gettext_lazy("Record the resolution"),
        permissions.can_edit_case,
        hindered=hinders_resolving,
        needs=("outcome", "resolved_on", "document"),
        check=check_resolve,
        effect=resolve,
        weight="main",
    ),
    Move(
        "reopen",
        (State.RESOLVED,),
        State.OPEN,
        gettext_lazy("Take the case up again"),
        permissions.can_edit_case,
        needs=("reason",),
        check=check_reopen,
        effect=reopen,
        weight="quiet",
    ),
)

CASES = Workflow(
    model=PetitionCase,
    moves=MOVES,
    history=CaseMove,
    notes=CaseNote,
    owner_field="case",
    changed_fields=("responsible", "outcome", "resolved_on", "resolution"),
)
