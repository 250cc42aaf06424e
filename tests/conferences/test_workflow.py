"""Every (state, move, role) of an opinion is walked, against a table written from the design, not from the code."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.models import AuditEvent
from conferences.models import Opinion, OpinionMove, OpinionNote, Outcome
from conferences.models.vocabulary import OpinionState as State
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.workflow import MOVES, move, open_moves
from handling.moves import MoveRefused, StaleVersion

DAY = date(2026, 10, 5)
LATER = date(2026, 10, 12)

pytestmark = pytest.mark.django_db

COMMISSION = {"specialist", "commission_leader"}
#: move → (states it starts from, state it ends in, who may make it). Written from the architecture's table.
TABLE = {
    "classify": ({"received"}, "classified", {"clerk"} | COMMISSION),
    "refuse": ({"received"}, "refused", {"leader"} | COMMISSION),
    "answer_in_hall": ({"received", "classified"}, "answered", {"clerk", "secretary"} | COMMISSION),
    "assign": ({"classified"}, "assigned", {"leader"} | COMMISSION),
    "reassign": ({"assigned", "in_progress"}, "assigned", COMMISSION),
    # Stays where it is.
    "reclassify": ({"classified", "assigned", "in_progress", "answered"}, None, COMMISSION),
    "return_assignment": ({"assigned"}, "classified", {"focal_point"}),
    "acknowledge": ({"assigned"}, "in_progress", {"focal_point"}),
    "answer": ({"assigned", "in_progress"}, "answered", {"focal_point"}),
    "return_answer": ({"answered"}, "in_progress", COMMISSION),
    "verify": ({"answered"}, "verified", COMMISSION),
    "forward": ({"classified", "assigned", "in_progress"}, "forwarded", {"leader"} | COMMISSION),
    "record_reply": ({"forwarded"}, "answered", {"leader"} | COMMISSION),
    "decide": ({"in_progress"}, "verified", COMMISSION),
    "close": ({"verified", "forwarded"}, "closed", {"commission_leader", "leader"}),
    "resume": ({"verified"}, "in_progress", COMMISSION),
    "reopen": ({"closed"}, "assigned", {"leader"} | COMMISSION),
    "turn_into_petition": (
        {"received", "classified", "assigned", "in_progress", "answered", "verified", "forwarded"},
        "closed",
        {"clerk"} | COMMISSION,
    ),
    "merge": ({"received", "classified"}, "closed", {"clerk"} | COMMISSION),
}
#: Who else may make a move from one of its states.
ALSO = {("reclassify", "classified"): {"clerk"}}
ROLES = (
    "clerk",
    "leader",
    "sibling_clerk",
    "specialist",
    "commission_leader",
    "focal_point",
    "other_focal_point",
    "secretary",
    "supervisor",
    "auditor",
    "administrator",
    "outsider",
)


@pytest.fixture
def people(request):
    return {role: request.getfixturevalue(role) for role in ROLES}


def registered(conference, by, text="Đề nghị nâng cấp đường thôn"):
    turn = TurnData(
        unit=conference.unit,
        conference=conference,
        taken_on=conference.held_on,
        speaker=SpeakerData(full_name="Nguyễn Văn A", address="thôn 3"),
        items=(ContentItem(text),),
    )
    return register_turn(turn, by=by, on=DAY)[0]


class Road:
    """Walks an opinion to any state, with what each move needs."""

    def __init__(self, conference, people, lead, addressee, field, document, *, other_lead):
        self.conference, self.people, self.field = conference, people, field
        self.lead, self.addressee, self.document, self.other_lead = lead, addressee, document, other_lead

    def data(self, name, opinion=None):
        return {
            "classify": {"field": self.field, "competent_level": self.conference.level},
            "refuse": {"refusal_reason": "out_of_scope"},
            "answer_in_hall": {"answerer": "Trần Thị B, Chủ tịch UBND xã", "text": "Xã sẽ sửa trong tháng."},
            "assign": {"lead": self.lead, "assigner": None},
            "reassign": {"lead": self.other_lead, "reason": "Thuộc ngành xây dựng"},
            "reclassify": {"field": self.field, "competent_level": "province", "reason": "Đường do tỉnh quản lý"},
            "return_assignment": {"reason": "Không thuộc thẩm quyền"},
            "answer": {"text": "Đã kiểm tra và sửa xong."},
            "return_answer": {"reason": "Chưa rõ thời hạn"},
            "verify": {
                "outcome": Outcome.STEP_BY_STEP,
                "milestone": "Khảo sát trong quý I",
                "next_review_on": date(2027, 3, 31),
            },
            "forward": {"addressee": self.addressee, "document": self.document},
            "record_reply": {"text": "Bộ đã ghi nhận."},
            "decide": {"outcome": Outcome.UNRESOLVED, "unresolved_reason": "capital"},
            "resume": {"reason": "Đã bố trí vốn"},
            "reopen": {"reason": "Người dân chưa đồng tình"},
            "merge": {"master": self.master} if name == "merge" else {},
        }.get(name, {})

    @property
    def master(self):
        return registered(self.conference, self.people["clerk"], "Ý kiến gốc về đường thôn")

    def to(self, state):
        opinion = registered(self.conference, self.people["clerk"])
        steps = {
            State.RECEIVED: [],
            State.CLASSIFIED: ["classify"],
            State.ASSIGNED: ["classify", "assign"],
            State.IN_PROGRESS: ["classify", "assign", "acknowledge"],
            State.ANSWERED: ["classify", "assign", "acknowledge", "answer"],
            State.VERIFIED: ["classify", "assign", "acknowledge", "answer", "verify"],
            State.FORWARDED: ["classify", "assign", "forward"],
            State.CLOSED: ["classify", "assign", "acknowledge", "answer", "verify", "close"],
            State.REFUSED: ["refuse"],
        }[state]
        for name in steps:
            by = self.people["focal_point" if TABLE[name][2] == {"focal_point"} else "commission_leader"]
            data = self.data(name)
            if name == "assign":
                data["assigner"] = self.commission_body
            opinion = move(opinion, name, by=by, on=DAY, data=data)
        return opinion


@pytest.fixture
def road(held_conference, people, lead_department, other_department, ministry, field, document, commission_body):
    road = Road(held_conference, people, lead_department, ministry, field, document, other_lead=other_department)
    road.commission_body = commission_body
    return road


def test_the_code_has_exactly_the_moves_of_the_design():
    assert {m.name: (set(m.sources), m.target) for m in MOVES} == {
        name: (sources, target) for name, (sources, target, _) in TABLE.items()
    }


@pytest.mark.parametrize("state", State.values)
def test_every_allowed_and_forbidden_move_of_every_role(state, road, people):
    wrong = []
    opinion = road.to(state)
    for name, (sources, target, allowed) in TABLE.items():
        data = road.data(name)
        for role, user in people.items():
            may = role in allowed | ALSO.get((name, state), set())
            expected = "impossible" if state not in sources else ((target or state) if may else "denied")
            found = attempt(opinion, name, user, data)
            if found != expected:
                wrong.append((name, role, expected, found))
            offered = name in {m.name for m in open_moves(user, opinion)}
            if offered != (expected in State.values):
                wrong.append((name, role, "offered" if not offered else "not offered"))
    assert wrong == []


def attempt(opinion, name, user, data):
    class Undo(Exception):
        pass

    outcome = None
    try:
        with transaction.atomic():
            outcome = move(opinion, name, by=user, on=LATER, data=data).state
            raise Undo
    except Undo:
        return outcome
    except PermissionDenied:
        return "denied"
    except MoveRefused:
        return "impossible"


def test_a_move_writes_history_and_audit_in_the_same_transaction(road, people):
    opinion = road.to(State.RECEIVED)
    before = AuditEvent.objects.count()
    moved = move(
        opinion,
        "refuse",
        by=people["leader"],
        on=LATER,
        data={"refusal_reason": "settled", "reason": "Đã có quyết định cuối cùng"},
    )
    last = OpinionMove.objects.filter(opinion=opinion).last()
    assert (last.from_state, last.to_state, last.on, last.by, last.version) == (
        "received",
        "refused",
        LATER,
        people["leader"],
        moved.version,
    )
    assert last.note.text == "Đã có quyết định cuối cùng"
    assert "cuối" not in str(last.facts)
    assert AuditEvent.objects.count() == before + 1


def test_the_second_of_two_people_is_told_politely_and_nothing_is_written(road, people):
    opinion = road.to(State.RECEIVED)
    move(opinion, "classify", by=people["clerk"], on=DAY, data=road.data("classify"), version=opinion.version)
    rows = (OpinionMove.objects.count(), OpinionNote.objects.count(), AuditEvent.objects.count())
    with pytest.raises(StaleVersion) as caught:
        move(opinion, "refuse", by=people["leader"], on=DAY, data=road.data("refuse"), version=opinion.version)
    assert caught.value.current.state == State.CLASSIFIED
    assert rows == (OpinionMove.objects.count(), OpinionNote.objects.count(), AuditEvent.objects.count())


@pytest.mark.parametrize(
    ("state", "name", "without", "asked"),
    [
        (State.RECEIVED, "classify", "field", "field"),
        (State.RECEIVED, "classify", "competent_level", "competent_level"),
        (State.RECEIVED, "refuse", "refusal_reason", "refusal_reason"),
        (State.RECEIVED, "answer_in_hall", "answerer", "answerer"),
        (State.RECEIVED, "answer_in_hall", "text", "text"),
        (State.CLASSIFIED, "assign", "lead", "lead"),
        (State.CLASSIFIED, "forward", "addressee", "addressee"),
        (State.CLASSIFIED, "forward", "document", "document"),
        (State.ASSIGNED, "reassign", "lead", "lead"),
        (State.IN_PROGRESS, "reassign", "reason", "reason"),
        (State.CLASSIFIED, "reclassify", "field", "field"),
        (State.ASSIGNED, "reclassify", "competent_level", "competent_level"),
        (State.ANSWERED, "reclassify", "reason", "reason"),
        (State.ASSIGNED, "return_assignment", "reason", "reason"),
        (State.IN_PROGRESS, "answer", "text", "text"),
        (State.IN_PROGRESS, "decide", "unresolved_reason", "unresolved_reason"),
        (State.ANSWERED, "return_answer", "reason", "reason"),
        (State.ANSWERED, "verify", "outcome", "outcome"),
        (State.ANSWERED, "verify", "milestone", "milestone"),
        (State.ANSWERED, "verify", "next_review_on", "next_review_on"),
        (State.VERIFIED, "resume", "reason", "reason"),
        (State.CLOSED, "reopen", "reason", "reason"),
    ],
)
def test_what_a_move_needs_is_asked_for_by_field(state, name, without, asked, road, people):
    opinion = road.to(state)
    data = {key: value for key, value in road.data(name).items() if key != without}
    allowed = TABLE[name][2]
    by = people[next(role for role in ("commission_leader", "focal_point") if role in allowed)]
    with pytest.raises(ValidationError) as caught:
        move(opinion, name, by=by, on=LATER, data=data)
    assert list(caught.value.message_dict) == [asked]
    assert Opinion.objects.get(pk=opinion.pk).version == opinion.version


@pytest.mark.parametrize("outcome", [Outcome.AT_CONFERENCE, Outcome.AFTER])
def test_resolved_is_refused_without_evidence(outcome, road, people):
    opinion = road.to(State.ANSWERED)
    with pytest.raises(ValidationError) as caught:
        move(opinion, "verify", by=people["specialist"], on=LATER, data={"outcome": outcome})
    assert list(caught.value.message_dict) == ["confirmed_by"]


def test_only_an_answer_of_the_hall_is_resolved_at_the_conference(road, people):
    opinion = road.to(State.ANSWERED)
    data = {"outcome": Outcome.AT_CONFERENCE, "confirmed_by": "Trưởng thôn 3"}
    with pytest.raises(ValidationError) as caught:
        move(opinion, "verify", by=people["specialist"], on=LATER, data=data)
    assert list(caught.value.message_dict) == ["outcome"]
    in_hall = move(
        road.to(State.RECEIVED), "answer_in_hall", by=people["clerk"], on=DAY, data=road.data("answer_in_hall")
    )
    assert move(in_hall, "verify", by=people["specialist"], on=LATER, data=data).outcome == Outcome.AT_CONFERENCE


def test_resuming_clears_the_outcome_and_keeps_the_record_of_it(road, people):
    opinion = road.to(State.VERIFIED)
    resumed = move(opinion, "resume", by=people["specialist"], on=LATER, data=road.data("resume"))
    assert resumed.outcome is None
    assert resumed.handling.done_on is None
    assert [(d.outcome, d.withdrawn) for d in resumed.decisions.all()] == [("step_by_step", True)]


def test_work_does_not_resume_on_what_was_resolved(road, people):
    opinion = road.to(State.ANSWERED)
    data = {"outcome": Outcome.AFTER, "confirmed_by": "Trưởng thôn 3"}
    verified = move(opinion, "verify", by=people["specialist"], on=LATER, data=data)
    with pytest.raises(MoveRefused):
        move(verified, "resume", by=people["specialist"], on=LATER, data=road.data("resume"))


def test_assigning_sets_a_due_date_that_explains_itself(road, people):
    opinion = road.to(State.ASSIGNED)
    # 15 working days from Monday 05/10/2026: no public holiday in between.
    assert opinion.handling.due_on == date(2026, 10, 26)
    assert opinion.handling.original_due_on == date(2026, 10, 26)
    assert opinion.handling.due_basis["days"] == 15
    assert opinion.handling.due_basis["start"] == "2026-10-05"


def test_a_lead_cannot_coordinate_with_itself(road, people, lead_department):
    opinion = road.to(State.CLASSIFIED)
    with pytest.raises(ValidationError) as caught:
        move(
            opinion,
            "assign",
            by=people["specialist"],
            on=LATER,
            data={"lead": lead_department, "coordinators": [lead_department]},
        )
    assert list(caught.value.message_dict) == ["coordinators"]


def test_the_owning_leader_does_not_assign_what_is_of_a_higher_level(road, people):
    opinion = road.to(State.RECEIVED)
    opinion = move(
        opinion, "classify", by=people["clerk"], on=DAY, data={"field": road.field, "competent_level": "province"}
    )
    with pytest.raises(PermissionDenied):
        move(opinion, "assign", by=people["leader"], on=LATER, data=road.data("assign"))
    assert move(opinion, "assign", by=people["specialist"], on=LATER, data=road.data("assign")).state == State.ASSIGNED


def test_the_owning_leader_verifies_what_the_unit_assigned_itself(road, people, commune_body):
    opinion = road.to(State.CLASSIFIED)
    opinion = move(opinion, "assign", by=people["leader"], on=DAY, data={"lead": road.lead, "assigner": commune_body})
    opinion = move(opinion, "answer", by=people["focal_point"], on=DAY, data=road.data("answer"))
    verified = move(opinion, "verify", by=people["leader"], on=LATER, data=road.data("verify"))
    assert verified.state == State.VERIFIED


def test_a_merged_opinion_leaves_the_counts_and_a_master_cannot_be_merged_away(road, people):
    master = road.master
    merged = move(road.to(State.RECEIVED), "merge", by=people["clerk"], on=DAY, data={"master": master})
    assert (merged.state, merged.outcome, merged.is_counted) == (State.CLOSED, Outcome.MERGED, False)
    with pytest.raises(MoveRefused):
        move(master, "merge", by=people["clerk"], on=DAY, data={"master": road.to(State.RECEIVED)})
    with pytest.raises(ValidationError):
        move(road.to(State.RECEIVED), "merge", by=people["clerk"], on=DAY, data={"master": merged})


def test_an_opinion_without_a_conference_cannot_be_answered_in_the_hall(commune_a, people):
    turn = TurnData(unit=commune_a, taken_on=DAY, phase="after", channel="written", items=(ContentItem("Đề nghị"),))
    opinion = register_turn(turn, by=people["clerk"], on=DAY)[0]
    with pytest.raises(MoveRefused):
        move(opinion, "answer_in_hall", by=people["clerk"], on=DAY, data={"answerer": "A", "text": "B"})
