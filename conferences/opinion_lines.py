"""Opinions as the tables of opinions show them: every cell written out, each repeated word only once.

A table has fifty rows of the same few units, fields, bodies, days and states; looking each up in the template again
made half the cost of the page.
"""

from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dialogue_portal.templatetags.portal import due_badge, tag

from .models.vocabulary import OpinionState, Outcome, Phase
from .speakers import gloss_words, speaker_in_list, text_words
from .tones import OUTCOME_TONES, STATE_TONES

NOTHING = "–"


class Line(NamedTuple):
    """One row. `state` and `due` are HTML; `gloss` is empty unless the page is in English."""

    pk: str
    code: str
    url: str
    day: str
    text: str
    gloss: str
    who: str
    unit: str
    field: str
    lead: str
    lead_in_full: str
    state: str
    due: str


def dress_rows(opinions, today=None):
    """Lines of the table, masked, from opinions with their list columns. Due dates are seen from `today`."""
    write = _Writer(today or timezone.localdate())
    return [write.line(row) for row in opinions]


class _Writer:
    """Writes the lines of one table."""

    def __init__(self, today):
        self.english = get_language() == "en"
        # One look-up of the address for all rows: the code takes the place of the mark.
        self.address = reverse("conferences:opinion", args=["CODE"])
        self.day = cache(lambda day: formats.date_format(day, "SHORT_DATE_FORMAT"))
        self.phase = cache(lambda phase: str(Phase(phase).label))
        self.state = cache(_state)
        self.due = cache(lambda due_on, done_on, missed_on: _due(due_on, today, done_on, missed_on))

    def line(self, row):
        handling, lead = row.handling, row.handling.lead
        speaker, phase = speaker_in_list(row), self.phase(row.phase)
        return Line(
            pk=str(row.pk),
            code=row.code,
            url=self.address.replace("CODE", row.code),
            day=self.day(row.raised_on),
            text=text_words(row),
            gloss=gloss_words(row) if self.english else "",
            who=f"{speaker} · {phase}" if speaker else phase,
            unit=row.unit.name,
            field=row.field.name if row.field_id else NOTHING,
            lead=(lead.short_name or str(lead)) if lead else NOTHING,
            lead_in_full=str(lead) if lead else "",
            state=self.state(row.state, row.outcome),
            due=self.due(handling.due_on, handling.done_on, handling.missed_due_on),
        )


def _due(due_on, today, done_on, missed_on):
    """The due date, and beside it one that had passed when it was moved."""
    badge = due_badge(due_on, today, done_on) if due_on else NOTHING
    if not missed_on:
        return badge
    missed = _("missed %(day)s") % {"day": formats.date_format(missed_on, "SHORT_DATE_FORMAT")}
    return format_html('{}<span class="sub">{}</span>', badge, missed)


def _state(state, outcome):
    """The outcome above the state once there is one."""
    words = OpinionState(state).label
    if not outcome:
        return tag(words, STATE_TONES[state])
    badge = tag(Outcome(outcome).label, OUTCOME_TONES.get(outcome, "none"))
    return format_html('{}<span class="sub">{}</span>', badge, words)
