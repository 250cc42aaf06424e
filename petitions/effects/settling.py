"""From the begin of a settlement to its end: time limits, papers, findings, and the ways out."""

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from handling.clock import end_clock, let_clock_go_on, stop_clock
from handling.days import check_day as check_day_of
from handling.extensions import grant
from handling.moves import MoveRefused
from registers.models import ReasonList, RuleMissing, RuleParameter
from registers.rule_names import with_source

from ..confidentiality import refuse_words
from ..deadlines import NO_REPLY, await_no_notice, extended_due, latest_extended, reply_awaited, works_since
from ..models.vocabulary import Complexity, Finding, PaperKind, PetitionKind, PetitionState, PublicationWay, Round
from .shared import (
    done_day,
    keep_paper,
    needs_document,
    needs_reason,
    paper_day,
    refuse_outside,
    refuse_unlisted,
    require,
    save_handling,
    tell_sender,
)

#: The rules that say how often the settlement of a denunciation is extended, by its complexity.
_EXTENSIONS = {
    Complexity.ORDINARY: "denunciation.extensions",
    Complexity.COMPLEX: "denunciation.extensions_complex",
    Complexity.VERY_COMPLEX: "denunciation.extensions_very_complex",
}


def check_start(petition, data):
    """Who leads is named, also where the receiving body does; a denunciation stays with that."""
    refuse_words(petition, data)
    if not petition.is_denunciation:
        require(data, "lead")
    if petition.kind != PetitionKind.RECOMMENDATION:
        require(data, "document")
    if petition.is_denunciation and data.get("lead") not in (None, petition.owner):
        raise ValidationError({"lead": _("A denunciation is followed by the body that received it alone.")})


def start(petition, data, *, by, on):
    lead = data.get("lead") or petition.owner
    save_handling(petition, lead=lead, acknowledged_on=max(on, petition.handling.assigned_on))
    return {"lead": lead.code, **keep_paper(petition, data, PaperKind.VERIFICATION, on)}


def check_change_lead(petition, data):
    needs_reason(petition, data)
    require(data, "lead")
    if data["lead"] == petition.handling.lead:
        raise ValidationError({"lead": _("This body leads already: choose another.")})


def change_lead(petition, data, *, by, on):
    """Another body goes on with the settlement; its time does not begin anew."""
    former = petition.handling.lead
    save_handling(petition, lead=data["lead"])
    return {"lead": data["lead"].code, "former_lead": former.code}


def hold_dialogue(petition, data, *, by, on):
    return keep_paper(petition, data, PaperKind.DIALOGUE, on)


def hinders_extending(petition):
    """Why the law gives no later date any more, whatever is asked for; "" where it does."""
    if petition.kind == PetitionKind.COMPLAINT:
        is_longer = petition.complexity != Complexity.ORDINARY
        return _("It has the longer period of a complex matter already.") if is_longer else ""
    given = petition.handling.extensions.count()
    if not petition.is_denunciation:
        return _("It was extended once already.") if given else ""
    # How complex it is may come to light only now: it is asked for with the extension.
    return _too_many(petition, Complexity.VERY_COMPLEX, given)


def _too_many(petition, complexity, given):
    """Why a denunciation of this complexity is not extended once more, or ""."""
    try:
        rule = RuleParameter.objects.for_date(_EXTENSIONS[complexity], timezone.localdate(), petition.level)
    except RuleMissing as missing:
        return str(missing)
    if given < rule.value:
        return ""
    sentence = _("The law allows %(allowed)d extensions for this complexity, and %(given)d were given.")
    return with_source(sentence % {"allowed": rule.value, "given": given}, rule)


def check_extend(petition, data):
    needs_document(petition, data)
    if petition.is_denunciation:
        refuse_outside(data, "complexity", Complexity.values)
        given = petition.handling.extensions.count()
        if sentence := _too_many(petition, _complexity(petition, data), given):
            raise ValidationError({"complexity": sentence})
    if petition.kind == PetitionKind.RECOMMENDATION:
        require(data, "new_due_on")
        _check_new_due(petition, data["new_due_on"])


def _complexity(petition, data):
    return Complexity(data.get("complexity") or petition.complexity)


def _check_new_due(petition, new):
    latest = latest_extended(petition)
    if new <= petition.handling.due_on:
        raise ValidationError({"new_due_on": _("The new due date must be later than the present one.")})
    if new > latest.on:
        raise ValidationError({"new_due_on": _("That is more than %(days)d days later.") % latest.basis})


def extend(petition, data, *, by, on):
    """A later date: by the rule for complex complaints, by 30 days for denunciations, as given for the rest."""
    handling, basis = petition.handling, None
    if petition.kind == PetitionKind.RECOMMENDATION:
        new = data["new_due_on"]
    else:
        is_complaint = petition.kind == PetitionKind.COMPLAINT
        petition.complexity = Complexity.COMPLEX if is_complaint else _complexity(petition, data)
        new, basis = extended_due(petition)
        if new <= handling.due_on:
            shown = {"day": formats.date_format(handling.due_on, "SHORT_DATE_FORMAT")}
            raise MoveRefused(_("The rule gives no later date than %(day)s.") % shown)
    grant(handling, new, by=by, on=done_day(petition, data, on), basis=basis)
    return {"due_on": handling.due_on.isoformat(), **keep_paper(petition, data, PaperKind.EXTENSION, on)}


def urge(petition, data, *, by, on):
    body = petition.addressee or petition.handling.lead or petition.owner
    _await_anew(petition, data, on)
    return keep_paper(petition, data, PaperKind.URGING, on, body)


def _await_anew(petition, data, on):
    """After a letter to or from the body it was transferred to its reply is given the time of the rule once more.

    One that is older than what was recorded before it takes none of the time back.
    """
    if petition.state != PetitionState.TRANSFERRED:
        return
    held, anew = petition.handling.reply_due_on, reply_awaited(petition, paper_day(petition, data, on))
    if held is None or (anew["reply_due_on"] or held) > held:
        save_handling(petition, **anew)


def check_close(petition, data):
    """Whoever closes a file says that it is complete: nothing is added afterwards."""
    refuse_words(petition, data)
    require(data, "is_complete")


def await_nothing(petition, data, *, by, on):
    """The file is closed: whatever was waited for does not come, or not here."""
    save_handling(petition, **NO_REPLY)
    return {}


def check_suspend(petition, data):
    needs_document(petition, data)
    require(data, "ground")
    refuse_unlisted(data, "ground", ReasonList.PAUSE)


def suspend(petition, data, *, by, on):
    """The clock stops on the day of the decision: after the acceptance, and after it went on for the last time."""
    stop_clock(petition.handling, on=done_day(petition, data, on), ground=data["ground"])
    return {"ground": str(data["ground"]), **keep_paper(petition, data, PaperKind.SUSPENSION, on)}


def state_before_suspension(petition):
    """Where a suspended petition goes on: what was accepted alone is still to be begun, by whoever is to lead it."""
    return petition.history.filter(move="suspend").latest("pk").from_state


def check_resume(petition, data):
    """A denunciation goes on by a decision (Luật Tố cáo 2018, Điều 34); of other petitions there may be one."""
    refuse_words(petition, data)
    if petition.is_denunciation:
        require(data, "document")


def resume(petition, data, *, by, on):
    """The clock goes on with the day of the decision, or of the move where there is none; see `handling.clock`."""
    days = let_clock_go_on(petition.handling, on=done_day(petition, data, on))
    told = {"due_on": petition.handling.due_on.isoformat(), "days": days}
    return told | keep_paper(petition, data, PaperKind.RESUMPTION, on)


def check_settle(petition, data):
    needs_document(petition, data)
    require(data, "finding")
    refuse_outside(data, "finding", Finding.values)


def hinders_settling(petition):
    """A second-round complaint is settled after a dialogue, where the rule of the day requires one."""
    if petition.round != Round.SECOND or petition.history.filter(move="hold_dialogue").exists():
        return ""
    try:
        rule = RuleParameter.objects.for_date("complaint.second.dialogue", timezone.localdate(), petition.level)
    except RuleMissing:
        return ""
    if not rule.value:
        return ""
    return with_source(_("A second-round complaint is settled after a dialogue: record its minutes first."), rule)


def settle(petition, data, *, by, on):
    petition.finding = data["finding"]
    save_handling(petition, done_on=done_day(petition, data, on))
    return {"finding": str(data["finding"]), **keep_paper(petition, data, PaperKind.SETTLEMENT, on)}


def check_day(petition, data):
    refuse_words(petition, data)
    require(data, "day")
    try:
        check_day_of(data["day"], received_on=petition.received_on, today=timezone.localdate())
    except ValidationError as error:
        raise ValidationError({"day": error}) from error


def check_day_after_settling(petition, data):
    """What is done with a decision is done on its day at the earliest."""
    check_day(petition, data)
    decided_on = petition.papers.filter(kind=PaperKind.SETTLEMENT).latest("pk").document.date
    if decided_on and data["day"] < decided_on:
        shown = {"day": formats.date_format(decided_on, "SHORT_DATE_FORMAT")}
        raise ValidationError({"day": _("That is before %(day)s, the day of the decision.") % shown})


def note_day(petition, data, *, by, on):
    return {"day": data["day"].isoformat()}


def check_publish(petition, data):
    check_day_after_settling(petition, data)
    require(data, "way")
    refuse_outside(data, "way", PublicationWay.values)


def publish(petition, data, *, by, on):
    return {"way": str(data["way"]), **note_day(petition, data, by=by, on=on)}


def check_execute(petition, data):
    """What was carried out is said in words, but for a denunciation, of which the paper file tells."""
    check_day_after_settling(petition, data)
    needs_reason(petition, data)


def reply(petition, data, *, by, on):
    done_on = done_day(petition, data, on)
    save_handling(petition, done_on=done_on)
    tell_sender(petition, done_on)
    return keep_paper(petition, data, PaperKind.ANSWER, on)


def record_reply(petition, data, *, by, on):
    save_handling(petition, **NO_REPLY)
    return keep_paper(petition, data, PaperKind.REPLY, on, petition.addressee)


def is_with_another_body(petition):
    """Whether another body has it, or leads its settlement, and may write about it."""
    if petition.state == PetitionState.TRANSFERRED:
        return True
    return petition.handling.lead_id not in (None, petition.owner_id)


def record_letter(petition, data, *, by, on):
    """An answer for the time being: the rest is awaited, and may be urged."""
    _await_anew(petition, data, on)
    return keep_paper(petition, data, PaperKind.INTERIM, on, petition.addressee or petition.handling.lead)


def check_withdraw(petition, data):
    """The sender withdraws in writing (Luật Khiếu nại 2011, Điều 10; Luật Tố cáo 2018, Điều 33).

    The request lies before whoever records it; what it says is told in words, but of a denunciation.
    """
    check_day(petition, data)
    require(data, "has_request")
    needs_reason(petition, data)


def withdraw(petition, data, *, by, on):
    """The work ended on the day the sender asked for it, of a settlement not before its acceptance."""
    handling = petition.handling
    asked_on = max(data["day"], works_since(petition))
    end_clock(handling, on=asked_on)
    # Where a new letter was asked for, the work was done with that.
    save_handling(petition, done_on=handling.done_on or asked_on)
    await_no_notice(petition)
    return note_day(petition, data, by=by, on=on)


def check_terminate(petition, data):
    needs_document(petition, data)
    require(data, "ground")
    refuse_unlisted(data, "ground", ReasonList.END)


def terminate(petition, data, *, by, on):
    done_on = done_day(petition, data, on)
    end_clock(petition.handling, on=done_on)
    save_handling(petition, done_on=done_on)
    return {"ground": str(data["ground"]), **keep_paper(petition, data, PaperKind.TERMINATION, on)}
