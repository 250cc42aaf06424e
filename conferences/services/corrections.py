"""Correcting who raised an opinion, when, where and how: facts of the turn, so of every opinion raised in it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import formats
from django.utils.translation import gettext as _

from handling.moves import StaleVersion, note_change

from .. import permissions
from ..models import Answer, Conference, Opinion, Speaker, SpeakerTurn
from ..models.vocabulary import OpinionState, Phase
from ..tallies import counted, recount_all
from ..workflow import OPINIONS
from .opinions import refresh_search

#: What history rows call this change.
CORRECTED = "correct_record"
#: Columns of the speaker. What changed in them is told by name, never by value.
PERSONAL = ("kind", "delegate", "full_name", "capacity", "address", "phone", "group_size")


def correct_record(opinion, facts, *, version, reason="", by, on):
    """Put the facts of the turn (`TurnData` without items; `speaker` None leaves it) right, and the counts with them.

    Returns the opinions of the turn; where nothing differs, nothing is written. Codes stay, and so do papers and
    summaries made before. Raises `StaleVersion`, `PermissionDenied` or `ValidationError`.
    """
    with transaction.atomic():
        rows = list(Opinion.objects.for_move().filter(turn=opinion.turn_id).order_by("item"))
        current = next(row for row in rows if row.pk == opinion.pk)
        if current.version != version:
            raise StaleVersion(current)
        _check_right(rows, current, reason, by)
        turn = SpeakerTurn.objects.select_related("conference").get(pk=current.turn_id)
        speaker = Speaker.objects.filter(turn=turn).first()
        conference = _held(facts.conference, turn)
        day = conference.held_on if conference else facts.taken_on
        changes = _changes(turn, conference, day, facts)
        names = [*_personal_changes(speaker, facts.speaker), *changes]
        if names:
            _check(rows, turn, conference, day, facts, on)
            before = [counted(row) for row in rows]
            _write(turn, speaker, rows, conference, day, facts)
            recount_all(zip(before, map(counted, rows), strict=True))
            for row in rows:
                told = {"corrected": names, "changes": changes}
                note_change(OPINIONS, row, CORRECTED, names, facts=told, reason=reason, by=by, on=on)
    return rows


def _check_right(rows, current, reason, by):
    closed = any(row.state == OpinionState.CLOSED for row in rows)
    if not permissions.can_correct(by, current, closed=closed):
        raise PermissionDenied
    if closed and not reason:
        raise ValidationError({"reason": _("This field is required.")})


def _held(conference, turn):
    """The conference as it is now; another one is held, so that its day stays and its turns are numbered in order."""
    if conference is None or conference.pk == turn.conference_id:
        return turn.conference if conference else None
    return Conference.objects.select_for_update(of=("self",), no_key=True).get(pk=conference.pk)


def _changes(turn, conference, day, facts):
    """{fact: [what it was, what it is]} of what names nobody."""
    was = (turn.conference and turn.conference.code, turn.taken_on.isoformat(), turn.phase, turn.channel)
    now = (conference and conference.code, day.isoformat(), str(facts.phase), str(facts.channel))
    names = ("conference", "raised_on", "phase", "channel")
    return {name: [old, new] for name, old, new in zip(names, was, now, strict=True) if old != new}


def _personal_changes(speaker, given):
    """Names of what changes about the speaker; a delegate and a name are one fact, who spoke."""
    if speaker is None or given is None:
        return []
    changed = [name for name in PERSONAL if getattr(speaker, name) != getattr(given, name)]
    return list(dict.fromkeys("speaker" if name in ("delegate", "full_name") else name for name in changed))


def _check(rows, turn, conference, day, facts, on):
    errors = {}
    if conference is None:
        if facts.phase == Phase.AT:
            errors["phase"] = _("Choose “after” or “before”: without a conference nothing is raised at one.")
        if day > on:
            errors["received_on"] = _("This day lies in the future.")
    elif conference.unit_id != turn.unit_id:
        errors["conference"] = _("Choose a conference of %(unit)s.") % {"unit": turn.unit.name}
    delegate = facts.speaker and facts.speaker.delegate
    if delegate and (conference is None or delegate.conference_id != conference.pk):
        errors["speaker"] = _("This is no delegate of the conference.")
    errors |= _checked_with_answers(rows, conference, day) if day != turn.taken_on or conference is None else {}
    if errors:
        raise ValidationError(errors)


def _checked_with_answers(rows, conference, day):
    """Answers of the hall need one, and their day follows it; no other answer is older than what it answers."""
    answers = Answer.objects.filter(opinion__in=rows)
    if conference is None and answers.filter(in_hall=True).exists():
        return {"conference": _("It was answered in the hall, so it belongs to a conference.")}
    first = answers.filter(in_hall=False, answered_on__lt=day).order_by("answered_on").first()
    if first is None:
        return {}
    sentence = _("An answer of %(answered)s would be older than the opinion of %(raised)s.")
    days = {"answered": _day(first.answered_on), "raised": _day(day)}
    return {"conference" if conference else "received_on": sentence % days}


def _day(day):
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def _write(turn, speaker, rows, conference, day, facts):
    if turn.conference_id != (conference and conference.pk):
        turn.number = _next_number(conference)
    turn.conference, turn.taken_on, turn.phase, turn.channel = conference, day, facts.phase, facts.channel
    turn.save(update_fields=["conference", "number", "taken_on", "phase", "channel"])
    if speaker and facts.speaker:
        for name in PERSONAL:
            setattr(speaker, name, getattr(facts.speaker, name))
        speaker.save()
    for row in rows:
        row.conference, row.raised_on, row.phase, row.channel = conference, day, facts.phase, facts.channel
        row.save(update_fields=["conference", "raised_on", "phase", "channel"])
        if row.current_text_id:
            refresh_search(row)
    if conference:
        Answer.objects.filter(opinion__in=rows, in_hall=True).update(answered_on=day)


def _next_number(conference):
    """The number of its next turn; the one that is left stays free."""
    if conference is None:
        return 1
    return (conference.turns.aggregate(highest=Max("number"))["highest"] or 0) + 1
