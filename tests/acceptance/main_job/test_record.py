"""The record of 2018 to July 2023: the figures the articles print, on the page and in the tallies."""

import re

import pytest

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]

#: Prints the words of the dashboard of that period, as the province's leader reads them.
READ_DASHBOARD = """
import html, re
from django.conf import settings
from django.test import Client
from accounts.models import User
settings.ALLOWED_HOSTS = ["testserver"]
client = Client(headers={"accept-language": "vi"})
client.force_login(User.objects.get(username="tinh.lanhdao"))
response = client.get("/dashboard/?from=2018-01-01&to=2023-07-31")
assert response.status_code == 200, response.status_code
main = re.search("<main.*</main>", response.content.decode(), re.DOTALL)[0]
print(" ".join(html.unescape(re.sub("<[^>]+>", " ", main)).split()))
"""


@pytest.fixture(scope="module")
def words(demo):
    return demo.run(READ_DASHBOARD)


@pytest.mark.parametrize("figure", ["2.818", "195.853", "23.345"])
def test_the_dashboard_counts_conferences_participants_and_opinions(words, figure):
    assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", words), words


@pytest.mark.parametrize(
    ("derived", "published"),
    [("22.163", "22.154"), ("92,1%", "95%"), ("93,3%", "90%")],
)
def test_the_published_figure_stands_beside_the_derived_one(words, derived, published):
    assert derived in words
    assert published in words


def test_the_tallies_equal_the_opinions(demo):
    assert "The tallies equal the opinions." in demo.manage("rebuild_tallies")


def test_opinions_by_level_and_outcome_are_those_published(demo):
    found = demo.rows(
        "SELECT level, outcome, count(*) FROM conferences_opinion "
        "WHERE raised_on BETWEEN '2018-01-01' AND '2023-07-31' GROUP BY level, outcome"
    )
    counts = {}
    for level, outcome, number in found:
        counts.setdefault(level, {})[outcome] = number
    assert {level: sum(by_outcome.values()) for level, by_outcome in counts.items()} == {
        "province": 30,
        "district": 1_535,
        "commune": 21_780,
    }
    after = {level: by_outcome["after_conference"] for level, by_outcome in counts.items()}
    assert after == {"province": 28, "district": 74, "commune": 589}
    assert counts["province"]["step_by_step"] == 2
    assert {level: counts[level]["unresolved"] for level in ("district", "commune")} == {"district": 47, "commune": 442}
    assert {level: counts[level].get("at_conference", 0) for level in counts} == {
        "province": 0,
        "district": 1_535 - 74 - 47,
        "commune": 21_780 - 589 - 442,
    }
