"""No address breaks over what anybody may type into it: one that is not understood is still answered."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.permissions.rows import CAST
from tests.permissions.test_permission_table import TABLES
from tests.permissions.test_permission_table import world as world

pytestmark = pytest.mark.django_db

#: Whatever any page reads from its address.
PARAMETERS = (
    *("action", "actor", "channel", "code", "conference", "due", "fate", "field", "from", "group", "grouping", "kind"),
    *("lead", "level", "next", "on", "organisation", "outcome", "page", "part", "phase", "province", "q", "role"),
    *("side", "sort", "speaker", "state", "status", "to", "unit", "within", "year"),
    *("body", "form", "number"),
)
ODD = {
    "a raised digit": "²",
    "a number longer than Python reads": "9" * 5000,
    "a null character": "a\0b",
    "the last day there is": "31/12/9999",
    "operators of a search": "a & | ! : * ( '",
}


def pages(world):
    """Each page once: its address, and somebody who may open it."""
    found = {}
    for table in TABLES.values():
        if hasattr(table, "furnish"):
            table.furnish(world)
        for row in table.ROWS:
            who = next((who for who in CAST if row.method == "get" and row.expected(who) == 200), None)
            if who:
                found.setdefault(row.url, (reverse(row.url, kwargs=row.kwargs(world)), world.people[who]))
    return found.values()


@pytest.mark.slow
def test_an_address_that_is_not_understood_is_answered(world, client_of):
    broken = []
    for address, reader in pages(world):
        client = client_of(reader)
        client.raise_request_exception = False
        for what, typed in ODD.items():
            if client.get(address, dict.fromkeys(PARAMETERS, typed)).status_code >= 500:
                broken.append((what, address))
    assert broken == []


@pytest.mark.slow
@pytest.mark.parametrize("odd", ["\0", "\u200b", "\u00a0", " ", "\n", "e\u0301"])
def test_an_address_with_what_nobody_sees_is_not_found(odd, world, client_of):
    broken = []
    for address, reader in pages(world):
        stem = address.rstrip("/")
        if stem and client_of(reader).get(f"{quote(stem + odd)}/").status_code != 404:
            broken.append(address)
    assert broken == []


def test_an_odd_address_is_not_found_before_anybody_signs_in(client):
    assert client.get("/opinions/YK-2026-0001%00/").status_code == 404
    assert client.get("/opinions/YK-2026-0001/").status_code == 302
