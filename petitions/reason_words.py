"""Reasons given with a move, in words: as their list called them on the day of that move (`registers/reasons.py`)."""

from registers.models import ReasonList
from registers.reasons import label_of, labels_of


def decline_words(petition):
    """Why it is declined, as on the day that was proposed; "" of none."""
    reason = petition.decline_reason
    return label_of(ReasonList.DECLINE, reason, _day_of(petition, "propose")) if reason else ""


def ineligibility_words(petition):
    """What is missing to be processed, as on the day it was classified."""
    missing = petition.ineligibilities
    return labels_of(ReasonList.INELIGIBILITY, missing, _day_of(petition, "classify")) if missing else []


def _day_of(petition, move):
    days = [row.on for row in petition.history.all() if row.move == move]
    return days[-1] if days else petition.received_on
