"""What each move of an opinion writes beside its state: the handling, answers, decisions, coordinators."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conferences.models import Opinion, Outcome
from conferences.models.vocabulary import OpinionState as State
from conferences.tallies import differences
from conferences.workflow import move
from handling.models import Handling
from handling.moves import MoveRefused
from tests.conferences.opinion_roads import DAY
from tests.handling.together import at_once

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)
LATER = date(2026, 10, 12)


def dates(opinion):
    row = Handling.objects.get(pk=opinion.handling_id)
    return row.assigned_on, row.acknowledged_on, row.done_on


def coordinators(opinion):
    return sorted(opinion.handling.coordinators.values_list("code", flat=True))


# --- assigning and its way back ---


def test_assigning_acknowledging_and_answering_leave_their_days(road):
    opinion = road.to(State.CLASSIFIED)
    assert dates(opinion) == (None, None, None)
    opinion = move(opinion, "assign", by=road.chief, on=DAY, data=road.data["assign"])
    assert dates(opinion) == (DAY, None, None)
    opinion = move(opinion, "acknowledge", by=road.focal_point, on=NEXT)
    assert dates(opinion) == (DAY, NEXT, None)
    opinion = move(opinion, "answer", by=road.focal_point, on=LATER, data=road.data["answer"])
    assert dates(opinion) == (DAY, NEXT, LATER)


def test_work_is_never_acknowledged_before_the_day_it_was_assigned(road):
    opinion = road.to(State.ASSIGNED)
    acknowledged = move(opinion, "acknowledge", by=road.focal_point, on=DAY - timedelta(days=1))
    assert dates(acknowledged) == (DAY, DAY, None)


@pytest.mark.parametrize(
    ("on", "is_complex", "due_on"),
    [
        (DAY, False, date(2026, 10, 26)),
        (DAY, True, date(2026, 11, 16)),
        # Off: 31/08, 01/09 and 02/09; 22/08, a Saturday, is worked.
        (date(2026, 8, 20), False, date(2026, 9, 14)),
        (date(2026, 8, 20), True, date(2026, 10, 5)),
        # Off: Tết.
        (date(2026, 2, 2), False, date(2026, 3, 2)),
        (date(2026, 2, 2), True, date(2026, 3, 23)),
    ],
)
def test_a_complex_matter_has_the_longer_time(on, is_complex, due_on, road):
    data = {**road.data["assign"], "is_complex": is_complex}
    opinion = move(road.to(State.CLASSIFIED), "assign", by=road.chief, on=on, data=data)
    assert (opinion.handling.due_on, opinion.history.last().facts) == (
        due_on,
        {"lead": "SNNMT", "due_on": due_on.isoformat()},
    )


def test_what_is_returned_as_not_theirs_is_nobodys_again(road, other_department):
    data = {**road.data["assign"], "coordinators": [other_department]}
    opinion = move(road.to(State.CLASSIFIED), "assign", by=road.chief, on=DAY, data=data)
    assert coordinators(opinion) == ["SXD"]
    returned = move(opinion, "return_assignment", by=road.focal_point, on=NEXT, data={"reason": "Không thuộc"})
    row = Handling.objects.get(pk=returned.handling_id)
    assert (row.lead, row.assigner, row.due_on, row.original_due_on, row.due_basis) == (None, None, None, None, {})
    assert coordinators(returned) == []
    assert returned.history.last().facts == {"lead": "SNNMT"}


# --- answers ---


def test_an_answer_is_a_text_or_a_document(road, document):
    opinion = road.to(State.IN_PROGRESS)
    with pytest.raises(ValidationError) as refused:
        move(opinion, "answer", by=road.focal_point, on=DAY, data={})
    assert list(refused.value.message_dict) == ["text"]
    answered = move(opinion, "answer", by=road.focal_point, on=LATER, data={"document": document, "answered_on": NEXT})
    answer = answered.answers.get()
    assert (answer.organisation.code, answer.text, answer.document, answer.answered_on, answer.in_hall) == (
        "SNNMT",
        "",
        document,
        NEXT,
        False,
    )


def test_an_answer_of_the_hall_is_of_the_day_of_the_conference(road, held_conference):
    data = {"answerer": "Chủ tịch UBND xã", "text": "Xã sẽ sửa."}
    opinion = move(road.to(State.RECEIVED), "answer_in_hall", by=road.clerk, on=LATER, data=data)
    answer = opinion.answers.get()
    assert (answer.in_hall, answer.answered_on, answer.accepted) == (True, held_conference.held_on, None)
    assert dates(opinion) == (None, None, LATER)


def test_a_returned_answer_stays_as_not_accepted_and_the_work_is_open_again(road):
    opinion = road.to(State.ANSWERED)
    opinion = move(opinion, "return_answer", by=road.chief, on=NEXT, data={"reason": "Chưa rõ"})
    assert dates(opinion) == (DAY, DAY, None)
    opinion = move(opinion, "answer", by=road.focal_point, on=LATER, data={"text": "Đã sửa xong."})
    opinion = move(opinion, "verify", by=road.chief, on=LATER, data=road.data["verify"])
    assert list(opinion.answers.order_by("pk").values_list("text", "accepted")) == [
        ("Đã kiểm tra và sửa xong.", False),
        ("Đã sửa xong.", True),
    ]
    assert dates(opinion) == (DAY, DAY, LATER)


def test_an_answer_of_the_hall_before_a_reopening_does_not_make_a_later_one_at_the_conference(road):
    """Only the last answer counts: what was said in the hall and did not hold does not."""
    data = {"answerer": "Chủ tịch UBND xã", "text": "Xã sẽ sửa."}
    opinion = move(road.to(State.CLASSIFIED), "answer_in_hall", by=road.clerk, on=DAY, data=data)
    opinion = move(
        opinion, "verify", by=road.chief, on=DAY, data={"outcome": "unresolved", "unresolved_reason": "capital"}
    )
    opinion = move(opinion, "close", by=road.chief, on=DAY)
    opinion = move(
        opinion, "reopen", by=road.chief, on=NEXT, data={"reason": "Dân chưa đồng tình", **road.data["assign"]}
    )
    opinion = move(opinion, "answer", by=road.focal_point, on=LATER, data=road.data["answer"])
    with pytest.raises(ValidationError) as refused:
        move(
            opinion, "verify", by=road.chief, on=LATER, data={"outcome": "at_conference", "confirmed_by": "Trưởng xóm"}
        )
    assert list(refused.value.message_dict) == ["outcome"]


def test_nobody_returns_an_answer_that_nobody_leads(road):
    data = {"answerer": "Chủ tịch UBND xã", "text": "Xã sẽ sửa."}
    opinion = move(road.to(State.RECEIVED), "answer_in_hall", by=road.clerk, on=DAY, data=data)
    with pytest.raises(MoveRefused):
        move(opinion, "return_answer", by=road.chief, on=DAY, data={"reason": "Chưa rõ"})


# --- outcomes ---


def test_a_decision_keeps_only_what_belongs_to_its_outcome(road):
    everything = {"milestone": "Quý I", "next_review_on": date(2027, 3, 31), "unresolved_reason": "capital"}
    found = []
    for outcome in ("step_by_step", "unresolved", "explained"):
        opinion = road.to(State.ANSWERED)
        opinion = move(opinion, "verify", by=road.chief, on=NEXT, data={**everything, "outcome": outcome})
        (decision,) = opinion.decisions.all()
        found.append((decision.outcome, decision.milestone, decision.next_review_on, decision.reason, decision.on))
    assert found == [
        ("step_by_step", "Quý I", date(2027, 3, 31), "", NEXT),
        ("unresolved", "", None, "capital", NEXT),
        ("explained", "", None, "", NEXT),
    ]


@pytest.mark.parametrize(
    ("state", "name", "outcome"),
    [
        (State.ANSWERED, "verify", Outcome.FORWARDED_UP),
        (State.ANSWERED, "verify", Outcome.MERGED),
        (State.ANSWERED, "verify", "solved"),
        (State.IN_PROGRESS, "decide", Outcome.EXPLAINED),
        (State.IN_PROGRESS, "decide", Outcome.AFTER),
        (State.IN_PROGRESS, "decide", Outcome.AT_CONFERENCE),
    ],
)
def test_an_outcome_is_given_only_where_it_belongs(state, name, outcome, road):
    opinion = road.to(state)
    with pytest.raises(ValidationError) as refused:
        move(opinion, name, by=road.chief, on=LATER, data={"outcome": outcome, "confirmed_by": "Trưởng xóm"})
    assert list(refused.value.message_dict) == ["outcome"]
    assert Opinion.objects.get(pk=opinion.pk).outcome is None


@pytest.mark.parametrize("evidence", ["document", "confirmed_by"])
def test_any_one_evidence_is_enough_for_resolved(evidence, road, document):
    data = {"outcome": "after_conference", evidence: {"document": document, "confirmed_by": "Trưởng xóm 3"}[evidence]}
    assert move(road.to(State.ANSWERED), "verify", by=road.chief, on=LATER, data=data).outcome == "after_conference"


def test_work_that_is_decided_without_an_answer_is_done_until_it_is_resumed(road):
    data = {"outcome": "unresolved", "unresolved_reason": "capital"}
    opinion = move(road.to(State.IN_PROGRESS), "decide", by=road.chief, on=NEXT, data=data)
    assert dates(opinion) == (DAY, DAY, NEXT)
    opinion = move(opinion, "resume", by=road.chief, on=LATER, data={"reason": "Đã bố trí vốn"})
    assert dates(opinion) == (DAY, DAY, None)
    assert opinion.history.last().facts == {"withdrawn_outcome": "unresolved"}


def test_an_outside_reply_takes_the_forwarding_back_and_waits_for_verification(road, ministry, document):
    sent = {"addressee": ministry, "document": document}
    opinion = move(road.to(State.CLASSIFIED), "forward", by=road.chief, on=NEXT, data=sent)
    assert (opinion.outcome, opinion.handling.forwarded_to, dates(opinion)[2]) == ("forwarded_up", ministry, NEXT)
    with pytest.raises(ValidationError):
        move(opinion, "record_reply", by=road.chief, on=LATER, data={})
    opinion = move(opinion, "record_reply", by=road.chief, on=LATER, data={"text": "Bộ đã ghi nhận."})
    answer = opinion.answers.get()
    assert (answer.organisation, answer.answered_on, opinion.outcome) == (ministry, LATER, None)
    assert list(opinion.decisions.values_list("outcome", "withdrawn")) == [("forwarded_up", True)]
    assert differences() == []


# --- merging and reopening ---


def test_an_opinion_is_not_merged_with_itself_or_with_one_that_is_not_counted(road):
    opinion, refused_one = road.to(State.RECEIVED), road.to(State.RECEIVED)
    refused_one = move(refused_one, "refuse", by=road.chief, on=DAY, data={"refusal_reason": "out_of_scope"})
    for master in (opinion, refused_one):
        with pytest.raises(ValidationError) as refused:
            move(opinion, "merge", by=road.chief, on=DAY, data={"master": master})
        assert list(refused.value.message_dict) == ["master"]
    assert Opinion.objects.get(pk=opinion.pk).state == State.RECEIVED


def test_an_opinion_that_others_were_merged_into_is_not_refused(road):
    master = road.to(State.RECEIVED)
    move(road.to(State.RECEIVED), "merge", by=road.chief, on=DAY, data={"master": master})
    with pytest.raises(MoveRefused, match="nhập vào ý kiến này"):
        move(master, "refuse", by=road.chief, on=DAY, data={"refusal_reason": "out_of_scope"})
    assert Opinion.objects.counted().count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_merges_that_would_chain_at_the_same_moment_one_is_refused(road):
    first, second, third = (road.to(State.RECEIVED) for _each in range(3))
    results = at_once(
        lambda: move(first, "merge", by=road.chief, on=DAY, data={"master": second}),
        lambda: move(second, "merge", by=road.chief, on=DAY, data={"master": third}),
        expected=(MoveRefused, ValidationError),
    )
    merged = Opinion.objects.filter(outcome="merged")
    assert merged.count() == 1
    assert sum(isinstance(result, Exception) for result in results) == 1
    assert merged.get().master.outcome is None


def test_a_merged_opinion_that_is_reopened_counts_again_for_itself(road):
    master = road.to(State.RECEIVED)
    opinion = move(road.to(State.RECEIVED), "merge", by=road.chief, on=DAY, data={"master": master})
    assert Opinion.objects.counted().count() == 1
    with pytest.raises(ValidationError) as refused:
        move(opinion, "reopen", by=road.chief, on=LATER, data={"reason": "Nội dung khác"})
    assert list(refused.value.message_dict) == ["lead"]
    data = {"reason": "Nội dung khác", **road.data["assign"]}
    opinion = move(opinion, "reopen", by=road.chief, on=LATER, data=data)
    assert (opinion.state, opinion.master, opinion.outcome) == (State.ASSIGNED, None, None)
    assert opinion.history.last().facts["withdrawn_outcome"] == "merged"
    assert Opinion.objects.counted().count() == 2
    assert differences() == []


def test_reopening_keeps_lead_and_coordinators_and_begins_a_new_due_date(road, other_department):
    data = {**road.data["assign"], "coordinators": [other_department]}
    opinion = move(road.to(State.CLASSIFIED), "assign", by=road.chief, on=DAY, data=data)
    opinion = move(opinion, "answer", by=road.focal_point, on=NEXT, data=road.data["answer"])
    opinion = move(opinion, "verify", by=road.chief, on=NEXT, data=road.data["verify"])
    opinion = move(opinion, "close", by=road.chief, on=NEXT)
    opinion = move(opinion, "reopen", by=road.chief, on=LATER, data={"reason": "Dân chưa đồng tình"})
    row = opinion.handling
    # 15 working days from Monday 12/10/2026.
    assert (row.lead.code, coordinators(opinion), row.due_on) == ("SNNMT", ["SXD"], date(2026, 11, 2))
    assert dates(opinion) == (LATER, None, None)


def test_a_coordinator_that_takes_the_lead_over_coordinates_no_longer(road, other_department, front_body):
    data = {**road.data["assign"], "coordinators": [other_department, front_body]}
    opinion = move(road.to(State.CLASSIFIED), "assign", by=road.chief, on=DAY, data=data)
    opinion = move(opinion, "answer", by=road.focal_point, on=NEXT, data=road.data["answer"])
    opinion = move(opinion, "verify", by=road.chief, on=NEXT, data=road.data["verify"])
    opinion = move(opinion, "close", by=road.chief, on=NEXT)
    data = {"reason": "Dân chưa đồng tình", "lead": other_department}
    opinion = move(opinion, "reopen", by=road.chief, on=LATER, data=data)
    assert (opinion.handling.lead, coordinators(opinion)) == (other_department, ["MTTQ"])


# --- evidence and days ---


def test_the_document_of_the_answer_is_evidence_enough(road, document):
    road.data["answer"] = {"document": document}
    opinion = road.to(State.ANSWERED)
    verified = move(opinion, "verify", by=road.chief, on=LATER, data={"outcome": Outcome.AFTER})
    assert (verified.outcome, verified.decisions.get().document) == (Outcome.AFTER, document)


def test_an_answer_in_words_alone_is_not_evidence(road):
    opinion = road.to(State.ANSWERED)
    with pytest.raises(ValidationError) as refused:
        move(opinion, "verify", by=road.chief, on=LATER, data={"outcome": Outcome.AFTER})
    assert list(refused.value.message_dict) == ["confirmed_by"]


@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (-1, False)])
def test_an_answer_is_not_older_than_the_opinion(days, is_taken, road):
    opinion = road.to(State.IN_PROGRESS)
    data = {"text": "Đã sửa xong.", "answered_on": opinion.raised_on + timedelta(days=days)}
    if is_taken:
        assert move(opinion, "answer", by=road.focal_point, on=LATER, data=data).state == State.ANSWERED
        return
    with pytest.raises(ValidationError) as refused:
        move(opinion, "answer", by=road.focal_point, on=LATER, data=data)
    assert list(refused.value.message_dict) == ["answered_on"]
