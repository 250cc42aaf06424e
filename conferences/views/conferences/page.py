"""The page of a conference: what to do next, its facts, people, papers, opinions and history."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from handling.history_words import when_words
from handling.panels import panels_for
from registers.models import RuleMissing, RuleParameter

from ... import permissions
from ...conference_workflow import CONFERENCES, open_moves
from ...models.vocabulary import HELD_STATES, AttendanceStatus, ConferenceState
from ...overview import delegate_summary, opinion_counts, outcome_table
from .access import get_conference
from .list import TONES
from .papers import PAPERS

#: The usual way of a conference; postponed and cancelled stand beside it.
WAY = tuple(state for state in ConferenceState if state not in (ConferenceState.POSTPONED, ConferenceState.CANCELLED))


@dataclass
class NextMove:
    """A move open to this user, with what to know before making it."""

    name: str
    label: object
    weight: str
    hint: str = ""
    tone: str = ""


@dataclass
class Step:
    """A station on the way of a conference: past, here or ahead."""

    label: object
    place: str


@dataclass
class HistoryStep:
    """A line of the history component."""

    title: object
    text: str = ""
    note: str = ""
    at: str = ""
    who: str = ""


@require_safe
def conference(request, code):
    """Everything about one conference that this user may see."""
    conference = get_conference(request.user, code)
    today = timezone.localdate()
    moves = [next_move(move, conference, today) for move in open_moves(request.user, conference)]
    context = {
        "conference": conference,
        "today": today,
        "tone": TONES[conference.state],
        "way": way_of(conference),
        "main_moves": [move for move in moves if move.weight == "main"],
        "other_moves": [move for move in moves if move.weight != "main"],
        "waits_for": "" if moves else waits_for(conference),
        "can_edit": permissions.can_edit_conference(request.user, conference),
        "can_appoint": permissions.can_appoint(request.user, conference),
        "can_register": permissions.can_register(request.user, unit=conference.unit, conference=conference),
        "papers": papers_of(request.user, conference),
        "chairs": conference.chairs.select_related("person"),
        "committee": conference.committee.select_related("person", "organisation"),
        "staff": serving(conference, today),
        "venues": conference.venues.all(),
        "delegates": delegate_summary(conference),
        "statuses": AttendanceStatus.choices,
        "opinions": outcome_table(conference),
        "history": history_of(conference),
        "panels": panels_for("conference", request, conference),
        "was_held": conference.state in HELD_STATES,
    }
    return render(request, "conferences/conference_page.html", context)


def serving(conference, on):
    """Staff rows of those who serve the conference on a day."""
    rows = conference.staff.select_related("user").order_by("user__sort_key")
    return [row for row in rows if row.valid_until is None or row.valid_until >= on]


def papers_of(user, conference):
    """(column, label, document or None, whether this user records it) of each paper."""
    return [
        (name, label, getattr(conference, name), permissions.can_record_paper(user, conference, name))
        for name, label in PAPERS.items()
    ]


def way_of(conference):
    """The stations of the way; a postponed or cancelled conference is nowhere on it."""
    if conference.state not in WAY:
        return []
    here = WAY.index(conference.state)
    return [
        Step(state.label, "here" if index == here else "past" if index < here else "ahead")
        for index, state in enumerate(WAY)
    ]


def waits_for(conference):
    """Who has the next move when it is not this user's, in a sentence."""
    for move in CONFERENCES.moves:
        if conference.state in move.sources and move.weight == "main":
            if move.who is permissions.can_lead_conference:
                return _("Next: “%(move)s”, by the leader of the unit or of the commission.") % {"move": move.label}
            return _("Next: “%(move)s”, by those who keep the conference.") % {"move": move.label}
    return ""


def next_move(move, conference, today):
    """A move with the guard that stands before it, in words."""
    hint, tone = _HINTS.get(move.name, _no_hint)(conference, today)
    return NextMove(move.name, move.label, move.weight, hint, tone)


def _no_hint(conference, today):
    return "", ""


def _announce_hint(conference, today):
    try:
        rule = RuleParameter.objects.for_date("dialogue.announce_before", conference.held_on, conference.level)
    except RuleMissing:
        return "", ""
    latest = conference.held_on - timedelta(days=rule.value)
    words = {"days": rule.value, "latest": formats.date_format(latest, "SHORT_DATE_FORMAT")}
    if today > latest:
        return _("The announcement was due by %(latest)s, %(days)d days before; a later one needs a reason.") % words, (
            "late"
        )
    return _("Announce by %(latest)s, %(days)d days before the conference.") % words, (
        "soon" if (latest - today).days <= 3 else ""
    )


def _hold_hint(conference, today):
    if conference.held_on > today:
        day = formats.date_format(conference.held_on, "SHORT_DATE_FORMAT")
        return _("The conference is on %(day)s; have the number of participants at hand.") % {"day": day}, ""
    return _("Enter the number of participants who were there."), ""


def _document_hint(conference, today):
    return _("Have the number and date of the document at hand."), ""


def _close_hint(conference, today):
    pending = opinion_counts([conference]).get(conference.pk)
    if pending and pending.pending:
        return ngettext(
            "%(count)d opinion has no outcome yet: decide it, or give the reason for handing it over.",
            "%(count)d opinions have no outcome yet: decide them, or give the reason for handing them over.",
            pending.pending,
        ) % {"count": pending.pending}, "soon"
    return _("Every opinion has its outcome."), "ok"


_HINTS = {
    "approve_plan": _document_hint,
    "announce": _announce_hint,
    "hold": _hold_hint,
    "sign_minutes": _document_hint,
    "conclude": _document_hint,
    "close": _close_hint,
}


def history_of(conference):
    """What happened, newest first, with what each move recorded and the words given."""
    steps = []
    for row in conference.history.select_related("by", "note").order_by("-pk"):
        note = getattr(row, "note", None)
        steps.append(
            HistoryStep(
                title=ConferenceState(row.to_state).label,
                text=_recorded(row.facts),
                note=note.text if note else "",
                at=when_words(row),
                who=row.by.full_name,
            )
        )
    return steps


def _recorded(facts):
    """The facts of a move in words: the document, the day of the announcement, the number of participants."""
    if "announced_on" in facts:
        return formats.date_format(date.fromisoformat(facts["announced_on"]), "SHORT_DATE_FORMAT")
    if "participants" in facts:
        return ngettext("%(n)s participant", "%(n)s participants", facts["participants"]) % {
            "n": formats.number_format(facts["participants"], use_l10n=True, force_grouping=True)
        }
    return next((facts[name] for name in PAPERS if name in facts), "")
