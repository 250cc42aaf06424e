"""The list of opinions: who led, when due, in which order, how many; what a line shows and what it never does."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from conferences.services.opinions import SpeakerData
from conferences.views.opinions import list as list_view
from handling import lists
from handling.models import Handling
from tests.conferences.opinion_roads import many, registered

pytestmark = pytest.mark.django_db
URL = reverse("conferences:opinion_list")


def codes(client, query=""):
    return [row.code for row in client.get(f"{URL}?{query}").context["rows"]]


@pytest.mark.parametrize("query", ["so nong nghiep", "Nông  nghiệp", "nghiep moi truong"])
def test_the_lead_is_found_by_words_of_its_name(query, road, specialist, client_of):
    led = road.to(State.ASSIGNED)
    road.to(State.RECEIVED)
    assert codes(client_of(specialist), f"lead={query}") == [led.code]


def test_a_link_names_the_lead_by_its_number_and_the_chip_by_its_name(
    road, lead_department, other_department, specialist, client_of
):
    led = road.to(State.ASSIGNED)
    client = client_of(specialist)
    assert codes(client, f"lead={other_department.pk}") == []
    response = client.get(f"{URL}?lead={lead_department.pk}")
    assert [row.code for row in response.context["rows"]] == [led.code]
    assert [(chip.value, chip.remove_url) for chip in response.context["chips"]] == [(lead_department.name, "?")]


@pytest.mark.parametrize("part", ["overdue", "due_soon", "undated"])
def test_due_dates_are_asked_for_by_part(part, road):
    late, soon, undated = road.to(State.ASSIGNED), road.to(State.ASSIGNED), road.to(State.RECEIVED)
    today = timezone.localdate()
    wanted = {"overdue": late, "due_soon": soon, "undated": undated}[part]
    Handling.objects.filter(pk=late.handling_id).update(due_on=date(2026, 1, 5))
    Handling.objects.filter(pk=soon.handling_id).update(due_on=today)
    rows = list_view.OpinionFilter({"due": part}, user=road.chief, queryset=Opinion.objects.visible_to(road.chief))
    assert [row.code for row in rows.rows()] == [wanted.code]


@pytest.mark.parametrize("sort", ["code", "-code", "unit", "field", "state", "due", "-due"])
def test_every_order_lists_every_row_once_and_those_without_a_value_last(sort, road, specialist, client_of):
    rows = [road.to(State.RECEIVED), road.to(State.ASSIGNED), road.to(State.CLASSIFIED)]
    found = codes(client_of(specialist), f"sort={sort}")
    assert sorted(found) == sorted(row.code for row in rows)
    if sort.endswith("due"):
        assert found[0] == rows[1].code
    if sort.endswith("code"):
        assert found == sorted(found, reverse=sort.startswith("-"))


def test_an_order_nobody_offers_is_the_usual_one(road, specialist, client_of):
    rows = [road.to(State.RECEIVED) for _row in range(2)]
    assert codes(client_of(specialist), "sort=password") == [rows[1].code, rows[0].code]


def test_the_head_says_how_the_rows_are_ordered(road, specialist, client_of):
    road.to(State.RECEIVED)
    page = client_of(specialist).get(f"{URL}?sort=-due").content.decode()
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page


def test_beyond_the_limit_the_count_is_more_than(road, specialist, client_of, monkeypatch):
    for _row in range(3):
        road.to(State.RECEIVED)
    client = client_of(specialist)
    assert client.get(URL).context["is_more"] is False
    monkeypatch.setattr(lists, "COUNTED_EXACTLY", 2)
    assert client.get(URL).context["is_more"] is True


def test_pages_follow_each_other_without_gap_or_repeat(road, specialist, client_of, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    rows = [road.to(State.RECEIVED).code for _row in range(5)]
    client = client_of(specialist)
    assert [codes(client, f"page={page}") for page in (1, 2, 3)] == [
        [rows[4], rows[3]],
        [rows[2], rows[1]],
        [rows[0]],
    ]


@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_a_filtered_list_takes_the_same_queries_at_any_size(
    rows, held_conference, clerk, specialist, client_of, django_assert_num_queries
):
    many(held_conference, clerk, rows)
    client = client_of(specialist)
    address = f"{URL}?q=duong&state=received&level=commune"
    client.get(address)
    with django_assert_num_queries(10):
        assert client.get(address).context["page_obj"].paginator.count == rows


def test_a_line_never_names_a_citizen(held_conference, clerk, client_of):
    registered(held_conference, clerk, speaker=SpeakerData(full_name="Lê Thị Hoa", address="Số 12, thôn 5"))
    page = client_of(clerk).get(URL).content.decode()
    assert "Lê Thị Hoa" not in page
    assert "Số 12" not in page
    assert "L.T.H., thôn 5" in page


def test_the_gloss_stands_under_the_text_in_the_english_interface_alone(held_conference, clerk, client_of):
    registered(held_conference, clerk, gloss_en="Please repair the village road")
    client = client_of(clerk)
    assert [
        "Please repair the village road" in client.get(URL, headers={"accept-language": language}).content.decode()
        for language in ("vi", "en")
    ] == [False, True]


def test_what_cannot_be_ticked_has_no_boxes(road, clerk, specialist, client_of):
    road.to(State.CLASSIFIED)
    assert ['name="pick"' in client_of(user).get(URL).content.decode() for user in (clerk, specialist)] == [False, True]


def test_an_empty_list_offers_the_first_action(clerk, supervisor, client_of):
    new = f'href="{reverse("conferences:opinion_new")}"'
    assert [client_of(user).get(URL).content.decode().count(new) for user in (clerk, supervisor)] == [2, 0]
