"""The history of an opinion in sentences, what comes next, and the speaker's data: shown, masked, erased."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from audit.models import AuditEvent
from conferences.models import Opinion, OpinionText, Speaker
from conferences.models.vocabulary import OpinionState as State
from conferences.next_step import next_step
from conferences.opinion_history import steps_of
from conferences.services.opinions import SpeakerData, erase_speaker, revise_text
from conferences.speakers import speaker_in_list, speaker_words, text_words
from conferences.workflow import move
from handling.extensions import extend_due
from registers.models import Field
from tests.conferences.opinion_roads import DAY, registered

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


# --- history ---


def test_every_move_is_told_with_what_it_decided_newest_first(road):
    told = [(step["title"], step["text"]) for step in steps_of(road.to(State.CLOSED), named=True)]
    assert [(str(title), text) for title, text in told] == [
        ("Close", ""),
        ("Verify the answer", "Resolved after the conference"),
        ("Record the answer", "Sở Nông nghiệp và Môi trường"),
        ("Acknowledge", ""),
        ("Assign", "Sở Nông nghiệp và Môi trường · due on 26/10/2026"),
        ("Classify", "Village roads · Commune level"),
        ("Registered", ""),
    ]


def test_an_extension_stands_in_the_history_with_its_reason(road, specialist):
    opinion = road.to(State.IN_PROGRESS)
    extend_due(
        opinion.handling, new_due_on=date(2026, 11, 30), reason="Chờ trích lục của bà Hoa", by=specialist, on=DAY
    )
    extensions = list(opinion.handling.extensions.select_related("by"))
    first = steps_of(opinion, named=True, extensions=extensions)[0]
    assert (first["title"], first["text"], first["note"]) == (
        "Due date extended",
        "from 26/10/2026 to 30/11/2026",
        "Chờ trích lục của bà Hoa",
    )
    assert steps_of(opinion, named=False, extensions=extensions)[0]["note"] == ""


def test_an_extension_that_came_late_says_so(road, specialist):
    opinion, day_after = road.to(State.IN_PROGRESS), date(2026, 10, 27)
    extend_due(opinion.handling, new_due_on=date(2026, 11, 30), reason="Mưa lũ", by=specialist, on=day_after)
    step = steps_of(opinion, named=True, extensions=opinion.handling.extensions.select_related("by"))[0]
    assert step["title"] == "Due date extended after it had passed"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ((2026, 10, 5, 9, 7), "09:07, 05/10/2026"),
        ((2026, 10, 6, 16, 30), "05/10/2026, recorded 16:30, 06/10/2026"),
    ],
)
def test_a_move_says_its_day_and_the_time_it_was_recorded(road, clerk, field, moment, told):
    opinion = road.to(State.RECEIVED)
    data = {"field": field, "competent_level": "commune"}
    with time_machine.travel(datetime(*moment, tzinfo=HANOI), tick=False):
        opinion = move(opinion, "classify", by=clerk, on=DAY, data=data)
    assert steps_of(opinion, named=True)[0]["at"] == told


def test_an_extension_says_when_it_was_given(road, specialist):
    opinion = road.to(State.IN_PROGRESS)
    with time_machine.travel(datetime(2026, 10, 7, 8, 15, tzinfo=HANOI), tick=False):
        extend_due(opinion.handling, new_due_on=date(2026, 11, 30), reason="Mưa lũ", by=specialist, on=DAY)
    extensions = opinion.handling.extensions.select_related("by")
    assert steps_of(opinion, named=True, extensions=extensions)[0]["at"] == "08:15, 07/10/2026"


def test_passing_on_and_classifying_anew_say_from_what_to_what(road, specialist, other_department, field):
    opinion = road.to(State.ASSIGNED)
    data = {"lead": other_department, "reason": "Thuộc ngành xây dựng"}
    opinion = move(opinion, "reassign", by=specialist, on=DAY, data=data)
    bridges = Field.objects.create(code="0402", name_vi="Cầu", name_en="Bridges", parent=field.parent)
    data = {"field": bridges, "competent_level": "province", "reason": "Cầu do tỉnh quản lý"}
    opinion = move(opinion, "reclassify", by=specialist, on=DAY, data=data)
    data = {"field": bridges, "competent_level": "commune", "reason": "Cầu của xã"}
    opinion = move(opinion, "reclassify", by=specialist, on=DAY, data=data)
    told = [(step["title"], step["text"]) for step in steps_of(opinion, named=True)[:3]]
    assert [(str(title), text) for title, text in told] == [
        ("Correct the classification", "Provincial level → Commune level"),
        ("Correct the classification", "Village roads → Bridges · Commune level → Provincial level"),
        ("Pass on to another lead", "Sở Nông nghiệp và Môi trường → Sở Xây dựng · due on 26/10/2026"),
    ]


def test_words_given_with_a_move_are_for_those_who_see_names(road, focal_point):
    opinion = road.to(State.ASSIGNED)
    opinion = move(opinion, "return_assignment", by=focal_point, on=DAY, data={"reason": "Không phải việc của sở"})
    assert [steps_of(opinion, named=named)[0]["note"] for named in (True, False)] == ["Không phải việc của sở", ""]


def test_only_what_followed_a_version_is_told_to_who_came_second(road, clerk):
    opinion = road.to(State.ASSIGNED)
    assert [str(step["title"]) for step in steps_of(opinion, named=True, since=2)] == ["Assign"]


@pytest.mark.parametrize("state", [State.RECEIVED, State.CLOSED])
def test_the_history_takes_the_same_queries_however_long_it_is(state, road, django_assert_max_num_queries):
    opinion = Opinion.objects.select_related("handling__lead", "field").get(pk=road.to(state).pk)
    with django_assert_max_num_queries(1):
        steps_of(opinion, named=True)


# --- the next step ---


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.RECEIVED, "Xã Kim Liên classifies it: field and competent level."),
        (State.CLASSIFIED, "The leader of Xã Kim Liên or the commission assigns it to a lead organisation."),
        (State.ASSIGNED, "Sở Nông nghiệp và Môi trường acknowledges it and answers."),
        (State.IN_PROGRESS, "Sở Nông nghiệp và Môi trường is working on it and answers."),
        (State.ANSWERED, "The answer waits for verification by whoever assigned it."),
        (State.VERIFIED, "The outcome stands; a leader closes it."),
        (State.CLOSED, "Closed. It can be reopened with a reason."),
    ],
)
def test_the_page_says_whose_turn_it_is(state, sentence, road):
    assert next_step(road.to(state)) == sentence


def test_an_opinion_resolved_step_by_step_names_its_next_review(road):
    road.data["verify"] = {
        "outcome": "step_by_step",
        "milestone": "Khảo sát",
        "next_review_on": date(2027, 3, 31),
    }
    opinion = road.to(State.VERIFIED)
    sentence = next_step(opinion, opinion.decisions.get())
    assert sentence == "Being resolved step by step; the next review is on 31/03/2027."


# --- the speaker ---


def test_the_speaker_is_named_or_masked(held_conference, clerk):
    opinion = registered(held_conference, clerk)[0]
    assert speaker_words(opinion, named=True) == "Nguyễn Văn Thường, Trưởng xóm, Xóm 3, 0912345678"
    assert speaker_words(opinion, named=False) == "Ông/Bà N.V.T., Trưởng xóm, xóm 3"


def test_a_list_shows_the_post_or_the_masked_name_never_the_name(held_conference, clerk):
    with_post = registered(held_conference, clerk)[0]
    citizen = registered(held_conference, clerk, speaker=SpeakerData(full_name="Lê Thị Hoa", address="Thôn 5"))[0]
    assert [speaker_in_list(opinion) for opinion in (with_post, citizen)] == [
        "Trưởng xóm, xóm 3",
        "Ông/Bà L.T.H., thôn 5",
    ]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("clerk", True),
        ("leader", True),
        ("specialist", True),
        ("secretary", True),
        ("focal_point", True),
        ("supervisor", False),
        ("auditor", False),
        ("sibling_clerk", False),
        ("outsider", False),
    ],
)
def test_names_are_open_to_owners_the_commission_the_secretary_and_the_lead(who, sees, road, request):
    opinion = road.to(State.ASSIGNED)
    user = request.getfixturevalue(who)
    assert bool(Opinion.objects.with_naming(user).get(pk=opinion.pk).names_shown) is sees


def test_a_coordinator_reads_the_opinion_masked_and_has_no_link_to_the_conference(
    road, other_focal_point, other_department, client_of
):
    road.data["assign"]["coordinators"] = [other_department]
    opinion = road.to(State.ASSIGNED, "Nguyễn Văn Thường, số 0912 345 678, đề nghị sửa đường")
    page = client_of(other_focal_point).get(reverse("conferences:opinion", args=[opinion.code])).content.decode()
    assert "*** *** 678" in page
    assert "0912 345 678" not in page
    link = reverse("conferences:conference", args=[opinion.conference.code])
    assert link not in page
    assert link in client_of(road.clerk).get(reverse("conferences:opinion", args=[opinion.code])).content.decode()


def test_erasing_takes_the_speaker_of_the_whole_turn_and_leaves_the_opinions(held_conference, clerk, commission_leader):
    opinions = registered(held_conference, clerk, "Việc thứ nhất", "Việc thứ hai")
    for _again in range(2):
        erase_speaker(opinions[0], by=commission_leader, on=DAY)
    assert Speaker.objects.count() == 0
    assert Opinion.objects.count() == 2
    erased = AuditEvent.objects.filter(action="changed", fields=["speaker", "text"])
    # One event for the turn, and a row in the history of each that names nobody: both look the same beside an item
    # that turned out to be a denunciation, which is erased by others than the leader.
    assert list(erased.values_list("object_label", flat=True)) == [opinions[0].code]
    for row in Opinion.objects.all():
        step = steps_of(row, named=True)[0]
        assert (step["title"], step["who"]) == ("Personal data of the speaker erased", "")
    assert speaker_words(Opinion.objects.get(pk=opinions[1].pk), named=True) == "(personal data erased)"


def test_erasing_masks_the_speaker_in_the_text_and_takes_its_older_versions(held_conference, clerk, commission_leader):
    opinion = registered(held_conference, clerk, "Tôi là Nguyễn Văn Thường, số 0912 345 678, hộ ông Lê Văn Khác")[0]
    text = "Nguyễn Văn Thường, số 0912 345 678, cùng hộ ông Lê Văn Khác"
    revise_text(opinion, text=text, version=opinion.version, by=clerk, on=DAY)
    erase_speaker(opinion, by=commission_leader, on=DAY)
    opinion = Opinion.objects.get(pk=opinion.pk)
    assert [one.text for one in opinion.texts.all()] == ["N.V.T., số *** *** 678, cùng hộ ông Lê Văn Khác"]
    assert not Opinion.objects.matching("thuong").exists()
    assert Opinion.objects.matching("khac").exists()


def test_a_correction_of_the_text_stands_in_the_history_without_the_words(road, clerk):
    opinion = road.to(State.RECEIVED, "Đường xóm 2")
    revised = revise_text(opinion, text="Đường xóm 3", version=opinion.version, by=clerk, on=DAY)
    newest = steps_of(revised, named=True)[0]
    assert (newest["title"], newest["text"], newest["note"]) == ("Text corrected", "", "")
    assert revised.version == opinion.version + 1
    assert revised.current_text.text == "Đường xóm 3"


def test_the_leader_of_the_commission_erases_after_being_told_what(
    held_conference, clerk, commission_leader, client_of
):
    opinion = registered(held_conference, clerk)[0]
    address = reverse("conferences:opinion_erase_speaker", args=[opinion.code])
    client = client_of(commission_leader)
    assert "Nguyễn Văn Thường" in client.get(address).content.decode()
    assert Speaker.objects.count() == 1
    assert client.post(address).status_code == 302
    assert Speaker.objects.count() == 0
    # Nothing is left to erase, and the page of the opinion still opens.
    assert client.post(address).status_code == 403
    assert client.get(reverse("conferences:opinion", args=[opinion.code])).status_code == 200
    assert client.get(reverse("conferences:opinion_list")).status_code == 200


@pytest.mark.parametrize(
    ("text", "gloss_en", "changed"),
    [
        ("Đường xóm 3 hẹp", "A road", ["text"]),
        ("Đường hẹp", "A narrow road", ["gloss_en"]),
        ("Đường xóm 3 hẹp", "A narrow road", ["gloss_en", "text"]),
    ],
)
def test_the_trail_names_what_a_correction_of_the_text_changed(held_conference, clerk, text, gloss_en, changed):
    opinion = registered(held_conference, clerk, "Đường hẹp", gloss_en="A road")[0]
    revise_text(opinion, text=text, gloss_en=gloss_en, version=opinion.version, by=clerk, on=DAY)
    assert AuditEvent.objects.get(action="changed", object_label=opinion.code).fields == changed


def test_a_text_saved_as_it_was_changes_nothing(held_conference, clerk):
    opinion = registered(held_conference, clerk, "Đường hẹp", gloss_en="A road")[0]
    saved = revise_text(opinion, text="Đường hẹp", gloss_en="A road", version=opinion.version, by=clerk, on=DAY)
    assert (saved.version, OpinionText.objects.count()) == (opinion.version, 1)
    assert not AuditEvent.objects.filter(action="changed").exists()


def test_names_in_a_text_are_open_on_the_page_to_those_who_see_names_and_masked_in_lists_for_all(
    held_conference, clerk, supervisor, client_of
):
    text = "Tôi là Nguyễn Văn Thường, số 0912 345 678, đề nghị sửa đường."
    opinion = registered(held_conference, clerk, text)[0]
    assert text_words(opinion, named=True) == text
    assert text_words(opinion, named=False) == "Tôi là N.V.T., số *** *** 678, đề nghị sửa đường."
    page = reverse("conferences:opinion", args=[opinion.code])
    lists = [reverse("conferences:opinion_list"), f"{reverse('handling:jump')}?q=duong"]
    assert "Nguyễn Văn Thường, số 0912 345 678" in client_of(clerk).get(page).content.decode()
    for user, address in [(supervisor, page), *((user, address) for user in (clerk, supervisor) for address in lists)]:
        seen = client_of(user).get(address).content.decode()
        assert "N.V.T., số *** *** 678" in seen, (user, address)
        assert "Nguyễn Văn Thường" not in seen, (user, address)
        assert "345" not in seen, (user, address)
