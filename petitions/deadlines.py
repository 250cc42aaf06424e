"""Which rule gives a petition's due date at each step, and from which day it counts.

`docs/petitions.md` has the table; numbers are in the rules.
"""

from handling.clock import days_stood
from handling.due import compute_due, later_by, stood
from registers.models import RuleMissing, RuleParameter

from .models.vocabulary import Complexity, Direction, PetitionKind, PetitionState, Round


def processing_rule(petition):
    """What becomes of it must be decided by this rule, from receipt (TT 05/2021; Luật Tố cáo 2018, Điều 24)."""
    return processing_rule_of(petition.kind)


def processing_rule_of(kind):
    return "denunciation.preliminary" if kind == PetitionKind.DENUNCIATION else "petition.process"


def kept_until(petition):
    """Until when a letter that could not be processed is kept on file (TT 05/2021/TT-TTCP); None for all others."""
    if petition.direction != Direction.FILE or petition.is_eligible is not False or petition.handling.done_on is None:
        return None
    # Filing may be decided and the letter withdrawn before it is filed.
    if petition.state not in (PetitionState.FILED, PetitionState.CLOSED):
        return None
    if petition.state == PetitionState.CLOSED and not petition.history.filter(move="file").exists():
        return None
    filed_on = petition.handling.done_on
    try:
        rule = RuleParameter.objects.for_date("petition.ineligible.keep", filed_on, petition.level)
    except RuleMissing:
        return None
    try:
        return filed_on.replace(year=filed_on.year + rule.value)
    except ValueError:
        # Filed on a 29th of February.
        return filed_on.replace(year=filed_on.year + rule.value, month=3, day=1)


#: The rule by which the sender is told, from receipt.
NOTICE_RULE = "petition.notice"


def await_notice(petition):
    """From when the sender waits for the notice, and why; no day before there was such a rule. Nothing is saved."""
    try:
        due = compute_due(NOTICE_RULE, petition.received_on, level=petition.level)
    except RuleMissing:
        await_no_notice(petition)
    else:
        petition.notice_due_on, petition.notice_basis = due.on, due.basis


def await_no_notice(petition):
    """Nobody is told any more, or never was to be. Nothing is saved."""
    petition.notice_due_on, petition.notice_basis = None, {}


#: The rule from when the reply of the body it was passed to is waited for.
REPLY_RULE = "petition.reply_awaited"
#: Values of the handling while no reply is waited for.
NO_REPLY = {"reply_due_on": None, "reply_basis": {}}


def reply_awaited(petition, on):
    """Values of the handling: from when the reply of the body it was passed to on a day is waited for, and why; no day
    where no rule says so.
    """
    try:
        due = compute_due(REPLY_RULE, on, level=petition.level)
    except RuleMissing:
        return NO_REPLY
    return {"reply_due_on": due.on, "reply_basis": due.basis}


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


def extended_due(petition):
    """(date, basis) that one more extension gives by the rule, for the complexity that the petition then has.

    Of a complaint the longer period counts from the acceptance, and the days on which its clock stood are added; of a
    denunciation each extension is added to the date before. For a recommendation the date is given.
    """
    handling = petition.handling
    if petition.is_denunciation:
        due = compute_due("denunciation.extension", handling.due_on, level=petition.level)
        return due.on, due.basis
    due, days = settling_due(petition, handling.assigned_on), days_stood(handling)
    return later_by(due.on, days), stood(due.basis, days)


def latest_extended(petition):
    """How far a recommendation may be extended: the product's own limit, a rule like the others."""
    return compute_due("recommendation.extension_max", petition.handling.due_on, level=petition.level)


def rests_on(petition):
    """The day of what the next paper rests on: the leader's decision while that is to be carried out; in a settlement
    the acceptance, or the last day on which the clock was stopped or went on; else the receipt."""
    if petition.state == PetitionState.APPROVED:
        return approved_on(petition)
    pauses = petition.handling.pauses.values_list("started_on", "ended_on")
    return max([works_since(petition), *(day for pause in pauses for day in pause if day)])


def works_since(petition):
    """The day from which the present due date counts: the acceptance in a settlement, else the receipt."""
    in_settlement = petition.state in (PetitionState.ACCEPTED, PetitionState.IN_PROGRESS, PetitionState.SUSPENDED)
    return petition.handling.assigned_on if in_settlement else petition.received_on


def approved_on(petition):
    """The day of the decision on paper where the approval has one, else that of the approval."""
    approval = petition.history.filter(move="approve").latest("pk")
    papers = petition.papers.filter(document=approval.facts.get("document"))
    written = papers.values_list("document__date", flat=True).first()
    return min(max(written or approval.on, petition.received_on), approval.on)
