"""Every (state, move, role) of a conference is walked, against a table written from the design, not from the code."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.models import AuditEvent
from conferences.conference_workflow import MOVES, move, open_moves
from conferences.models import Conference, ConferenceMove, ConferenceNote
from conferences.models.vocabulary import ConferenceState as State
from conferences.services.opinions import ContentItem, TurnData, register_turn
from handling.moves import MoveRefused, StaleVersion
from registers.loading import load_rules
from registers.models import RuleParameter

HELD_ON = date(2026, 10, 1)
DAY = date(2026, 10, 2)

pytestmark = pytest.mark.django_db

KEEPERS = {"clerk", "leader", "specialist", "commission_leader", "secretary"}
LEADERS = {"leader", "commission_leader"}
#: move → (states it starts from, state it ends in, who may make it). Written from domain.md §4.1.
TABLE = {
    "approve_plan": ({"draft_plan"}, "plan_approved", LEADERS),
    "prepare": ({"plan_approved", "postponed"}, "preparing", KEEPERS),
    "announce": ({"preparing"}, "announced", KEEPERS),
    "hold": ({"announced"}, "held", KEEPERS),
    "draft_minutes": ({"held"}, "minutes_drafted", KEEPERS),
    "sign_minutes": ({"minutes_drafted"}, "minutes_signed", LEADERS),
    "conclude": ({"minutes_signed"}, "concluded", LEADERS),
    "follow_up": ({"concluded"}, "follow_up", KEEPERS),
    "close": ({"follow_up"}, "closed", LEADERS),
    "postpone": ({"plan_approved", "preparing", "announced"}, "postponed", LEADERS),
    "cancel": ({"draft_plan", "plan_approved", "preparing", "announced", "postponed"}, "cancelled", LEADERS),
}
ROLES = (
    *("clerk", "leader", "sibling_clerk", "specialist", "commission_leader", "registry_clerk", "focal_point"),
    *("other_focal_point", "secretary", "supervisor", "auditor", "petition_officer", "administrator", "outsider"),
)


@pytest.fixture
def people(request):
    return {role: request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def notice_rule(db):
    rule, _created = RuleParameter.objects.update_or_create(
        key="dialogue.announce_before",
        level="",
        valid_from=date(2018, 1, 1),
        defaults={"value": 7, "unit": "calendar", "legal_basis": "Đ.43"},
    )
    return rule


@pytest.fixture
def conference(held_conference, notice_rule):
    return held_conference


@pytest.fixture
def data(document):
    return {
        "approve_plan": {"document": document},
        "sign_minutes": {"document": document},
        "conclude": {"document": document},
        "announce": {"announced_on": HELD_ON - timedelta(days=10)},
        "hold": {"participants": 118},
        "postpone": {"reason": "Mưa lũ"},
        "cancel": {"reason": "Trùng kỳ họp"},
    }


def put(conference, state):
    Conference.objects.filter(pk=conference.pk).update(state=state, participants=118)
    conference.refresh_from_db()
    return conference


def attempt(conference, name, user, data):
    class Undo(Exception):
        pass

    reached = None
    try:
        with transaction.atomic():
            reached = move(conference, name, by=user, on=DAY, data=data).state
            raise Undo
    except Undo:
        return reached
    except PermissionDenied:
        return "denied"
    except MoveRefused:
        return "impossible"


def test_the_code_has_exactly_the_moves_of_the_design():
    assert {m.name: (set(m.sources), m.target) for m in MOVES} == {
        name: (sources, target) for name, (sources, target, _) in TABLE.items()
    }


@pytest.mark.parametrize("state", State.values)
def test_every_allowed_and_forbidden_move_of_every_role(state, conference, people, data):
    put(conference, state)
    wrong = []
    for role, user in people.items():
        offered = {m.name for m in open_moves(user, conference)}
        for name, (sources, target, allowed) in TABLE.items():
            expected = "impossible" if state not in sources else (target if role in allowed else "denied")
            found = attempt(conference, name, user, data.get(name, {}))
            if found != expected:
                wrong.append((name, role, expected, found))
            if (name in offered) != (expected == target):
                wrong.append((name, role, "offered" if name in offered else "not offered"))
    assert wrong == []


def test_a_move_writes_history_note_and_audit_together(conference, leader):
    put(conference, State.ANNOUNCED)
    before = AuditEvent.objects.count()
    moved = move(conference, "postpone", by=leader, on=DAY, data={"reason": "Bà Lê Thị Hoa ốm"})
    last = ConferenceMove.objects.filter(conference=conference).last()
    assert (last.from_state, last.to_state, last.on, last.by, last.version) == (
        "announced",
        "postponed",
        DAY,
        leader,
        moved.version,
    )
    assert last.note.text == "Bà Lê Thị Hoa ốm"
    assert "Hoa" not in str(last.facts)
    assert AuditEvent.objects.count() == before + 1


def test_the_second_of_two_people_is_told_politely_and_nothing_is_written(conference, clerk, leader):
    put(conference, State.PREPARING)
    seen = conference.version
    move(conference, "announce", by=clerk, on=DAY, data={"announced_on": date(2026, 9, 1)}, version=seen)
    rows = (ConferenceMove.objects.count(), ConferenceNote.objects.count(), AuditEvent.objects.count())
    with pytest.raises(StaleVersion) as caught:
        move(conference, "postpone", by=leader, on=DAY, data={"reason": "Bão"}, version=seen)
    assert caught.value.current.state == State.ANNOUNCED
    assert rows == (ConferenceMove.objects.count(), ConferenceNote.objects.count(), AuditEvent.objects.count())


@pytest.mark.parametrize(
    ("state", "name", "asked"),
    [
        (State.DRAFT_PLAN, "approve_plan", "document"),
        (State.PREPARING, "announce", "announced_on"),
        (State.ANNOUNCED, "hold", "participants"),
        (State.MINUTES_DRAFTED, "sign_minutes", "document"),
        (State.MINUTES_SIGNED, "conclude", "document"),
        (State.ANNOUNCED, "postpone", "reason"),
        (State.ANNOUNCED, "cancel", "reason"),
    ],
)
def test_what_a_move_needs_is_asked_for_by_field(state, name, asked, conference, commission_leader):
    put(conference, state)
    with pytest.raises(ValidationError) as caught:
        move(conference, name, by=commission_leader, on=DAY, data={})
    assert list(caught.value.message_dict) == [asked]
    assert Conference.objects.get(pk=conference.pk).state == state


def test_a_late_announcement_is_refused_without_a_reason(conference, clerk):
    put(conference, State.PREPARING)
    late = {"announced_on": HELD_ON - timedelta(days=6)}
    with pytest.raises(ValidationError) as caught:
        move(conference, "announce", by=clerk, on=DAY, data=late)
    assert list(caught.value.message_dict) == ["reason"]


def test_a_late_announcement_with_a_reason_is_recorded_as_an_override(conference, clerk):
    put(conference, State.PREPARING)
    late = {"announced_on": HELD_ON - timedelta(days=6), "reason": "Chờ ý kiến Thường trực"}
    assert move(conference, "announce", by=clerk, on=DAY, data=late).state == State.ANNOUNCED
    assert AuditEvent.objects.filter(action="overridden", object_id=str(conference.pk)).count() == 1


def test_an_announcement_on_the_last_day_allowed_needs_no_reason(conference, clerk):
    put(conference, State.PREPARING)
    in_time = {"announced_on": HELD_ON - timedelta(days=7)}
    assert move(conference, "announce", by=clerk, on=DAY, data=in_time).announced_on == in_time["announced_on"]
    assert not AuditEvent.objects.filter(action="overridden").exists()


@pytest.mark.parametrize(
    ("held_on", "latest"),
    [
        (date(2026, 10, 8), date(2026, 10, 1)),
        # Days are counted back as they come: over the National Day, and into Tết.
        (date(2026, 9, 3), date(2026, 8, 27)),
        (date(2026, 2, 24), date(2026, 2, 17)),
    ],
)
def test_an_announcement_is_due_seven_days_before(held_on, latest, conference, clerk):
    """By the rule for communes that ships."""
    RuleParameter.objects.filter(key="dialogue.announce_before").delete()
    load_rules()
    Conference.objects.filter(pk=conference.pk).update(held_on=held_on)
    put(conference, State.PREPARING)
    with pytest.raises(ValidationError) as caught:
        move(conference, "announce", by=clerk, on=latest, data={"announced_on": latest + timedelta(days=1)})
    assert list(caught.value.message_dict) == ["reason"]
    moved = move(conference, "announce", by=clerk, on=latest, data={"announced_on": latest})
    assert moved.announced_on == latest


def test_an_announcement_after_the_conference_is_refused(conference, clerk):
    put(conference, State.PREPARING)
    after = {"announced_on": HELD_ON + timedelta(days=1), "reason": "Quên"}
    with pytest.raises(ValidationError) as caught:
        move(conference, "announce", by=clerk, on=DAY, data=after)
    assert list(caught.value.message_dict) == ["announced_on"]


def test_a_conference_is_not_held_before_its_day(conference, clerk):
    put(conference, State.ANNOUNCED)
    with pytest.raises(MoveRefused):
        move(conference, "hold", by=clerk, on=HELD_ON - timedelta(days=1), data={"participants": 90})
    assert move(conference, "hold", by=clerk, on=HELD_ON, data={"participants": 0}).participants == 0


def test_nothing_is_concluded_before_the_minutes_are_signed(conference, commission_leader, document):
    put(conference, State.MINUTES_DRAFTED)
    with pytest.raises(MoveRefused):
        move(conference, "conclude", by=commission_leader, on=DAY, data={"document": document})


def test_closing_is_refused_while_an_opinion_has_no_outcome(conference, leader, clerk):
    turn = TurnData(
        unit=conference.unit, conference=conference, taken_on=HELD_ON, items=(ContentItem("Đường thôn lầy lội"),)
    )
    register_turn(turn, by=clerk, on=HELD_ON)
    put(conference, State.FOLLOW_UP)
    with pytest.raises(MoveRefused):
        move(conference, "close", by=leader, on=DAY)
    closed = move(conference, "close", by=leader, on=DAY, data={"reason": "Chuyển sang kỳ đối thoại 2027"})
    assert closed.state == State.CLOSED


def test_closing_needs_no_reason_once_every_opinion_is_decided(conference, leader):
    put(conference, State.FOLLOW_UP)
    assert move(conference, "close", by=leader, on=DAY).state == State.CLOSED
