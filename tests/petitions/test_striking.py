"""A petition registered by mistake: its number stays in the book, and it counts, waits and is late nowhere."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.migrations.exceptions import IrreversibleError
from django.urls import reverse

from handling.moves import MoveRefused
from handling.worklist import counts, waiting_counts
from petitions.directions import directions_for
from petitions.models import Direction, Petition, PetitionCase, Source, StrikeGround
from petitions.models import PetitionState as State
from petitions.services.cases import link, open_case
from petitions.services.contents import attach, revise_content
from petitions.services.registering import SenderData
from petitions.statistics.reading import read_for, xld_form
from petitions.tallies import differences
from petitions.work import waiting
from registers.models import RuleParameter
from registers.periods import period
from tests.petitions.canary import CANARY, PDF, tables_holding
from tests.petitions.petition_roads import DAY, C, D, M, R

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = period("month", 2026, 10), period("month", 2026, 11)


@pytest.mark.parametrize("kind", [C, D, M, R])
@pytest.mark.parametrize("state", [State.RECEIVED, State.CLASSIFIED])
def test_what_is_struck_out_is_no_work_any_more(kind, state, petition_road, petition_officer):
    petition = petition_road.make(petition_road.to(kind, state), "strike")
    late = date(2027, 6, 1)
    assert (petition.state, petition.notice_due_on, petition.handling.due_on) == (State.STRUCK, None, None)
    assert petition not in Petition.objects.counted()
    assert petition not in waiting(petition_officer, late)
    done = counts(petition_officer, DAY)
    assert (done.overdue, done.done_this_week, waiting_counts(petition_officer, late)) == (0, 0, (0, 0))
    assert differences() == []


@pytest.mark.parametrize("kind", [C, D])
def test_it_leaves_the_statistics_from_that_day_on(kind, petition_road, petition_officer):
    def totals():
        forms = [xld_form(read_for(petition_officer, one, today=date(2026, 12, 1), closing_day=14)) for one in months]
        return [(form.total.figures[1], form.total.figures[2]) for form in forms]

    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=date(2018, 1, 1))
    months, petition = (OCTOBER, NOVEMBER), petition_road.registered(kind)
    assert totals() == [(1, 0), (1, 1)]
    petition_road.make(petition, "strike", on=date(2026, 10, 20))
    assert totals() == [(1, 0), (0, 0)]


def test_the_register_keeps_the_number_and_says_why(petition_road, petition_officer, client_of):
    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=date(2018, 1, 1))
    words = petition_road.registered(C)
    petition = petition_road.make(words, "strike")
    page = client_of(petition_officer).get(reverse("petitions:petition_register")).content.decode()
    assert "Gạch bỏ: vào sổ nhầm." in page
    assert words.content.summary not in page
    text = client_of(petition_officer).get(reverse("petitions:petition", args=[petition.code])).content.decode()
    assert "Vào sổ hai lần" in text


@pytest.mark.parametrize("ground", StrikeGround.values)
def test_its_words_go_since_the_letter_may_be_a_denunciation(
    ground, petition_road, petition_officer, commission_leader, specialist, supervisor, auditor, client_of
):
    """Registered twice, and one of them found to be a denunciation; or moved to the other book at once."""
    letters = [petition_road.registered(C, senders=(SenderData(CANARY, CANARY),), summary=CANARY) for _time in "12"]
    attach(letters[1], SimpleUploadedFile("don.pdf", PDF.replace(b"Catalog", CANARY.encode())), by=petition_officer)
    struck = petition_road.make(letters[1], "strike", ground=ground)
    assert tables_holding(CANARY)
    petition_road.make(letters[0], "classify", kind=D, paper_file="15/HS-2026", round="")
    assert tables_holding(CANARY) == set()
    for user in (petition_officer, commission_leader, specialist, supervisor, auditor):
        found = {client_of(user).get(reverse("petitions:petition", args=[one.code])).status_code for one in letters}
        assert len(found) == 1, (user, found)
    assert struck.content.summary == "Đã gạch bỏ; nội dung đã xóa."


def test_what_was_proposed_is_no_mistake_of_the_book_any_more(petition_road):
    petition = petition_road.to(C, State.PROPOSED)
    petition = petition_road.make(petition, "return_proposal", reason="Xem lại thẩm quyền")
    with pytest.raises(MoveRefused):
        petition_road.make(petition, "strike")


def test_nothing_is_linked_to_it_afterwards(petition_road):
    first = petition_road.registered(C)
    later = petition_road.registered(C, earlier=first)
    struck = petition_road.make(later, "strike")
    assert Petition.objects.get(pk=struck.pk).earlier is None
    with pytest.raises(ValidationError) as refused:
        petition_road.registered(C, earlier=struck)
    assert set(refused.value.error_dict) == {"earlier"}


@pytest.mark.parametrize("source", [Source.OPINION, Source.SPLIT])
def test_what_came_from_elsewhere_is_not_struck_out(source, petition_road):
    petition = petition_road.registered(C)
    Petition.objects.filter(pk=petition.pk).update(source=source)
    with pytest.raises(MoveRefused):
        petition_road.make(petition, "strike")


def test_nor_what_others_are_linked_to(petition_road):
    first = petition_road.registered(C)
    later = petition_road.registered(C, earlier=first)
    with pytest.raises(MoveRefused):
        petition_road.make(first, "strike")
    assert petition_road.make(later, "strike").state == State.STRUCK


def test_it_needs_a_ground_of_the_list_and_ends_everything(petition_road, petition_officer):
    petition = petition_road.registered(C)
    for ground in ("", "court"):
        with pytest.raises(ValidationError):
            petition_road.make(petition, "strike", ground=ground)
    petition = petition_road.make(petition, "strike")
    with pytest.raises(MoveRefused):
        petition_road.make(petition, "classify")
    with pytest.raises(MoveRefused):
        revise_content(petition, senders=(), signatories=1, version=2, by=petition_officer, on=DAY, summary="Khác")


def test_the_form_says_what_becomes_of_the_case(petition_road, petition_officer, client_of):
    petition, other = petition_road.registered(C), petition_road.registered(R)
    form = reverse("petitions:petition_move", args=[petition.code, "strike"])
    case = open_case(petition, title="Bồi thường", by=petition_officer, on=DAY)
    assert f"Vụ việc {case.code} không còn đơn" in client_of(petition_officer).get(form).content.decode()
    link(case, other.code, by=petition_officer)
    assert f"Nội dung vụ việc {case.code}" in client_of(petition_officer).get(form).content.decode()
    petition_road.make(petition, "strike")
    assert PetitionCase.objects.get().needs_review
    petition_road.make(other, "strike")
    assert not PetitionCase.objects.exists()


def test_parts_keep_what_was_known_of_the_whole(petition_road, lead_department):
    more = {"is_repeat": True, "sent_by": lead_department}
    whole = petition_road.make(petition_road.registered(M, **more), "classify")
    parts = [{"kind": C, "field": petition_road.field, "summary": "Một"}]
    parts.append({"kind": D, "field": petition_road.field, "paper_file": "16/HS-2026"})
    petition_road.make(whole, "split", parts=parts, erases_words=True)
    found = Petition.objects.exclude(pk=whole.pk)
    assert [(one.is_repeat, one.sent_by) for one in found] == [(True, lead_department)] * 2
    named = petition_road.make(found.get(kind=C), "classify", Direction.TRANSFER)
    assert Direction.RETURN in directions_for(named)


def test_the_migration_is_undone_only_where_nothing_was_struck_out(petition_road):
    migration = import_module("petitions.migrations.0017_struck_out")
    petition = petition_road.registered(R)
    migration.refuse_with_struck(apps, None)
    Petition.objects.filter(pk=petition.pk).update(state=State.STRUCK)
    with pytest.raises(IrreversibleError):
        migration.refuse_with_struck(apps, None)
