"""What each opinion move needs and writes. `workflow.py` holds the table; nothing here is called from elsewhere."""

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils.translation import gettext as _

from handling.due import compute_due
from handling.models import Coordination
from handling.moves import MoveRefused

from .models import Answer, DecisionRecord
from .models.vocabulary import Outcome

#: Outcomes a verifier may give to an answer, and those open to an opinion still in progress.
VERIFIED_OUTCOMES = (
    Outcome.AT_CONFERENCE,
    Outcome.AFTER,
    Outcome.EXPLAINED,
    Outcome.NOT_ACCEPTED,
    Outcome.STEP_BY_STEP,
    Outcome.UNRESOLVED,
)
UNDECIDED_OUTCOMES = (Outcome.STEP_BY_STEP, Outcome.UNRESOLVED)


def require(data, *names):
    """Refuse missing data by field, all at once."""
    missing = {name: _("This field is required.") for name in names if not data.get(name)}
    if missing:
        raise ValidationError(missing)


def _save_handling(opinion, **values):
    for name, value in values.items():
        setattr(opinion.handling, name, value)
    opinion.handling.save(update_fields=list(values))


def due_key(data):
    return "opinion.answer_after_complex" if data.get("is_complex") else "opinion.answer_after"


# --- classify, refuse ----------------------------------------------------------------------------------------------


def check_classify(opinion, data):
    require(data, "field", "competent_level")


def classify(opinion, data, *, by, on):
    opinion.field = data["field"]
    opinion.competent_level = data["competent_level"]
    return {"field": data["field"].code, "competent_level": data["competent_level"]}


def check_refuse(opinion, data):
    require(data, "refusal_reason")
    if opinion.merged.exists():
        raise MoveRefused(_("Other opinions were merged into this one, so it cannot be refused."))


def refuse(opinion, data, *, by, on):
    _save_handling(opinion, done_on=on)
    return {"refusal_reason": data["refusal_reason"]}


# --- assign and its way back ---------------------------------------------------------------------------------------


def check_assign(opinion, data):
    require(data, "lead")
    if data["lead"] in (data.get("coordinators") or []):
        raise ValidationError({"coordinators": _("The lead organisation cannot coordinate with itself.")})


def assign(opinion, data, *, by, on, first_due_on=None):
    """`first_due_on`: the original due date of work that is passed on; else the one that the rule gives now."""
    due = compute_due(due_key(data), on, level=opinion.level)
    _save_handling(
        opinion,
        lead=data["lead"],
        assigner=data.get("assigner"),
        assigned_on=on,
        acknowledged_on=None,
        due_on=due.on,
        original_due_on=first_due_on or due.on,
        missed_due_on=opinion.handling.missed_when_moved(on),
        due_basis=due.basis,
        done_on=None,
    )
    opinion.handling.coordinations.all().delete()
    Coordination.objects.bulk_create(
        Coordination(handling=opinion.handling, organisation=body) for body in data.get("coordinators") or []
    )
    return {"lead": data["lead"].code, "due_on": due.on.isoformat()}


def check_reason(opinion, data):
    require(data, "reason")


def return_assignment(opinion, data, *, by, on):
    lead = opinion.handling.lead.code
    opinion.handling.coordinations.all().delete()
    missed = opinion.handling.missed_when_moved(on)
    _save_handling(opinion, lead=None, assigner=None, assigned_on=None, missed_due_on=missed)
    _save_handling(opinion, due_on=None, original_due_on=None, due_basis={})
    return {"lead": lead}


def acknowledge(opinion, data, *, by, on):
    _save_handling(opinion, acknowledged_on=max(on, opinion.handling.assigned_on))
    return {}


# --- answers -------------------------------------------------------------------------------------------------------


def was_raised_for_a_conference(opinion):
    return opinion.conference_id is not None


def check_answer(opinion, data):
    if not data.get("text") and not data.get("document"):
        raise ValidationError({"text": _("Give the answer as a text or as a document.")})
    if data.get("answered_on") and data["answered_on"] < opinion.raised_on:
        raise ValidationError({"answered_on": _("The answer cannot be older than the opinion.")})


def answer(opinion, data, *, by, on):
    Answer.objects.create(
        opinion=opinion,
        organisation=opinion.handling.lead,
        answerer=data.get("answerer", ""),
        text=data.get("text", ""),
        document=data.get("document"),
        answered_on=data.get("answered_on") or on,
        by=by,
    )
    _save_handling(opinion, done_on=on)
    return {"organisation": opinion.handling.lead.code}


def check_hall_answer(opinion, data):
    require(data, "answerer", "text")


def answer_in_hall(opinion, data, *, by, on):
    Answer.objects.create(
        opinion=opinion,
        organisation=data.get("organisation"),
        answerer=data["answerer"],
        in_hall=True,
        text=data["text"],
        answered_on=opinion.conference.held_on,
        by=by,
    )
    _save_handling(opinion, done_on=on)
    return {"in_hall": True}


def return_answer(opinion, data, *, by, on):
    opinion.answers.filter(accepted__isnull=True).update(accepted=False)
    _save_handling(opinion, done_on=None)
    return {}


def has_lead(opinion):
    """Without a lead there is nobody to return an answer to, and nobody to resume the work."""
    return opinion.handling.lead_id is not None


def check_reply(opinion, data):
    check_answer(opinion, data)


def record_reply(opinion, data, *, by, on):
    Answer.objects.create(
        opinion=opinion,
        organisation=opinion.handling.forwarded_to,
        answerer=data.get("answerer", ""),
        text=data.get("text", ""),
        document=data.get("document"),
        answered_on=data.get("answered_on") or on,
        by=by,
    )
    _withdraw_decision(opinion)
    return {"organisation": opinion.handling.forwarded_to.code}


# --- outcomes ------------------------------------------------------------------------------------------------------


def check_outcome(opinion, data, allowed):
    require(data, "outcome")
    outcome = data["outcome"]
    if outcome not in allowed:
        raise ValidationError({"outcome": _("This outcome cannot be given at this point.")})
    if outcome == Outcome.UNRESOLVED:
        require(data, "unresolved_reason")
    elif outcome == Outcome.STEP_BY_STEP:
        require(data, "milestone", "next_review_on")
    elif outcome in (Outcome.AT_CONFERENCE, Outcome.AFTER):
        _check_evidence(opinion, data, outcome)


def _check_evidence(opinion, data, outcome):
    """A document, that of the answer included, a file, or a name."""
    last = _last_answer(opinion)
    if not (data.get("attachment") or data.get("confirmed_by") or data.get("document") or (last and last.document_id)):
        raise ValidationError(
            {"confirmed_by": _("“Resolved” needs evidence: a document, an attachment or the name of who confirms it.")}
        )
    if outcome == Outcome.AT_CONFERENCE and not (last and last.in_hall):
        raise ValidationError({"outcome": _("Only an answer given in the hall can be resolved at the conference.")})


def _last_answer(opinion):
    return opinion.answers.order_by("-pk").first()


def _document(opinion, data):
    """The document a decision rests on: the one given with it, for “resolved” else that of the last answer."""
    if data.get("document") or data["outcome"] not in (Outcome.AT_CONFERENCE, Outcome.AFTER):
        return data.get("document")
    last = _last_answer(opinion)
    return last and last.document


def check_verify(opinion, data):
    check_outcome(opinion, data, VERIFIED_OUTCOMES)


def check_decide(opinion, data):
    check_outcome(opinion, data, UNDECIDED_OUTCOMES)


def _decide(opinion, data, *, by, on):
    outcome = data["outcome"]
    DecisionRecord.objects.create(
        opinion=opinion,
        outcome=outcome,
        document=_document(opinion, data),
        attachment=data.get("attachment"),
        confirmed_by=data.get("confirmed_by", ""),
        milestone=data.get("milestone", "") if outcome == Outcome.STEP_BY_STEP else "",
        next_review_on=data.get("next_review_on") if outcome == Outcome.STEP_BY_STEP else None,
        reason=data.get("unresolved_reason", "") if outcome == Outcome.UNRESOLVED else "",
        addressee=data.get("addressee"),
        on=on,
        by=by,
    )
    opinion.outcome = outcome
    return {"outcome": str(outcome)}


def verify(opinion, data, *, by, on):
    opinion.answers.filter(accepted__isnull=True).update(accepted=True)
    if opinion.handling.done_on is None:
        _save_handling(opinion, done_on=on)
    return _decide(opinion, data, by=by, on=on)


def decide(opinion, data, *, by, on):
    _save_handling(opinion, done_on=on)
    return _decide(opinion, data, by=by, on=on)


def check_forward(opinion, data):
    require(data, "addressee", "document")


def forward(opinion, data, *, by, on):
    _save_handling(opinion, forwarded_to=data["addressee"], done_on=on)
    facts = _decide(opinion, {**data, "outcome": Outcome.FORWARDED_UP}, by=by, on=on)
    return {**facts, "addressee": data["addressee"].code}


def check_merge(opinion, data):
    require(data, "master")
    if data["master"].pk == opinion.pk:
        raise ValidationError({"master": _("An opinion cannot be merged with itself.")})
    master = _held(data["master"])
    if not master.is_counted:
        raise ValidationError({"master": _("Choose a master that is itself counted, not a merged or refused opinion.")})
    if opinion.merged.exists():
        raise MoveRefused(_("Other opinions were merged into this one, so it cannot be merged away."))


def _held(master):
    """The master as it is now, held until the merge is written: of two merges at once one could hang on the other.

    It is not waited for, since whoever holds it may be waiting for this one.
    """
    rows = type(master).objects.select_for_update(of=("self",), no_key=True, nowait=True)
    try:
        return rows.get(pk=master.pk)
    except OperationalError:
        busy = _("Somebody is changing %(code)s at this moment. Try again.") % {"code": master.code}
        raise MoveRefused(busy) from None


def merge(opinion, data, *, by, on):
    opinion.master = data["master"]
    _save_handling(opinion, done_on=on)
    facts = _decide(opinion, {"outcome": Outcome.MERGED}, by=by, on=on)
    return {**facts, "master": data["master"].code}


# --- what belongs among petitions ----------------------------------------------------------------------------------


def check_petition(opinion, data):
    if opinion.merged.exists():
        raise MoveRefused(_("Other opinions were merged into this one, so it cannot become a petition."))


def turn_into_petition(opinion, data, *, by, on):
    """The room of petitions has registered it. Its code is no fact: it may turn out to be a denunciation later.

    What was decided of it before counts no more; work that was done stays done on its day.
    """
    _withdraw_decision(opinion)
    _save_handling(opinion, done_on=opinion.handling.done_on or on)
    return _decide(opinion, {"outcome": Outcome.PETITION}, by=by, on=on)


# --- close, resume, reopen -----------------------------------------------------------------------------------------


def _withdraw_decision(opinion):
    opinion.decisions.filter(withdrawn=False).update(withdrawn=True)
    opinion.outcome = None
    opinion.master = None


def is_undecided(opinion):
    """Step by step or unresolved: work may go on, provided somebody leads it."""
    return opinion.outcome in UNDECIDED_OUTCOMES and has_lead(opinion)


def resume(opinion, data, *, by, on):
    withdrawn = opinion.outcome
    _withdraw_decision(opinion)
    _save_handling(opinion, done_on=None)
    return {"withdrawn_outcome": withdrawn}


def is_an_opinion(opinion):
    """What was turned into a petition is followed there."""
    return not opinion.is_petition


def check_reopen(opinion, data):
    require(data, "reason")
    if not data.get("lead") and opinion.handling.lead_id is None:
        raise ValidationError({"lead": _("Name the organisation that takes the lead.")})


def with_new_lead(opinion, data, lead):
    """What assigning to another lead is given: who takes the lead over coordinates no longer, the others stay."""
    coordinators = data["coordinators"] if "coordinators" in data else opinion.handling.coordinators.all()
    others = [body for body in coordinators if body != lead]
    return {**data, "lead": lead, "coordinators": others}


def reopen(opinion, data, *, by, on):
    withdrawn = opinion.outcome
    _withdraw_decision(opinion)
    lead = data.get("lead") or opinion.handling.lead
    facts = assign(opinion, with_new_lead(opinion, data, lead), by=by, on=on)
    return {**facts, "withdrawn_outcome": withdrawn}
