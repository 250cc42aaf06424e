"""The pages of opinions ask as many questions of the database for 1,000 rows as for 10."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .opinion_roads import many

LIST = reverse("conferences:opinion_list")
PAGES = {
    "list": LIST,
    "list, filtered": f"{LIST}?state=open&level=commune&from=2020-01-01",
    "list, in another order": f"{LIST}?sort=-due",
    "search": f"{LIST}?q=duong+thon",
    "search by name": f"{LIST}?q=nguyen+van+thuong",
    "work list": reverse("handling:work"),
}


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.fixture
def opinion(road):
    return road.to("closed")


@pytest.mark.slow
@pytest.mark.parametrize("who", ["specialist", "clerk"])
def test_pages_of_opinions_cost_the_same_at_10_and_at_1000_rows(
    request, client_of, held_conference, clerk, opinion, who
):
    client = client_of(request.getfixturevalue(who))
    pages = {**PAGES, "one opinion": reverse("conferences:opinion", args=[opinion.code])}
    many(held_conference, clerk, 10)
    at_ten = {name: queries(client, url) for name, url in pages.items()}
    many(held_conference, clerk, 990)
    at_a_thousand = {name: queries(client, url) for name, url in pages.items()}
    assert at_a_thousand == at_ten
    assert max(count for name, count in at_ten.items() if name != "one opinion") <= 15


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without statistics")
@pytest.mark.parametrize("who", ["specialist", "clerk"])
def test_pages_answer_when_the_statistics_are_of_empty_tables(request, client_of, held_conference, clerk, opinion, who):
    """As after a restore or a big import: the planner takes 1,000 rows for one, and must not multiply them."""
    client = client_of(request.getfixturevalue(who))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE conferences_opinion, conferences_opinionsearch, handling_handling, petitions_petition")
        cursor.execute("SET LOCAL statement_timeout = 3000")
    many(held_conference, clerk, 1_000)
    for url in PAGES.values():
        assert client.get(url).status_code == 200
