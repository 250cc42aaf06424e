"""Colours of the states of petitions, always beside their words."""

from .models import CaseState
from .models import PetitionState as State

STATE_TONES = {
    State.RECEIVED: "none",
    State.CLASSIFIED: "none",
    State.PROPOSED: "soon",
    State.APPROVED: "calm",
    State.ACCEPTED: "calm",
    State.IN_PROGRESS: "calm",
    State.SUSPENDED: "soon",
    State.REWRITING: "soon",
    State.TRANSFERRED: "calm",
}


def state_tone(petition):
    """What has ended is green; what was refused or given up has no colour."""
    quiet = (State.DECLINED, State.WITHDRAWN, State.TERMINATED, State.SPLIT, State.STRUCK, State.FILED, State.RETURNED)
    return STATE_TONES.get(petition.state, "none" if petition.state in quiet else "ok")


def case_tone(case):
    return "ok" if case.state == CaseState.RESOLVED else "calm"
