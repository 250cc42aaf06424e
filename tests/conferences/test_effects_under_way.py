"""Passing an opinion on to another lead and correcting its classification: what moves, what stays, what counts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conferences.models import FieldMonthTally, Opinion
from conferences.models.vocabulary import OpinionState as State
from conferences.tallies import differences
from conferences.work import waiting
from conferences.workflow import move, open_moves
from handling.models import Handling
from registers.models import Field
from tests.conferences.opinion_roads import DAY

pytestmark = pytest.mark.django_db
#: 15 working days after Monday 05/10/2026, and the day after.
DUE, LATE = date(2026, 10, 26), date(2026, 10, 27)
NEXT, LATER = DAY + timedelta(days=1), date(2026, 10, 12)
REASON = "Thuộc ngành xây dựng"


def coordinators(opinion):
    return sorted(opinion.handling.coordinators.values_list("code", flat=True))


def missed(opinion):
    return Handling.objects.get(pk=opinion.handling_id).missed_due_on


@pytest.fixture
def pass_on(road, other_department):
    def make(opinion, on=LATER, by=road.chief, **data):
        return move(opinion, "reassign", by=by, on=on, data={"lead": other_department, "reason": REASON, **data})

    return make


@pytest.fixture
def other_field(field):
    return Field.objects.create(code="0402", name_vi="Cầu", name_en="Bridges", parent=field.parent)


# --- to another lead ---


def test_the_new_lead_has_its_time_by_rule_and_the_original_date_stays(road, pass_on, sibling_body):
    opinion = pass_on(road.to(State.IN_PROGRESS), assigner=sibling_body)
    row = Handling.objects.get(pk=opinion.handling_id)
    assert (opinion.state, row.lead.code, row.assigner) == (State.ASSIGNED, "SXD", sibling_body)
    # 15 working days from Monday 12/10/2026.
    assert (row.assigned_on, row.acknowledged_on, row.due_on) == (LATER, None, date(2026, 11, 2))
    assert (row.original_due_on, row.missed_due_on, row.due_basis["start"]) == (DUE, None, "2026-10-12")
    entry = opinion.history.last()
    assert entry.facts == {"lead": "SXD", "former_lead": "SNNMT", "due_on": "2026-11-02"}
    assert (entry.from_state, entry.to_state, entry.note.text) == ("in_progress", "assigned", REASON)


def test_a_complex_matter_passed_on_has_the_longer_time(road, pass_on):
    # 30 working days from Monday 12/10/2026, without the holiday of 24/11.
    assert pass_on(road.to(State.ASSIGNED), is_complex=True).handling.due_on == date(2026, 11, 23)


def test_coordinators_stay_unless_others_are_named_and_the_new_lead_is_none_of_them(
    road, pass_on, other_department, front_body, commune_body
):
    def assigned():
        data = {**road.data["assign"], "coordinators": [other_department, front_body]}
        return move(road.to(State.CLASSIFIED), "assign", by=road.chief, on=DAY, data=data)

    assert coordinators(pass_on(assigned())) == ["MTTQ"]
    assert coordinators(pass_on(assigned(), coordinators=[other_department, commune_body])) == [commune_body.code]
    assert coordinators(pass_on(assigned(), coordinators=[])) == []


def test_it_is_not_passed_on_to_whoever_leads_already(road, pass_on, lead_department):
    with pytest.raises(ValidationError) as refused:
        pass_on(road.to(State.ASSIGNED), lead=lead_department)
    assert list(refused.value.message_dict) == ["lead"]


def test_it_leaves_the_work_of_the_former_lead_and_enters_that_of_the_new_one(
    road, pass_on, focal_point, other_focal_point
):
    opinion = road.to(State.IN_PROGRESS)
    assert [list(waiting(who, LATER)) for who in (focal_point, other_focal_point)] == [[opinion], []]
    opinion = pass_on(opinion)
    assert [list(waiting(who, LATER)) for who in (focal_point, other_focal_point)] == [[], [opinion]]
    with pytest.raises(PermissionDenied):
        move(opinion, "acknowledge", by=focal_point, on=LATER)
    assert not Opinion.objects.visible_to(focal_point).exists()
    assert move(opinion, "acknowledge", by=other_focal_point, on=LATER).state == State.IN_PROGRESS


def test_answers_given_before_stay_with_who_gave_them(road, pass_on, lead_department):
    opinion = move(road.to(State.ANSWERED), "return_answer", by=road.chief, on=NEXT, data={"reason": "Chưa rõ"})
    answer = pass_on(opinion).answers.get()
    assert (answer.organisation, answer.accepted) == (lead_department, False)


def test_the_owning_leader_passes_on_what_the_unit_assigned_itself_within_its_own_level(
    road, pass_on, leader, commune_body, other_field
):
    with pytest.raises(PermissionDenied):
        pass_on(road.to(State.ASSIGNED), by=leader)
    own = {**road.data["assign"], "assigner": commune_body}
    opinion = move(road.to(State.CLASSIFIED), "assign", by=leader, on=DAY, data=own)
    assert pass_on(opinion, by=leader, assigner=commune_body).handling.lead.code == "SXD"
    opinion = move(road.to(State.CLASSIFIED), "assign", by=leader, on=DAY, data=own)
    raised = {"field": other_field, "competent_level": "province", "reason": "Cầu do tỉnh quản lý"}
    opinion = move(opinion, "reclassify", by=road.chief, on=DAY, data=raised)
    with pytest.raises(PermissionDenied):
        pass_on(opinion, by=leader)


# --- what was late stays late ---


@pytest.mark.parametrize(("on", "kept"), [(DUE, None), (LATE, DUE)])
def test_a_date_that_passed_before_it_was_passed_on_is_kept_as_missed(on, kept, road, pass_on, lead_department):
    opinion = pass_on(road.to(State.IN_PROGRESS), on=on)
    assert missed(opinion) == kept
    # Passed on once more, in time: what was missed first stays.
    assert missed(pass_on(opinion, on=on, lead=lead_department)) == kept


@pytest.mark.parametrize(("on", "kept"), [(DUE, None), (LATE, DUE)])
def test_returning_it_late_and_assigning_it_anew_washes_nothing_away(on, kept, road):
    opinion = move(
        road.to(State.ASSIGNED), "return_assignment", by=road.focal_point, on=on, data={"reason": "Không thuộc"}
    )
    opinion = move(opinion, "assign", by=road.chief, on=on, data=road.data["assign"])
    assert missed(opinion) == kept


@pytest.mark.parametrize(("answered_on", "kept"), [(DUE, None), (LATE, DUE)])
def test_reopening_what_was_answered_late_keeps_that_it_was(answered_on, kept, road):
    opinion = road.to(State.IN_PROGRESS)
    opinion = move(opinion, "answer", by=road.focal_point, on=answered_on, data=road.data["answer"])
    opinion = move(opinion, "verify", by=road.chief, on=LATE, data=road.data["verify"])
    opinion = move(opinion, "close", by=road.chief, on=LATE)
    far = LATE + timedelta(days=60)
    assert missed(move(opinion, "reopen", by=road.chief, on=far, data={"reason": "Dân chưa đồng tình"})) == kept


# --- classified anew ---


def months():
    rows = FieldMonthTally.objects.filter(count__gt=0).order_by("field__code", "outcome")
    return list(rows.values_list("field__code", "outcome", "count"))


@pytest.mark.parametrize(
    ("state", "bucket"),
    [(State.CLASSIFIED, ""), (State.ASSIGNED, ""), (State.IN_PROGRESS, ""), (State.ANSWERED, "awaiting")],
)
def test_the_counts_of_the_field_follow_and_nothing_else_moves(state, bucket, road, other_field):
    opinion = road.to(state)
    before = Handling.objects.filter(pk=opinion.handling_id).values().get()
    assert months() == [("0401", bucket, 1)]
    data = {"field": other_field, "competent_level": "province", "reason": "Cầu do tỉnh quản lý"}
    moved = move(opinion, "reclassify", by=road.chief, on=LATER, data=data)
    row = Opinion.objects.get(pk=opinion.pk)
    assert (moved.state, row.state, row.field, row.competent_level) == (state, state, other_field, "province")
    assert (months(), differences()) == ([("0402", bucket, 1)], [])
    assert Handling.objects.filter(pk=opinion.handling_id).values().get() == before
    assert row.history.last().facts == {
        "field": "0402",
        "former_field": "0401",
        "competent_level": "province",
        "former_level": "commune",
    }


def test_one_of_both_is_enough_and_the_history_names_that_one(road, field, other_field):
    opinion = road.to(State.ASSIGNED)
    for level, facts in (
        ("commune", {"field": "0402", "former_field": "0401"}),
        ("province", {"competent_level": "province", "former_level": "commune"}),
    ):
        data = {"field": other_field, "competent_level": level, "reason": "Sửa"}
        opinion = move(opinion, "reclassify", by=road.chief, on=LATER, data=data)
        assert opinion.history.last().facts == facts
    with pytest.raises(ValidationError) as refused:
        move(opinion, "reclassify", by=road.chief, on=LATER, data=data)
    assert list(refused.value.message_dict) == ["field"]


def test_what_was_answered_in_the_hall_unclassified_is_classified_by_its_unit(road, clerk, field):
    hall = {"answerer": "Chủ tịch UBND xã", "text": "Xã sẽ sửa trong tháng."}
    opinion = move(road.to(State.RECEIVED), "answer_in_hall", by=clerk, on=DAY, data=hall)
    assert (opinion.field, "reclassify" in [one.name for one in open_moves(clerk, opinion)]) == (None, True)
    data = {"field": field, "competent_level": "commune", "reason": "Chưa phân loại tại hội nghị"}
    opinion = move(opinion, "reclassify", by=clerk, on=DAY, data=data)
    assert (opinion.field, opinion.state, differences()) == (field, State.ANSWERED, [])


def test_once_somebody_leads_only_the_commission_corrects_the_classification(road, clerk, leader, focal_point):
    opinion = road.to(State.ASSIGNED)
    for who in (clerk, leader, focal_point):
        assert "reclassify" not in [one.name for one in open_moves(who, opinion)]
