"""Correcting the record: what changes with the turn, what counts, what the history tells, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from audit.models import AuditEvent
from conferences.models import Conference, Delegate, FieldMonthTally, Opinion, OpinionTally, SpeakerTurn
from conferences.models.vocabulary import OpinionState as State
from conferences.opinion_history import steps_of
from conferences.services.corrections import correct_record
from conferences.services.opinions import SpeakerData, TurnData, erase_speaker, revise_text
from conferences.services.people import create_person
from conferences.speakers import text_words
from conferences.tallies import differences
from conferences.workflow import move
from handling.moves import StaleVersion
from tests.conferences.opinion_roads import DAY, SPEAKER, registered
from tests.handling.together import at_once

pytestmark = pytest.mark.django_db
HELD = date(2026, 10, 1)


@pytest.fixture
def earlier(held_conference):
    """Another conference of the same unit, a month before."""
    return Conference.objects.create(
        code="HN-2026-9000",
        title="Hội nghị chuyên đề",
        level=held_conference.level,
        unit=held_conference.unit,
        held_on=date(2026, 9, 1),
        participants=40,
        state="held",
    )


def facts_of(opinion, **changes):
    """The record of an opinion as it is, with these changes."""
    turn = SpeakerTurn.objects.get(pk=opinion.turn_id)
    values = {"unit": turn.unit, "conference": turn.conference, "taken_on": turn.taken_on, "speaker": SPEAKER}
    return TurnData(**{**values, "phase": turn.phase, "channel": turn.channel, **changes})


@pytest.fixture
def correct(clerk):
    def make(opinion, by=clerk, reason="", **changes):
        version = Opinion.objects.get(pk=opinion.pk).version
        return correct_record(opinion, facts_of(opinion, **changes), version=version, reason=reason, by=by, on=DAY)

    return make


def counts():
    rows = OpinionTally.objects.filter(count__gt=0).order_by("day", "phase", "outcome")
    months = FieldMonthTally.objects.filter(count__gt=0).order_by("month", "field__code")
    return (
        list(rows.values_list("conference__code", "day", "phase", "outcome", "count")),
        list(months.values_list("month", "field__code", "count")),
    )


# --- what changes ---


def test_speaker_and_place_are_corrected_and_told_by_name_alone(road, correct):
    opinion = road.to(State.ASSIGNED)
    events = AuditEvent.objects.count()
    speaker = SpeakerData(full_name="Nguyễn Văn Thưởng", capacity="Trưởng xóm", address="Xóm 5", phone="0912345678")
    (row,) = correct(opinion, speaker=speaker)
    kept = row.turn.speaker
    assert (kept.full_name, kept.address, row.version) == ("Nguyễn Văn Thưởng", "Xóm 5", opinion.version + 1)
    entry, event = row.history.last(), AuditEvent.objects.first()
    assert (entry.move, entry.from_state, entry.to_state) == ("correct_record", "assigned", "assigned")
    assert entry.facts == {"corrected": ["speaker", "address"], "changes": {}}
    assert AuditEvent.objects.count() == events + 1
    assert (event.action, event.fields, event.changes, event.object_label) == (
        "changed",
        ["address", "speaker"],
        {},
        row.code,
    )
    with translation.override("en"):
        step = steps_of(row, named=False)[0]
        assert (str(step["title"]), step["text"]) == ("Record corrected", "speaker · village or address")


def test_where_and_when_are_told_with_what_they_were(road, earlier, correct):
    (row,) = correct(road.to(State.CLASSIFIED), conference=earlier, phase="before", channel="slip")
    with translation.override("en"):
        assert steps_of(row, named=False)[0]["text"] == (
            "conference: HN-2026-9001 → HN-2026-9000 · date: 01/10/2026 → 01/09/2026 · "
            "phase: At the conference → Before the conference · channel: Spoken in the hall → Opinion slip"
        )


def test_all_that_was_raised_in_the_turn_is_corrected_together(held_conference, earlier, clerk, correct):
    other = registered(earlier, clerk)[0]
    first, second = registered(held_conference, clerk, "Đường thôn", "Cầu tràn")
    rows = correct(second, conference=earlier)
    assert [row.pk for row in rows] == [first.pk, second.pk]
    for row in Opinion.objects.filter(turn=first.turn_id):
        assert (row.conference, row.raised_on, row.version) == (earlier, date(2026, 9, 1), 2)
        assert row.history.last().move == "correct_record"
    turn = SpeakerTurn.objects.get(pk=first.turn_id)
    # The next number of the conference it came to.
    assert (turn.conference, turn.taken_on, turn.number, other.turn.number) == (earlier, date(2026, 9, 1), 2, 1)


def test_where_nothing_differs_nothing_is_written(road, correct):
    opinion = road.to(State.ASSIGNED)
    before = AuditEvent.objects.count()
    (row,) = correct(opinion)
    assert (row.version, row.history.count(), AuditEvent.objects.count()) == (
        opinion.version,
        opinion.history.count(),
        before,
    )


def test_the_corrected_name_is_the_one_that_lists_mask(road, correct):
    opinion = road.to(State.RECEIVED, "Bà Lê Thị Mận đề nghị sửa đường")
    assert "Mận" in text_words(opinion)
    (row,) = correct(opinion, speaker=SpeakerData(full_name="Lê Thị Mận"))
    assert "Mận" not in text_words(Opinion.objects.get(pk=row.pk))


# --- what counts ---


@pytest.mark.parametrize("state", [State.RECEIVED, State.ANSWERED, State.VERIFIED])
def test_the_counts_follow_to_another_conference_day_and_phase(state, road, earlier, correct):
    opinion = road.to(state)
    bucket = {State.ANSWERED: "awaiting", State.VERIFIED: "after_conference"}.get(state, "")
    field = None if state == State.RECEIVED else "0401"
    assert counts() == ([("HN-2026-9001", HELD, "at", bucket, 1)], [(date(2026, 10, 1), field, 1)])
    correct(opinion, conference=earlier, phase="before")
    day = date(2026, 9, 1)
    assert counts() == ([("HN-2026-9000", day, "before", bucket, 1)], [(day, field, 1)])
    assert differences() == []


def test_the_counts_follow_to_no_conference_and_back(road, held_conference, correct):
    opinion = road.to(State.CLASSIFIED)
    day = date(2026, 9, 20)
    correct(opinion, conference=None, taken_on=day, phase="after")
    assert counts()[0] == [(None, day, "after", "", 1)]
    assert (differences(), Opinion.objects.get(pk=opinion.pk).turn.number) == ([], 1)
    correct(opinion, conference=held_conference, phase="at")
    assert counts()[0] == [("HN-2026-9001", HELD, "at", "", 1)]
    assert differences() == []


def test_what_is_not_counted_is_counted_nowhere_else_either(road, earlier, correct):
    opinion = move(road.to(State.RECEIVED), "refuse", by=road.chief, on=DAY, data={"refusal_reason": "out_of_scope"})
    correct(opinion, conference=earlier)
    assert (counts(), differences()) == (([], []), [])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_corrections_there_and_back_at_once_wait_for_each_other_and_count_right(
    held_conference, earlier, clerk, specialist
):
    here = [registered(held_conference, clerk, "Đường thôn", "Cầu tràn")[0] for _turn in range(3)]
    there = [registered(earlier, clerk, "Chợ xã", "Nước sạch")[0] for _turn in range(3)]

    def correcting(row, conference):
        return lambda: correct_record(
            row, facts_of(row, conference=conference), version=row.version, by=specialist, on=DAY
        )

    at_once(*(correcting(row, earlier) for row in here), *(correcting(row, held_conference) for row in there))
    assert differences() == []
    assert [one.turns.count() for one in (held_conference, earlier)] == [3, 3]


# --- answers and delegates ---


def test_the_day_of_an_answer_in_the_hall_follows_the_conference(road, earlier, clerk, correct):
    hall = {"answerer": "Chủ tịch UBND xã", "text": "Xã sẽ sửa."}
    opinion = move(road.to(State.RECEIVED), "answer_in_hall", by=clerk, on=DAY, data=hall)
    correct(opinion, conference=earlier)
    assert opinion.answers.get().answered_on == date(2026, 9, 1)
    with pytest.raises(ValidationError) as refused:
        correct(opinion, conference=None, taken_on=HELD, phase="after")
    assert list(refused.value.message_dict) == ["conference"]


def test_an_answer_does_not_become_older_than_its_opinion(road, correct):
    opinion = road.to(State.ANSWERED)
    with pytest.raises(ValidationError) as refused:
        correct(opinion, conference=None, taken_on=DAY + timedelta(days=1), phase="after")
    assert list(refused.value.message_dict) == ["received_on"]
    assert correct(opinion, conference=None, taken_on=DAY, phase="after")


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"conference": None, "phase": "at"}, ["phase"]),
        ({"conference": None, "phase": "after", "taken_on": DAY + timedelta(days=1)}, ["received_on"]),
    ],
)
def test_what_cannot_be_is_refused_by_field(changes, asked, road, correct):
    opinion = road.to(State.RECEIVED)
    with pytest.raises(ValidationError) as refused:
        correct(opinion, **changes)
    assert list(refused.value.message_dict) == asked
    assert Opinion.objects.get(pk=opinion.pk).version == opinion.version


def test_a_conference_of_another_unit_and_a_delegate_of_another_conference_are_refused(
    road, earlier, commune_b, correct
):
    opinion = road.to(State.RECEIVED)
    far = Conference.objects.create(code="HN-2026-8000", title="B", level="commune", unit=commune_b, held_on=HELD)
    stranger = Delegate.objects.create(conference=earlier, person=create_person("Phan Văn Khách"))
    for changes, asked in (
        ({"conference": far}, ["conference"]),
        ({"speaker": SpeakerData(kind="delegate", delegate=stranger)}, ["speaker"]),
    ):
        with pytest.raises(ValidationError) as refused:
            correct(opinion, **changes)
        assert list(refused.value.message_dict) == asked


# --- who, and until when ---


def test_once_it_is_closed_only_the_commission_corrects_it_and_says_why(road, specialist, clerk, correct):
    opinion = road.to(State.CLOSED)
    with pytest.raises(PermissionDenied):
        correct(opinion, channel="slip", reason="Ghi nhầm")
    with pytest.raises(ValidationError) as refused:
        correct(opinion, by=specialist, channel="slip")
    assert list(refused.value.message_dict) == ["reason"]
    (row,) = correct(opinion, by=specialist, channel="slip", reason="Ghi nhầm khi nhập")
    assert (row.state, row.channel, row.history.last().note.text) == (State.CLOSED, "slip", "Ghi nhầm khi nhập")


def test_one_closed_opinion_closes_the_whole_turn_to_its_unit(held_conference, clerk, commission_leader, correct):
    master = registered(held_conference, clerk)[0]
    first, second = registered(held_conference, clerk, "Đường thôn", "Cầu tràn")
    move(first, "merge", by=clerk, on=DAY, data={"master": master})
    with pytest.raises(PermissionDenied):
        correct(second, channel="slip", reason="Ghi nhầm")
    assert len(correct(second, by=commission_leader, channel="slip", reason="Ghi nhầm")) == 2


def test_whoever_saw_an_older_version_is_told_before_anything_is_written(road, clerk):
    opinion = road.to(State.RECEIVED)
    revise_text(opinion, text="Chữ khác", version=1, by=clerk, on=DAY)
    with pytest.raises(StaleVersion):
        correct_record(opinion, facts_of(opinion, channel="slip"), version=1, by=clerk, on=DAY)
    assert Opinion.objects.get(pk=opinion.pk).channel == "spoken"


# --- the page ---


def page(opinion):
    return reverse("conferences:opinion_correct", args=[opinion.code])


def sent(opinion, **changes):
    values = {
        "version": opinion.version,
        "conference": opinion.conference_id or "",
        "phase": "at",
        "channel": "spoken",
        "speaker": SPEAKER.full_name,
        "kind": "citizen",
        "capacity": SPEAKER.capacity,
        "address": SPEAKER.address,
        "phone": SPEAKER.phone,
    }
    return {**values, **changes}


def test_the_page_starts_with_what_is_recorded_and_changes_nothing_when_it_is_sent_back(road, clerk, client_of):
    opinion, client = road.to(State.ASSIGNED), client_of(clerk)
    form = client.get(page(opinion)).context["form"]
    assert {name: form[name].initial or "" for name in sent(opinion)} == sent(opinion)
    assert client.post(page(opinion), sent(opinion)).status_code == 302
    assert Opinion.objects.get(pk=opinion.pk).version == opinion.version


def test_a_correction_made_on_the_page(road, earlier, clerk, client_of):
    opinion = road.to(State.ASSIGNED)
    changes = {"conference": earlier.pk, "speaker": "Hộ ông Thường", "kind": "group", "group_size": "4"}
    response = client_of(clerk).post(page(opinion), sent(opinion, **changes))
    assert (response.status_code, response.url) == (302, reverse("conferences:opinion", args=[opinion.code]))
    row = Opinion.objects.get(pk=opinion.pk)
    speaker = row.turn.speaker
    assert (row.conference, speaker.full_name, speaker.kind, speaker.group_size) == (
        *(earlier, "Hộ ông Thường", "group"),
        4,
    )


def test_a_delegate_is_recognised_as_offered_and_has_to_be_one(road, held_conference, commune_a, clerk, client_of):
    opinion, client = road.to(State.RECEIVED), client_of(clerk)
    person = create_person("Phan Thị Đại")
    delegate = Delegate.objects.create(conference=held_conference, person=person, unit=commune_a)
    refused = client.post(page(opinion), sent(opinion, speaker="Phan Thị Đại", kind="delegate"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["speaker"])
    assert client.post(page(opinion), sent(opinion, speaker="Phan Thị Đại – Xã Kim Liên")).status_code == 302
    speaker = Opinion.objects.get(pk=opinion.pk).turn.speaker
    assert (speaker.delegate, speaker.kind, speaker.full_name) == (delegate, "delegate", "")
    form = client.get(page(opinion)).context["form"]
    assert form["speaker"].initial == "Phan Thị Đại – Xã Kim Liên"


def test_without_a_conference_the_day_of_receipt_is_asked_for(road, clerk, client_of):
    opinion, client = road.to(State.RECEIVED), client_of(clerk)
    refused = client.post(page(opinion), sent(opinion, conference="", phase="after"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["received_on"])
    given = sent(opinion, conference="", phase="after", received_on="20/09/2026")
    assert client.post(page(opinion), given).status_code == 302
    assert Opinion.objects.get(pk=opinion.pk).raised_on == date(2026, 9, 20)


def test_a_rule_is_said_beside_its_field(road, clerk, client_of):
    opinion = road.to(State.RECEIVED)
    given = sent(opinion, conference="", phase="at", received_on="20/09/2026")
    response = client_of(clerk).post(page(opinion), given)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["phase"])


def test_the_secretary_moves_it_to_conferences_they_serve_and_never_to_none(road, earlier, secretary, client_of):
    opinion, client = road.to(State.RECEIVED), client_of(secretary)
    field = client.get(page(opinion)).context["form"].fields["conference"]
    assert (list(field.queryset), field.required) == ([opinion.conference], True)
    assert client.post(page(opinion), sent(opinion, conference=earlier.pk)).status_code == 422
    assert client.post(page(opinion), sent(opinion, conference="", phase="after")).status_code == 422


def test_who_comes_second_sees_what_is_saved_and_keeps_what_was_typed(road, clerk, specialist, client_of):
    opinion = road.to(State.RECEIVED)
    first = sent(opinion, speaker="Bản của cán bộ xã")
    assert client_of(clerk).post(page(opinion), first).status_code == 302
    client = client_of(specialist)
    late = client.post(page(opinion), sent(opinion, speaker="Bản của chuyên viên"))
    body = late.content.decode()
    assert late.status_code == 409
    assert "Bản của cán bộ xã" in body and "Bản của chuyên viên" in body
    again = sent(opinion, speaker="Bản của chuyên viên", version=late.context["form"]["version"].value())
    assert client.post(page(opinion), again).status_code == 302
    assert Opinion.objects.get(pk=opinion.pk).turn.speaker.full_name == "Bản của chuyên viên"


def test_what_was_closed_meanwhile_keeps_the_words_and_takes_the_button(road, clerk, client_of):
    opinion = road.to(State.VERIFIED)
    move(opinion, "close", by=road.chief, on=DAY)
    client = client_of(clerk)
    late = client.post(page(opinion), sent(opinion, speaker="Đã gõ dở"))
    assert (late.status_code, late.context["can_send"]) == (409, False)
    assert "Đã gõ dở" in late.content.decode()
    assert client.get(page(opinion)).status_code == 403
    again = sent(opinion, version=opinion.version + 1)
    assert client.post(page(opinion), again).status_code == 403


def test_an_erased_speaker_is_not_entered_again(road, commission_leader, client_of):
    opinion = road.to(State.RECEIVED)
    erase_speaker(opinion, by=commission_leader, on=DAY)
    opinion.refresh_from_db()
    client = client_of(commission_leader)
    assert "speaker" not in client.get(page(opinion)).context["form"].fields
    assert client.post(page(opinion), sent(opinion, channel="slip")).status_code == 302
    row = Opinion.objects.get(pk=opinion.pk)
    assert (row.channel, hasattr(row.turn, "speaker")) == ("slip", False)


def test_the_page_of_an_opinion_leads_there_for_those_who_may(road, clerk, specialist, focal_point, client_of):
    def linked(who, opinion):
        body = client_of(who).get(reverse("conferences:opinion", args=[opinion.code])).content.decode()
        return page(opinion) in body

    assigned, closed = road.to(State.ASSIGNED), road.to(State.CLOSED)
    assert [linked(who, assigned) for who in (clerk, specialist, focal_point)] == [True, True, False]
    assert [linked(who, closed) for who in (clerk, specialist, focal_point)] == [False, True, False]


def test_reading_the_page_is_noted_and_it_takes_a_bounded_number_of_queries(held_conference, earlier, clerk, client_of):
    one = registered(held_conference, clerk)[0]
    many = registered(held_conference, clerk, *(f"Việc {number}" for number in range(12)))[0]
    client = client_of(clerk)

    def asked(opinion):
        client.get(page(opinion))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(opinion)).status_code == 200
        return len(queries)

    assert asked(one) == asked(many) <= 20
    today = timezone.localdate()
    assert AuditEvent.objects.filter(actor=clerk, action="read", object_label=one.code, at__date=today).count() == 1
