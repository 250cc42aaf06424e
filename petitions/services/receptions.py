"""Sessions of citizen reception: planning one or a series, changing it, holding it, calling it off.

A session has no table of moves: it is planned, and then held or cancelled. The trail keeps every change.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from dialogue_portal.submissions import sent_before, submission_key
from handling.moves import MoveRefused, StaleVersion
from handling.numbering import next_code
from registers.calendar import WorkingCalendar
from registers.models import Organisation, ReasonList, RuleMissing
from registers.reasons import codes_in_force

from ..models import Receiver, ReceptionKind, ReceptionSession, SessionState
from ..reception_rules import delegation_rules, why_no_delegation, why_not_online

#: Tiếp công dân.
SERIES = "TD"
#: A series is planned for a year at most.
LONGEST_SERIES = timedelta(days=366)


@dataclass(frozen=True)
class SessionData:
    owner: object
    kind: str
    on: date
    starts_at: time
    place: str
    leader: str
    #: A value of `Receiver`; "" of a routine session.
    receiver: str = ""
    ends_at: time | None = None
    delegate: str = ""
    is_online: bool = False
    grounds: tuple[str, ...] = ()
    token: object = None


_CHANGED = ("on", "starts_at", "ends_at", "place", "leader", "receiver", "delegate", "is_online", "grounds")


def plan_session(data, *, by, is_demo=False):
    """Plan one session; `data.token` makes it idempotent. Raises `ValidationError` by field.

    The caller has checked that `by` receives for the owner.
    """
    _refuse(data)
    with transaction.atomic():
        _hold_calendar(data.owner)
        if earlier := sent_before(ReceptionSession.objects, data):
            return earlier
        _refuse_second_routine(data)
        return _plan(data, by=by, is_demo=is_demo)


def plan_series(data, *, repeat, until, by):
    """Plan sessions from `data.on` to `until`: `repeat` is "weekly", "monthly" (same day) or "weekday" (the same
    weekday of the month, such as the second Thursday). A day off moves to the next working day.

    Returns (planned, skipped days): days on which the body has such a session already are skipped, so that planning
    again adds only what is missing. Raises `ValidationError` by field, and then plans nothing.
    """
    if until < data.on or until - data.on > LONGEST_SERIES:
        raise ValidationError({"until": _("Give a day after the first one, within a year of it.")})
    calendar = WorkingCalendar.load(data.on, until + timedelta(days=30))
    days = sorted({calendar.next_working_day(day) for day in _repeated(data.on, repeat, until)})
    for day in days:
        _refuse(replace(data, on=day))
    with transaction.atomic():
        _hold_calendar(data.owner)
        there = ReceptionSession.objects.filter(owner=data.owner, kind=data.kind, on__in=days)
        taken = set(there.exclude(state=SessionState.CANCELLED).values_list("on", flat=True))
        planned = [_plan(replace(data, on=day, token=None), by=by) for day in days if day not in taken]
    return planned, sorted(taken)


def open_routine(owner, *, leader, place, on, now, by):
    """The routine session of a body on a day, opened with the first visitor; the one that is there is given back."""
    data = SessionData(owner, ReceptionKind.ROUTINE, on, now.replace(second=0, microsecond=0), place, leader)
    with transaction.atomic():
        _hold_calendar(owner)
        return _routine(owner, on).first() or _plan(data, by=by)


def _hold_calendar(owner):
    """Whoever plans for the same body meanwhile waits, so that nothing is planned twice."""
    Organisation.objects.select_for_update(no_key=True).get(pk=owner.pk)


def change_session(session, data, *, version, by):
    """Write day, times, place and people anew. Raises `StaleVersion`, `MoveRefused` or `ValidationError`."""
    with transaction.atomic():
        held = _held(session, version)
        if held.state == SessionState.CANCELLED:
            raise MoveRefused(_("This session was cancelled."))
        if held.last_turn and data.on != held.on:
            raise ValidationError({"on": _("Somebody was received on this day already.")})
        if held.state == SessionState.HELD and data.on > timezone.localdate():
            raise ValidationError({"on": _("This session was held: its day cannot be to come.")})
        moved = replace(data, owner=held.owner, kind=held.kind)
        _refuse(moved)
        _hold_calendar(held.owner)
        if data.on != held.on:
            _refuse_second_routine(moved)
        values = {name: getattr(data, name) for name in _CHANGED} | {"grounds": list(data.grounds)}
        changed = [name for name in _CHANGED if getattr(held, name) != values[name]]
        for name in changed:
            setattr(held, name, values[name])
        if changed:
            save_session(held, changed, by=by)
    return held


def hold_session(session, *, version, on, by):
    """Record that a session took place, visitors or not; with the first visitor that is recorded by itself."""
    with transaction.atomic():
        held = _held(session, version)
        if held.state != SessionState.PLANNED:
            raise MoveRefused(_("Only a planned session can be recorded as held."))
        mark_held(held, on=on)
        save_session(held, ["state"], by=by)
    return held


def mark_held(session, *, on):
    """Set a locked session to held. Raises `MoveRefused` before its day and when it was cancelled."""
    if session.state == SessionState.CANCELLED:
        raise MoveRefused(_("This session was cancelled."))
    if session.on > on:
        raise MoveRefused(_("This session is still to come."))
    session.state = SessionState.HELD


def cancel_session(session, *, reason, version, by):
    """Call a session off. Raises `MoveRefused` where somebody was received."""
    with transaction.atomic():
        held = _held(session, version)
        if held.state == SessionState.CANCELLED:
            raise MoveRefused(_("This session was cancelled."))
        if held.turns.filter(is_struck=False).exists():
            raise MoveRefused(_("Somebody was received in this session: it cannot be cancelled."))
        held.state, held.cancel_reason = SessionState.CANCELLED, reason
        save_session(held, ["state", "cancel_reason"], by=by)
    return held


def _refuse(data):
    wrong = _wrong_people(data)
    if data.kind == ReceptionKind.AD_HOC and not data.grounds:
        wrong["grounds"] = _("Say why the head receives outside the fixed days.")
    if data.kind != ReceptionKind.AD_HOC and data.grounds:
        wrong["grounds"] = _("Only an ad hoc reception has such a ground.")
    if data.grounds and set(data.grounds) - codes_in_force(ReasonList.AD_HOC, data.on):
        wrong["grounds"] = _("There is no such ground.")
    if data.on > timezone.localdate() + LONGEST_SERIES:
        wrong["on"] = _("That is more than a year ahead.")
    if data.ends_at and data.ends_at <= data.starts_at:
        wrong["ends_at"] = _("It ends before it begins.")
    try:
        delegation_rules(data.on)
        if data.is_online and (sentence := why_not_online(data.on)):
            wrong["is_online"] = sentence
        if data.delegate:
            why_no_delegation(data.on)
    except RuleMissing as missing:
        wrong["on"] = str(missing)
    if wrong:
        raise ValidationError(wrong)


def _wrong_people(data):
    """{field: sentence} of who receives: of all but routine sessions it is said whether the head does."""
    if data.kind == ReceptionKind.ROUTINE:
        return {"delegate": _("Only a reception of the head can be delegated.")} if data.delegate else {}
    if data.receiver not in (Receiver.HEAD, Receiver.OTHER):
        return {"receiver": _("Say whether the head receives in person: only such days count for the head.")}
    if data.delegate and data.receiver == Receiver.HEAD:
        return {"receiver": _("Who has somebody else receive does not receive in person.")}
    return {}


def _routine(owner, on):
    """The routine session of a body on a day, if there is one that was not cancelled."""
    rows = ReceptionSession.objects.filter(owner=owner, on=on, kind=ReceptionKind.ROUTINE)
    return rows.exclude(state=SessionState.CANCELLED)


def _refuse_second_routine(data):
    if data.kind == ReceptionKind.ROUTINE and _routine(data.owner, data.on).exists():
        raise ValidationError({"on": _("There is a routine session on this day already.")})


@transaction.atomic
def _plan(data, *, by, is_demo=False):
    unit = data.owner.unit
    session = ReceptionSession.objects.create(
        code=next_code(SERIES, data.on.year),
        owner=data.owner,
        unit=unit,
        level=unit.level,
        kind=data.kind,
        is_demo=is_demo,
        created_by=by,
        submission_token=submission_key(data),
        **{name: getattr(data, name) for name in _CHANGED if name != "grounds"},
        grounds=list(data.grounds),
    )
    record(Action.CREATED, session, by=by, fields=["on", "place", "leader"], label=session.code)
    return session


def _repeated(first, repeat, until):
    if repeat == "weekly":
        return [first + timedelta(days=7 * week) for week in range((until - first).days // 7 + 1)]
    month_of = _same_weekday if repeat == "weekday" else _same_day
    days = [month_of(first, *divmod(first.year * 12 + first.month - 1 + step, 12)) for step in range(13)]
    return [day for day in days if day <= until]


def _same_day(first, year, month):
    """The day of the month of `first`; of a shorter month its last day."""
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=first.day - 1), following - timedelta(days=1))


def _same_weekday(first, year, month):
    """The weekday of `first`, as often in its month; a fifth one that a month does not have is the fourth."""
    begin = date(year, month + 1, 1)
    day = begin + timedelta(days=(first.weekday() - begin.weekday()) % 7 + 7 * ((first.day - 1) // 7))
    return day if day.month == begin.month else day - timedelta(days=7)


def _held(session, version):
    held = ReceptionSession.objects.held_for_change().select_related("owner").get(pk=session.pk)
    if held.version != version:
        raise StaleVersion(held)
    return held


def save_session(session, fields, *, by):
    session.version += 1
    session.save(update_fields=[*fields, "version"])
    record(Action.CHANGED, session, by=by, fields=fields, label=session.code)
