"""What the page of a move says before it is made: what it rests on, and to which day it leads."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import formats, translation

from petitions.lines import dress_rows
from petitions.models import Direction, Petition
from petitions.models import PetitionState as State
from petitions.workflow import move
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db


def page_of(client, petition, name):
    return client.get(reverse("petitions:petition_move", args=[petition.code, name]))


def shown(day):
    with translation.override("vi"):
        return formats.date_format(day, "SHORT_DATE_FORMAT")


@pytest.mark.parametrize("kind", [C, D, R])
def test_an_extension_says_to_which_day_it_goes(kind, petition_road, client_of):
    petition = petition_road.to(kind, State.IN_PROGRESS)
    who = petition_road.people["officer" if kind == D else "leader"]
    note = page_of(client_of(who), petition, "extend").context["form"].note
    before = petition.handling.due_on
    petition = petition_road.make(petition, "extend")
    now = petition.handling.due_on
    assert shown(before) in note
    # Of a recommendation the page tells the latest day, since the day itself is asked for there.
    assert (shown(now) in note) == (kind != R)
    # 90 days later lies in the days off before Tết.
    assert kind != R or shown(date(2027, 2, 11)) in note


def test_resuming_says_the_new_due_date_before_it_is_made(petition_road, client_of):
    petition = petition_road.to(C, State.SUSPENDED)
    on = date(2026, 10, 19)
    with time_machine.travel(f"{on}T09:00:00+07:00", tick=False):
        note = page_of(client_of(petition_road.people["leader"]), petition, "resume").context["form"].note
    before = petition.handling.due_on
    resumed = move(petition, "resume", by=petition_road.people["leader"], on=on, data={})
    assert shown(before) in note and shown(resumed.handling.due_on) in note
    assert resumed.handling.due_on > before


def test_the_leader_reads_sender_and_grounds_where_the_decision_is_made(petition_road, client_of):
    petition = petition_road.to(C, State.PROPOSED, Direction.DECLINE)
    page = page_of(client_of(petition_road.people["leader"]), petition, "approve")
    seen = page.content.decode()
    assert "Theo đề nghị của cán bộ" in seen and "Nguyễn Văn A" in seen
    assert "Hết thời hiệu mà không có lý do chính đáng" in seen


def test_grounds_of_a_decided_proposal_stand_beside_no_move(petition_road, client_of):
    petition = petition_road.to(C, State.APPROVED)
    assert page_of(client_of(petition_road.people["officer"]), petition, "accept").context["grounds"] == ""


@pytest.mark.parametrize(
    ("kind", "settlement", "acceptance"),
    [(C, "Quyết định giải quyết", "Thông báo thụ lý"), (D, "Kết luận nội dung tố cáo", "Quyết định thụ lý tố cáo")],
)
def test_papers_are_called_what_they_are_of_this_kind(kind, settlement, acceptance, petition_road):
    petition = petition_road.to(kind, State.SETTLED)
    with translation.override("vi"):
        labels = {paper.kind: str(paper.label) for paper in petition.papers.all()}
    assert labels["settlement"].startswith(settlement)
    assert labels["acceptance"] == acceptance


def test_a_letter_that_settles_nothing_is_called_no_reply_and_counts_as_one(petition_road):
    petition = petition_road.make(petition_road.to(R, State.TRANSFERRED), "record_letter")
    assert petition.papers.latest("pk").kind == "interim"
    petition = petition_road.make(petition, "record_reply")
    assert petition.papers.latest("pk").kind == "reply"


@pytest.mark.parametrize(("days", "awaited"), [(-1, False), (0, True), (30, True)])
def test_the_list_says_of_what_was_passed_on_that_its_reply_is_awaited(days, awaited, petition_road):
    petition = petition_road.to(R, State.TRANSFERRED)
    since = petition.handling.reply_due_on
    row = Petition.objects.with_list_columns().get(pk=petition.pk)
    with translation.override("vi"):
        [line] = dress_rows([row], today=date.fromordinal(since.toordinal() + days))
    assert ("chờ trả lời" in line.due, shown(since) in line.due) == (awaited, awaited)
    assert ("Đúng hạn" in line.due) == (not awaited)


def test_marks_it_has_already_are_said_on_the_form(petition_road, client_of):
    petition = petition_road.registered(C, received_on=DAY)
    sent = {"version": petition.version, "reason": "Theo đề nghị"}
    address = reverse("petitions:petition_move", args=[petition.code, "mark"])
    answer = client_of(petition_road.people["officer"]).post(address, sent)
    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (422, 1)
