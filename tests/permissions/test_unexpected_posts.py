"""No form breaks over what anybody may send with it: what is not understood is answered, never with a fault."""

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.urls import reverse

from petitions.services import cases
from tests.permissions.rows import CAST
from tests.permissions.test_permission_table import TABLES
from tests.permissions.test_permission_table import world as world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ODD = {
    "nothing": "",
    "a null character": "a\0b",
    "a number longer than a column": "9" * 30,
    "words of programs": "'; -- <script>alert(1)</script> {{ 7 }} %s %(a)s",
}


class _Names(HTMLParser):
    """Names of the fields on a page, with what stands in them."""

    def __init__(self, page):
        super().__init__()
        self.found = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag in ("input", "select", "textarea") and named.get("name") and named.get("type") != "file":
            self.found[named["name"]] = named.get("value") or ""


def forms(world):
    """Each form once: (its address, somebody who may send it, what the table sends)."""
    found = {}
    for table in TABLES.values():
        if hasattr(table, "furnish"):
            table.furnish(world)
        for row in table.ROWS:
            who = next((who for who in CAST if row.method == "post" and row.expected(who) in (200, 302, 422)), None)
            if who:
                address = reverse(row.url, kwargs=row.kwargs(world)) + row.query
                found[address] = (address, world.people[who], row.data(world))
    return found.values()


def broken_by(world, client_of, typed, only=""):
    """Addresses whose form answers with a fault when every field but the version holds this; nothing stays written."""
    broken = []
    for address, sender, sent in forms(world):
        if only not in address:
            continue
        client = client_of(sender)
        client.raise_request_exception = False
        page = client.get(address)
        is_page = page.status_code == 200 and page.headers.get("Content-Type", "").startswith("text/html")
        fields = {**(_Names(page.content.decode()).found if is_page else {}), **sent}
        odd = {name: value if name in ("version", "csrfmiddlewaretoken") else typed for name, value in fields.items()}
        with transaction.atomic():
            status = client.post(address, odd).status_code
            transaction.set_rollback(True)
        if status >= 500:
            broken.append(address)
    return broken


@pytest.mark.parametrize("what", ODD)
def test_whatever_is_sent_is_answered(what, world, client_of):
    assert broken_by(world, client_of, ODD[what]) == []


def test_control_a_form_that_breaks_is_noticed(world, client_of, monkeypatch):
    monkeypatch.setattr(cases, "link", lambda *args, **kwargs: 1 / 0)
    [address] = broken_by(world, client_of, "KN-2026-0001", only="/link/")
    assert address.startswith("/petitions/cases/")
