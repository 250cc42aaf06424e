"""Every address of the permission table that shows a page: no axe violation, one heading, nothing beyond the window.

The table names every address of the site, so a page that is added and not looked at here fails: it must either show
itself to somebody, or stand in `NO_PAGE` with the reason.
"""

import importlib
import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.browser.test_every_page import faults_of
from tests.permissions import rows as table
from tests.permissions.world import build_world

FOLDER = Path(table.__file__).parent / "tables"
ROOMS = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
TABLES = {room: importlib.import_module(f"tests.permissions.tables.{room}") for room in ROOMS}
ALL_ROWS = [row for room in TABLES.values() for row in room.ROWS]
#: The narrowest window that must do without moving sideways (WCAG 1.4.10).
NARROWEST = 320

#: Addresses that answer somebody with 200 and still show no page of their own.
NO_PAGE = {
    "healthz": "words for a load balancer",
    "readyz": "words for a load balancer",
    "accounts:session": "asked by scripts",
    "accounts:organisation_options": "a fragment",
    "conferences:speaker_options": "a fragment",
    "petitions:petition_export": "a workbook",
    "petitions:petition_register_file": "a workbook",
    "petitions:petition_similar": "a fragment",
    "petitions:petition_template": "a workbook",
    "petitions:reception_register_file": "a workbook",
    "registers:unit_options": "a fragment",
    "conferences:conference_export": "a workbook",
    "conferences:delegate_export": "a workbook",
    "conferences:delegate_template": "a workbook",
    "conferences:opinion_export": "a workbook",
    "conferences:opinion_file": "a file",
    "petitions:petition_file": "a file",
    "petitions:petition_paper_file": "a file",
    "petitions:statistics_workbook": "a workbook",
    "reports:petition_form": "a file",
    "jobs:file": "a file",
    "reports:summary_file": "a file",
    "reports:paper_file": "a file",
    "reports:petition_paper_file": "a file",
}


def shows(row):
    """A person who gets a page here, and the status; None for an address that only acts."""
    for status, people in row.expect.items():
        if status in (200, 422) and people:
            return next((who for who in people if who != table.ANONYMOUS), table.ANONYMOUS), status
    return (table.CAST[0], row.others) if row.others == 200 else None


def test_every_address_shows_a_page_or_says_why_not():
    unknown = table.missing(table.named_urls(), ALL_ROWS, prefixes=["admin:"])
    assert unknown == [], "not in the permission table, so not looked at"
    gone = sorted(name for name in NO_PAGE if name not in set(table.named_urls()))
    assert gone == []


class Tour:
    """Visits addresses as the people of the cast, one signed-in page for each, and gathers what is wrong."""

    def __init__(self, world, page_at, sign_in, axe):
        self.world, self.page_at, self.sign_in, self.axe = world, page_at, sign_in, axe
        self.pages, self.faults, self.seen = {}, [], set()

    def page(self, who):
        if who not in self.pages:
            page = self.page_at()
            # What was typed here may be lost.
            page.on("dialog", lambda dialog: dialog.accept())
            if who != table.ANONYMOUS:
                self.sign_in(page, self.world.people[who].username)
            self.pages[who] = page
        return self.pages[who]

    def get(self, who, path, name, status=200):
        page = self.page(who)
        answer = page.context.request.get(path)
        if answer.status != status:
            self.faults.append(f"{name} as {who} answers {answer.status} instead of {status}")
        elif answer.headers.get("content-type", "").startswith("text/html") and "<html" in answer.text():
            page.goto(path)
            self.look(page, f"{name} as {who}", name)

    def post(self, who, path, data, name):
        """Sends a form as a page does, so that the browser shows the answer."""
        page = self.page(who)
        page.goto("/")
        with page.expect_navigation():
            page.evaluate(SEND, [path, [[key, str(value)] for key, value in pairs(data)]])
        self.look(page, f"{name} sent by {who}", name)

    def look(self, page, where, name):
        self.seen.add(name)
        self.faults += faults_of(page, self.axe, where)
        page.set_viewport_size({"width": NARROWEST, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROWEST:
            self.faults.append(f"{where} at {NARROWEST}: {wide} pixels wide")
        page.set_viewport_size({"width": 1366, "height": 768})


SEND = """([path, data]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = path;
    const add = (name, value) => {
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = name;
        input.value = value;
        form.append(input);
    };
    add("csrfmiddlewaretoken", document.querySelector("meta[name=csrf-token]").content);
    data.forEach(([name, value]) => add(name, value));
    document.body.append(form);
    form.submit();
}"""


def pairs(data):
    for key, value in data.items():
        yield from ((key, one) for one in (value if isinstance(value, (list, tuple)) else [value]))


@pytest.fixture
def tour(request, site, page_at, sign_in, axe):
    return Tour(build_world(request), page_at, sign_in, axe)


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_every_page_of_the_table_is_accessible(tour, room):
    rows = TABLES[room].ROWS
    if hasattr(TABLES[room], "furnish"):
        TABLES[room].furnish(tour.world)
    expected = set()
    for row in rows:
        shown = shows(row)
        if shown is None or re.search("HX-|fetch", str(row.headers)):
            continue
        who, status = shown
        path = reverse(row.url, kwargs=row.kwargs(tour.world)) + row.query
        expected.add(row.url)
        if row.method == "post":
            if status == 422 and row.url not in NO_PAGE:
                tour.post(who, path, row.data(tour.world), row.url)
        else:
            tour.get(who, path, row.url, status)
    assert not tour.faults, "\n".join(tour.faults)
    only_sent = {row.url for row in rows if row.post_only}
    assert expected - tour.seen - set(NO_PAGE) - only_sent == set(), "shown to nobody here"
