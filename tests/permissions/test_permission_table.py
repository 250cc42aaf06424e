"""The permission table: every address × person × scope, compared with the running site."""

import importlib
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib import admin

from accounts.models import User
from tests.permissions.rows import ANONYMOUS, EVERYBODY, LOGIN, Row, missing, named_urls, surplus, wrong_cells
from tests.permissions.tables import accounts as accounts_table
from tests.permissions.world import build_world

ROOMS = sorted(path.stem for path in (Path(__file__).parent / "tables").glob("[a-z]*.py"))
TABLES = {room: importlib.import_module(f"tests.permissions.tables.{room}") for room in ROOMS}
ALL_ROWS = [row for table in TABLES.values() for row in table.ROWS]
#: Django's admin has its own addresses, one rule for all: administrators enter, nobody else does.
ADMIN = "admin:"

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(request):
    return build_world(request)


def test_every_address_of_the_site_is_in_the_table():
    assert missing(named_urls(), ALL_ROWS, prefixes=[ADMIN]) == []


def test_the_table_has_no_address_the_site_does_not_have():
    assert surplus(named_urls(), ALL_ROWS) == []


def test_the_table_names_only_people_of_the_cast():
    assert [(str(row), row.unknown_people()) for row in ALL_ROWS if row.unknown_people()] == []


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_every_cell_of_a_room_is_as_the_table_says(room, world):
    table = TABLES[room]
    if hasattr(table, "furnish"):
        table.furnish(world)
    assert wrong_cells(table.ROWS, world) == []


def test_the_admin_opens_to_administrators_alone(world):
    lists = [name for name in named_urls() if name.startswith(ADMIN) and name.endswith(("_changelist", "_add"))]
    rows = [Row(name, {200: ("administrator",)}, others=302) for name in lists]
    rows += [Row("admin:index", {200: ("administrator",)}, others=302, public=True)]
    # The door of the admin: visitors go on to the sign-in page, everybody else is refused.
    rows += [Row("admin:login", {LOGIN: (ANONYMOUS,)})]
    not_offered = {f"{row} GET as administrator: expected 200, got 403" for row in rows if row.url.endswith("_add")}
    assert set(wrong_cells(rows, world)) <= not_offered


def test_the_admin_holds_the_registers_only():
    models = {model._meta.app_label for model in admin.site._registry}
    assert models <= {"registers"}


# --- Controls: the harness notices what it is there for ---


def test_control_a_forgotten_address_is_noticed():
    without = [row for row in ALL_ROWS if row.url != "accounts:people"]
    assert set(missing(named_urls(), without)) - set(missing(named_urls(), ALL_ROWS)) == {"accounts:people"}


def test_control_an_address_that_is_gone_is_noticed():
    assert surplus(named_urls(), [*ALL_ROWS, Row("accounts:gone")]) == ["accounts:gone"]


def test_control_a_wrong_status_is_noticed_for_each_person(world):
    row = Row("accounts:people", {200: ("administrator", "clerk")})
    assert wrong_cells([row], world) == ["accounts:people GET as clerk: expected 200, got 403"]
    open_to_all = Row("accounts:people", {200: EVERYBODY}, public=True)
    assert len(wrong_cells([open_to_all], world)) == len(EVERYBODY) - 1


def test_control_a_missing_check_of_rights_turns_the_table_red(world, monkeypatch):
    monkeypatch.setattr(User, "has_role", lambda user, *roles: True)
    accounts_table.furnish(world)
    assert len(wrong_cells(accounts_table.PEOPLE, world)) > 50


def test_control_an_address_that_takes_get_and_should_not_is_noticed(world):
    row = replace(accounts_table.SIGNING_IN[3], method="post", post_only=True)
    assert "GET as clerk: expected 405 on an address for POST, got 200" in " ".join(wrong_cells([row], world))


def test_control_a_visitor_is_expected_at_the_sign_in_page():
    assert Row("accounts:people").expected(ANONYMOUS) == LOGIN
    assert Row("healthz", public=True, others=200).expected(ANONYMOUS) == 200
