"""Colours of states and outcomes, always beside their words."""

from .models.vocabulary import OpinionState, Outcome

STATE_TONES = {
    OpinionState.RECEIVED: "none",
    OpinionState.CLASSIFIED: "none",
    OpinionState.ASSIGNED: "calm",
    OpinionState.IN_PROGRESS: "calm",
    OpinionState.ANSWERED: "soon",
    OpinionState.VERIFIED: "ok",
    OpinionState.FORWARDED: "calm",
    OpinionState.CLOSED: "ok",
    OpinionState.REFUSED: "none",
}
OUTCOME_TONES = {
    Outcome.AT_CONFERENCE: "ok",
    Outcome.AFTER: "ok",
    Outcome.EXPLAINED: "calm",
    Outcome.STEP_BY_STEP: "soon",
    Outcome.UNRESOLVED: "late",
    Outcome.FORWARDED_UP: "calm",
}


def state_tone(opinion):
    return STATE_TONES[opinion.state]


def outcome_tone(opinion):
    return OUTCOME_TONES.get(opinion.outcome, "none")
