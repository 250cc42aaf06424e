"""The proposal, the leader's decision, and the moves that carry it out."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from handling.due import compute_due
from handling.moves import MoveRefused
from registers.models import ReasonList

from ..confidentiality import refuse_words
from ..deadlines import await_no_notice, await_notice, processing_rule, reply_awaited, settling_due
from ..directions import directions_for, done_before, hold_same_content
from ..models.vocabulary import Complexity, Direction, PaperKind
from ..services.row_marks import leave_mark_of
from .shared import (
    done_day,
    keep_paper,
    needs_document,
    paper_day,
    refuse_outside,
    refuse_unlisted,
    require,
    save_handling,
    set_due,
    tell_sender,
)


def check_propose(petition, data):
    refuse_words(petition, data)
    require(data, "direction")
    if data["direction"] not in directions_for(petition):
        raise ValidationError({"direction": _("The rules do not allow this direction for this petition.")})
    if data["direction"] in (Direction.GUIDE, Direction.TRANSFER):
        require(data, "addressee")
        if data["addressee"].pk == petition.owner_id:
            raise ValidationError({"addressee": _("This is the body that received it.")})
    if data["direction"] == Direction.DECLINE:
        require(data, "decline_reason")
        refuse_unlisted(data, "decline_reason", ReasonList.DECLINE, petition.kind)
    refuse_outside(data, "complexity", Complexity.values)


def propose(petition, data, *, by, on):
    direction = data["direction"]
    petition.direction = direction
    petition.addressee = data["addressee"] if direction in (Direction.GUIDE, Direction.TRANSFER) else None
    petition.decline_reason = data["decline_reason"] if direction == Direction.DECLINE else ""
    if data.get("complexity"):
        petition.complexity = data["complexity"]
    facts = {"direction": str(direction)}
    if petition.addressee:
        facts["addressee"] = petition.addressee.code
    return facts


def return_proposal(petition, data, *, by, on):
    returned = petition.direction
    petition.direction, petition.addressee, petition.decline_reason = "", None, ""
    return {"direction": returned}


def check_approve(petition, data):
    refuse_words(petition, data)
    if petition.is_denunciation:
        require(data, "document")


def approve(petition, data, *, by, on):
    return {"direction": petition.direction, **keep_paper(petition, data, PaperKind.APPROVAL, on)}


def accept(petition, data, *, by, on):
    """The settlement starts on the day of the notice, on whichever day it is recorded: a late entry gives no time.

    A notice dated before the leader's decision gives none either, and told nobody before it.
    """
    accepted_on, told_on = paper_day(petition, data, on), done_day(petition, data, on)
    due = settling_due(petition, accepted_on)
    set_due(petition, due, on=told_on)
    save_handling(petition, acknowledged_on=None, assigned_on=accepted_on)
    tell_sender(petition, told_on)
    return {**keep_paper(petition, data, PaperKind.ACCEPTANCE, on), "due_on": due.on.isoformat()}


def end_with(kind):
    """An effect that ends the work with a paper of this kind, which is the notice to the sender."""

    def effect(petition, data, *, by, on):
        done_on = done_day(petition, data, on)
        save_handling(petition, done_on=done_on)
        tell_sender(petition, done_on)
        return keep_paper(petition, data, kind, on)

    return effect


def decline(petition, data, *, by, on):
    return {**end_with(PaperKind.REFUSAL)(petition, data, by=by, on=on), "decline_reason": petition.decline_reason}


def hinders_guiding(petition):
    """Another petition of the same content was guided meanwhile (TT 05/2021/TT-TTCP)."""
    return _done_already(_("guided")) if done_before(petition, "guide") else ""


def hinders_transferring(petition):
    """Another denunciation of the same content was transferred meanwhile (TT 05/2021/TT-TTCP)."""
    return _done_already(_("transferred")) if petition.is_denunciation and done_before(petition, "transfer") else ""


def _done_already(what):
    return _(
        "A petition of the same content was %(done)s already, which is done once. The leader returns the proposal, "
        "and another direction is proposed."
    ) % {"done": what}


def check_once(hinders):
    """A check of a paper and of `hinders` once more, after whoever does the same to its like has finished."""

    def check(petition, data):
        needs_document(petition, data)
        hold_same_content(petition)
        if sentence := hinders(petition):
            raise MoveRefused(sentence)

    return check


def guide(petition, data, *, by, on):
    done_on = done_day(petition, data, on)
    save_handling(petition, done_on=done_on)
    tell_sender(petition, done_on)
    facts = keep_paper(petition, data, PaperKind.GUIDANCE, on, petition.addressee)
    return {**facts, "addressee": petition.addressee.code}


def transfer(petition, data, *, by, on):
    """The competent body goes on; its reply is awaited. Only of other kinds than denunciations it also sees it here."""
    forwarded = None if petition.is_denunciation else petition.addressee
    done_on = done_day(petition, data, on)
    save_handling(petition, done_on=done_on, forwarded_to=forwarded, **reply_awaited(petition, done_on))
    tell_sender(petition, done_on)
    facts = keep_paper(petition, data, PaperKind.TRANSFER, on, petition.addressee)
    return {**facts, "addressee": petition.addressee.code}


def check_resubmit(petition, data):
    refuse_words(petition, data)
    require(data, "received_on")
    if data["received_on"] < petition.received_on:
        raise ValidationError({"received_on": _("The new letter cannot be older than the first.")})
    if data["received_on"] > timezone.localdate():
        raise ValidationError({"received_on": _("This day lies in the future.")})


def resubmit(petition, data, *, by, on):
    """A new letter starts the clocks anew."""
    leave_mark_of(petition)
    petition.received_on = data["received_on"]
    petition.direction, petition.is_eligible, petition.ineligibilities = "", None, []
    petition.notified_on = None
    await_notice(petition)
    due = compute_due(processing_rule(petition), petition.received_on, level=petition.level)
    set_due(petition, due, on=on)
    return {"received_on": petition.received_on.isoformat(), "due_on": due.on.isoformat()}


def check_words(petition, data):
    refuse_words(petition, data)


def file_petition(petition, data, *, by, on):
    """Nothing is answered to the sender, so no notice is waited for."""
    save_handling(petition, done_on=on)
    await_no_notice(petition)
    return {}
