"""The list of conferences: what is seen, filtered, ordered, counted and exported."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from conferences.conference_navigation import find_conferences, sees_conferences
from conferences.models import Conference
from conferences.services.opinions import ContentItem, TurnData, register_turn
from registers.levels import Level
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db
URL = "/conferences/"


def make(code, unit, **values):
    fields = {"title": f"Hội nghị {code}", "level": unit.level, "unit": unit, "held_on": date(2026, 10, 1), **values}
    return Conference.objects.create(code=code, **fields)


@pytest.fixture
def conferences(province, commune_a, commune_b):
    return {
        "a": make(
            "HN-2026-0001", commune_a, title="Đối thoại về đường thôn", theme="Đoàn kết", state="held", participants=80
        ),
        "b": make("HN-2026-0002", commune_b, kind="thematic", held_on=date(2026, 3, 4), side="state"),
        "p": make(
            "HN-2023-0001", province, kind="programme", held_on=date(2023, 8, 3), participants=1121, state="closed"
        ),
    }


def codes(response):
    return [row.code for row, _opinions, _tone in response.context["rows"]]


def shown(client, query=""):
    response = client.get(URL + query)
    assert response.status_code == 200
    return codes(response)


def test_everybody_sees_their_own_area_newest_first(conferences, specialist, clerk, client_of):
    assert shown(client_of(specialist)) == ["HN-2026-0001", "HN-2026-0002", "HN-2023-0001"]
    assert shown(client_of(clerk)) == ["HN-2026-0001"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=duong+thon", ["HN-2026-0001"]),
        ("?q=%C4%91o%C3%A0n", ["HN-2026-0001"]),
        ("?q=doa%CC%80n+ke%CC%82%CC%81t", ["HN-2026-0001"]),
        ("?q=HN-2026", ["HN-2026-0001", "HN-2026-0002"]),
        ("?q=thon+HN-2026-0002", []),
        ("?level=commune", ["HN-2026-0001", "HN-2026-0002"]),
        ("?kind=thematic", ["HN-2026-0002"]),
        ("?side=state", ["HN-2026-0002"]),
        ("?state=held", ["HN-2026-0001"]),
        ("?state=was_held", ["HN-2026-0001", "HN-2023-0001"]),
        ("?state=open", ["HN-2026-0001", "HN-2026-0002"]),
        ("?from=1/3/2026&to=30-9-2026", ["HN-2026-0002"]),
        ("?from=2026-03-04", ["HN-2026-0001", "HN-2026-0002"]),
        ("?unit=xa+kim+lien", ["HN-2026-0001"]),
        ("?unit=X%C3%A3+V%E1%BA%A1n+An%2C+T%E1%BB%89nh+Ngh%E1%BB%87+An", ["HN-2026-0002"]),
        ("?unit=Nghe+An", ["HN-2026-0001", "HN-2026-0002", "HN-2023-0001"]),
        ("?sort=date", ["HN-2023-0001", "HN-2026-0002", "HN-2026-0001"]),
        ("?sort=-participants", ["HN-2023-0001", "HN-2026-0001", "HN-2026-0002"]),
        ("?sort=participants", ["HN-2026-0001", "HN-2023-0001", "HN-2026-0002"]),
        ("?sort=nonsense", ["HN-2026-0001", "HN-2026-0002", "HN-2023-0001"]),
        ("?page=99", ["HN-2026-0001", "HN-2026-0002", "HN-2023-0001"]),
        # What cannot be understood filters nothing.
        ("?level=nonsense&from=32/13/2026", ["HN-2026-0001", "HN-2026-0002", "HN-2023-0001"]),
    ],
)
def test_filters_in_the_address(query, expected, conferences, specialist, client_of):
    assert shown(client_of(specialist), query) == expected


def test_a_unit_by_number_shows_its_name_and_what_it_succeeded(conferences, commune_a, specialist, client_of):
    response = client_of(specialist).get(f"{URL}?unit={commune_a.pk}")
    assert codes(response) == ["HN-2026-0001"]
    assert response.context["form"]["unit"].value() == "Xã Kim Liên, Tỉnh Nghệ An"


def test_a_filter_that_is_not_understood_is_said(conferences, clerk, client_of):
    page = client_of(clerk).get(f"{URL}?from=32/13/2026&unit=Xã Không Có")
    assert sorted(page.context["form"].errors) == ["from", "unit"]


def test_chips_name_each_filter_and_lead_to_the_list_without_it(conferences, specialist, client_of):
    response = client_of(specialist).get(f"{URL}?q=doi&level=commune&from=01/01/2026&sort=code&page=1")
    chips = {chip.remove_url for chip in response.context["chips"]}
    assert chips == {
        "?level=commune&from=01%2F01%2F2026&sort=code",
        "?q=doi&from=01%2F01%2F2026&sort=code",
        "?q=doi&level=commune&sort=code",
    }


def test_opinions_are_counted_from_the_tallies(conferences, specialist, clerk, client_of):
    a = conferences["a"]
    items = (ContentItem("Đường thôn"), ContentItem("Kênh tiêu"))
    register_turn(TurnData(unit=a.unit, conference=a, taken_on=a.held_on, items=items), by=clerk, on=a.held_on)
    rows = client_of(specialist).get(URL).context["rows"]
    assert {row.code: (counts.total, counts.pending) for row, counts, _tone in rows} == {
        "HN-2026-0001": (2, 2),
        "HN-2026-0002": (0, 0),
        "HN-2023-0001": (0, 0),
    }


def test_the_list_takes_as_many_queries_for_a_thousand_rows_as_for_one(province, specialist, client_of):
    unit = make_unit("1", "Xã Một", Level.COMMUNE, province, kind="xa")
    client = client_of(specialist)
    client.get(URL)
    asked = []
    for first, last in ((0, 1), (1, 3), (3, 1000)):
        Conference.objects.bulk_create(
            Conference(code=f"HN-2026-{n:04d}", title="Đối thoại", level="commune", unit=unit, held_on=date(2026, 1, 1))
            for n in range(first, last)
        )
        with CaptureQueriesContext(connection) as queries:
            response = client.get(URL)
        assert len(response.context["rows"]) == min(last, 50)
        asked.append(len(queries))
    # Session, user, memberships, count, page, tallies; the rest is the navigation of all rooms.
    assert asked == [asked[0]] * 3
    assert asked[0] <= 12


def test_bulk_created_conferences_are_found_by_words(commune_a, specialist):
    Conference.objects.bulk_create(
        [Conference(code="HN-1", title="Thủy lợi", level="commune", unit=commune_a, held_on=date(2026, 1, 1))]
    )
    assert Conference.objects.matching("thuy loi").count() == 1


def test_the_export_has_what_the_list_shows(conferences, specialist, client_of):
    response = client_of(specialist).post(
        reverse("conferences:conference_export"), {"query": "level=commune&sort=code"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["HN-2026-0001", "HN-2026-0002"]
    assert rows[1][0].date() == date(2026, 10, 1)
    assert AuditEvent.objects.filter(action="exported").count() == 1


def test_empty_lists_offer_the_first_action(clerk, supervisor, client_of):
    new = reverse("conferences:conference_new")
    assert new in client_of(clerk).get(URL).content.decode()
    assert new not in client_of(supervisor).get(URL).content.decode()


def test_a_post_is_refused(specialist, client_of):
    assert client_of(specialist).post(URL).status_code == 405


def test_the_quick_jump_finds_visible_conferences_by_words(conferences, specialist, sibling_clerk):
    assert [hit.url for hit in find_conferences(specialist, "duong thon", 6)] == ["/conferences/HN-2026-0001/"]
    assert find_conferences(sibling_clerk, "duong thon", 6) == []


def test_the_navigation_shows_conferences_to_whom_they_open(clerk, focal_point, secretary, administrator, outsider):
    seen = [sees_conferences(user) for user in (clerk, focal_point, secretary, administrator, outsider)]
    assert seen == [True, True, True, False, False]
