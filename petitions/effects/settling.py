"""From the begin of a settlement to its end: time limits, papers, findings, and the ways out."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handling.due import compute_due
from handling.extensions import grant, put_off
from handling.models import ClockPause
from registers.calendar import WorkingCalendar

from ..confidentiality import refuse_words
from ..deadlines import settling_due
from ..models.vocabulary import Complexity, EndGround, Finding, PaperKind, PauseGround, PetitionKind, Round
from .shared import keep_paper, needs_document, refuse_outside, require, save_handling, tell_sender

#: Extensions of a denunciation's settlement, by its complexity (Luật Tố cáo 2018, Điều 30).
_EXTENSIONS = {Complexity.ORDINARY: 0, Complexity.COMPLEX: 1, Complexity.VERY_COMPLEX: 2}
#: By how much a recommendation may be extended at most; the product's own limit.
_MOST_DAYS = 90


def check_start(petition, data):
    refuse_words(petition, data)
    if petition.kind != PetitionKind.RECOMMENDATION:
        require(data, "document")
    if petition.is_denunciation and data.get("lead") not in (None, petition.owner):
        raise ValidationError({"lead": _("A denunciation is followed by the body that received it alone.")})


def start(petition, data, *, by, on):
    lead = data.get("lead") or petition.owner
    save_handling(petition, lead=lead, acknowledged_on=max(on, petition.handling.assigned_on))
    return {"lead": lead.code, **keep_paper(petition, data, PaperKind.VERIFICATION, on)}


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
    allowed = _EXTENSIONS[Complexity(petition.complexity)]
    if given < allowed:
        return ""
    sentence = _("The law allows %(allowed)d extensions for this complexity, and %(given)d were given.")
    return sentence % {"allowed": allowed, "given": given}


def check_extend(petition, data):
    needs_document(petition, data)
    if petition.kind != PetitionKind.RECOMMENDATION:
        return
    require(data, "new_due_on")
    if data["new_due_on"] <= petition.handling.due_on:
        raise ValidationError({"new_due_on": _("The new due date must be later than the present one.")})
    if data["new_due_on"] > petition.handling.due_on + timedelta(days=_MOST_DAYS):
        raise ValidationError({"new_due_on": _("That is more than %(days)d days later.") % {"days": _MOST_DAYS}})


def extend(petition, data, *, by, on):
    """A later date: by the rule for complex complaints, by 30 days for denunciations, as given for the rest."""
    handling = petition.handling
    old, basis = handling.due_on, None
    if petition.is_denunciation:
        due = compute_due("denunciation.extension", old, level=petition.level)
        new, basis = due.on, due.basis
    elif petition.kind == PetitionKind.COMPLAINT:
        petition.complexity = Complexity.COMPLEX
        due = settling_due(petition, handling.assigned_on)
        new, basis = max(due.on, old + timedelta(days=1)), due.basis
    else:
        new = data["new_due_on"]
    grant(handling, new, by=by, on=on, basis=basis)
    return {"due_on": new.isoformat(), **keep_paper(petition, data, PaperKind.EXTENSION, on)}


def urge(petition, data, *, by, on):
    body = petition.addressee or petition.handling.lead or petition.owner
    return keep_paper(petition, data, PaperKind.URGING, on, body)


def check_suspend(petition, data):
    needs_document(petition, data)
    require(data, "ground")
    refuse_outside(data, "ground", PauseGround.values)


def suspend(petition, data, *, by, on):
    ClockPause.objects.create(handling=petition.handling, started_on=on, ground=data["ground"])
    return {"ground": str(data["ground"]), **keep_paper(petition, data, PaperKind.SUSPENSION, on)}


def resume(petition, data, *, by, on):
    """The clock goes on: the due date moves by the days it stood, to a working day where it falls on a day off.

    What had passed when the clock was stopped stays missed.
    """
    handling = petition.handling
    pause = handling.pauses.get(ended_on__isnull=True)
    pause.ended_on = max(on, pause.started_on)
    pause.save(update_fields=["ended_on"])
    moved = handling.due_on + (pause.ended_on - pause.started_on)
    new = WorkingCalendar.load(moved, moved + timedelta(days=30)).next_working_day(moved)
    put_off(handling, new, on=pause.started_on)
    return {"due_on": new.isoformat(), "days": (pause.ended_on - pause.started_on).days}


def check_settle(petition, data):
    needs_document(petition, data)
    require(data, "finding")
    refuse_outside(data, "finding", Finding.values)


def hinders_settling(petition):
    """A second-round complaint is settled after a dialogue (Luật Khiếu nại 2011, Điều 39).

    Not verified against the text in force since 01/07/2026.
    """
    if petition.round != Round.SECOND or petition.history.filter(move="hold_dialogue").exists():
        return ""
    return _("A second-round complaint is settled after a dialogue: record its minutes first.")


def settle(petition, data, *, by, on):
    petition.finding = data["finding"]
    save_handling(petition, done_on=on)
    return {"finding": str(data["finding"]), **keep_paper(petition, data, PaperKind.SETTLEMENT, on)}


def check_day(petition, data):
    refuse_words(petition, data)
    require(data, "day")


def note_day(petition, data, *, by, on):
    return {"day": data["day"].isoformat()}


def reply(petition, data, *, by, on):
    save_handling(petition, done_on=on)
    tell_sender(petition, on)
    return keep_paper(petition, data, PaperKind.ANSWER, on)


def record_reply(petition, data, *, by, on):
    return keep_paper(petition, data, PaperKind.REPLY, on, petition.addressee)


def withdraw(petition, data, *, by, on):
    _end_pause(petition, on)
    save_handling(petition, done_on=on)
    return note_day(petition, data, by=by, on=on)


def check_terminate(petition, data):
    needs_document(petition, data)
    require(data, "ground")
    refuse_outside(data, "ground", EndGround.values)


def terminate(petition, data, *, by, on):
    _end_pause(petition, on)
    save_handling(petition, done_on=on)
    return {"ground": str(data["ground"]), **keep_paper(petition, data, PaperKind.TERMINATION, on)}


def _end_pause(petition, on):
    petition.handling.pauses.filter(ended_on__isnull=True).update(ended_on=on)
