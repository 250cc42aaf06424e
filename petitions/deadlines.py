"""Which rule gives a petition's due date at each step. `docs/petitions.md` has the table; numbers are in the rules."""

from handling.due import compute_due
from registers.models import RuleMissing

from .models.vocabulary import Complexity, PetitionKind, Round


def processing_rule(petition):
    """What becomes of it must be decided by this rule, from receipt (TT 05/2021; Luật Tố cáo 2018, Điều 24)."""
    return processing_rule_of(petition.kind)


def processing_rule_of(kind):
    return "denunciation.preliminary" if kind == PetitionKind.DENUNCIATION else "petition.process"


def notice_due(petition):
    """The day by which the sender is told, from receipt; None before there was such a rule (Quy định 11-QĐi/TW)."""
    try:
        return compute_due("petition.notice", petition.received_on, level=petition.level).on
    except RuleMissing:
        return None


def classified_rule(petition):
    """The rule that holds once competence is known, from receipt; None when nothing changes."""
    if petition.is_denunciation and not petition.is_own:
        return "denunciation.transfer_if_not_competent"
    if petition.kind == PetitionKind.COMPLAINT and petition.is_own:
        return "complaint.accept"
    return None


def settling_rule(petition):
    """The rule of the settlement, from acceptance (Luật Khiếu nại 2011, Điều 28, 37; Luật Tố cáo 2018, Điều 30)."""
    if petition.is_denunciation:
        return "denunciation.settle"
    if petition.kind == PetitionKind.RECOMMENDATION:
        return "recommendation.settle"
    stage = "second" if petition.round == Round.SECOND else "first"
    remote = "_remote" if petition.is_remote else ""
    complex_matter = "" if petition.complexity == Complexity.ORDINARY else "_complex"
    return f"complaint.{stage}.settle{remote}{complex_matter}"


def settling_due(petition, accepted_on):
    """The due date of the settlement of a petition accepted on a day, by its present kind, round and complexity."""
    return compute_due(settling_rule(petition), accepted_on, level=petition.level)
