"""A petition registered by mistake: its number stays in the book, and it counts, waits and is late nowhere."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from handling.moves import MoveRefused
from handling.worklist import counts, waiting_counts
from petitions.models import Petition, Source
from petitions.models import PetitionState as State
from petitions.services.contents import revise_content
from petitions.statistics.reading import read_for, xld_form
from petitions.tallies import differences
from petitions.work import waiting
from registers.models import RuleParameter
from registers.periods import period
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
    petition = petition_road.make(petition_road.registered(C), "strike")
    page = client_of(petition_officer).get(reverse("petitions:petition_register")).content.decode()
    assert "Gạch bỏ: vào sổ nhầm." in page
    assert petition.content.summary not in page
    text = client_of(petition_officer).get(reverse("petitions:petition", args=[petition.code])).content.decode()
    assert "Vào sổ hai lần" in text


@pytest.mark.parametrize("source", [Source.OPINION, Source.RECEPTION])
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
