from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from audit import views
from audit.actions import Action
from audit.forms import EventFilter
from audit.models import AuditEvent
from audit.services import record
from audit.wording import details_of, kind_of
from dialogue_portal.navigation import navigation

URL = "/audit/"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(*moment):
    return time_machine.travel(datetime(*moment, tzinfo=HANOI), tick=False)


def found(**filters):
    """Labels of the events that the filters find, newest first."""
    form = EventFilter(filters)
    return list(form.filter(AuditEvent.objects.all()).values_list("object_label", flat=True))


@pytest.fixture
def trail(clerk, leader, outsider):
    with at(2026, 11, 21, 23, 59):
        record(Action.CREATED, outsider, by=clerk, label="YK-2026-0001")
    with at(2026, 11, 22, 0, 0):
        record(Action.CHANGED, outsider, by=leader, label="YK-2026-0002")
    with at(2026, 11, 23, 12, 0):
        record(Action.SIGN_IN_FAILED, outsider, by=None, label="xa.canbo")


def test_the_address_is_the_one_others_rely_on():
    assert reverse("audit:events") == URL


def test_an_auditor_reads_the_trail_in_words(auditor, clerk, outsider, client_of):
    record(Action.CHANGED, clerk, by=outsider, fields=["email"], changes={"is_active": (True, False)}, label="clerk")
    response = client_of(auditor).get(URL, headers={"Accept-Language": "en"})
    page = response.content.decode()
    assert response.status_code == 200
    for words in ["Mai Thị Tâm", "changed", "Person", "clerk", "active: True → False; e-mail"]:
        assert words in page


@pytest.mark.parametrize(
    "person", ["clerk", "leader", "specialist", "commission_leader", "administrator", "supervisor", "outsider"]
)
def test_everybody_else_is_refused(person, request, client_of):
    assert client_of(request.getfixturevalue(person)).get(URL).status_code == 403


def test_visitors_sign_in_first(client, db):
    response = client.get(URL)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={URL}")


def test_nothing_can_be_posted(auditor, client_of):
    assert client_of(auditor).post(URL).status_code == 405


def test_only_auditors_see_it_in_the_navigation(auditor, clerk):
    def addresses(user):
        request = RequestFactory().get("/jobs/")
        request.user = user
        return {entry["url"] for section in navigation(request)["navigation"] for entry in section["entries"]}

    assert URL in addresses(auditor)
    assert URL not in addresses(clerk)


def test_without_filters_the_newest_comes_first(trail):
    assert found() == ["xa.canbo", "YK-2026-0002", "YK-2026-0001"]


def test_days_are_those_of_hanoi_and_both_ends_are_included(trail):
    assert found(**{"from": "22/11/2026", "to": "22/11/2026"}) == ["YK-2026-0002"]
    assert found(to="21/11/2026") == ["YK-2026-0001"]
    assert found(**{"from": "23/11/2026"}) == ["xa.canbo"]


def test_a_person_is_found_without_diacritics_or_by_user_name(trail):
    assert found(actor="le van cuong") == ["YK-2026-0002"]
    assert found(actor="clerk") == ["YK-2026-0001"]
    assert found(actor="nobody") == []


def test_an_action_is_chosen_from_the_vocabulary(trail):
    assert found(action="sign_in_failed") == ["xa.canbo"]
    assert found(action="created") == ["YK-2026-0001"]


@pytest.mark.parametrize("typed", ["YK-2026", "yk-2026", " YK-2026 "])
def test_the_beginning_of_a_code_is_enough_however_it_is_typed(trail, typed):
    assert found(code=typed) == ["YK-2026-0002", "YK-2026-0001"]


def test_filters_narrow_each_other(trail):
    assert found(code="YK", actor="clerk", action="changed") == []
    assert found(code="YK", actor="clerk", action="created") == ["YK-2026-0001"]


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"from": "31/02/2026"}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"to": "31/12/9999"}, "to"),
        ({"from": "01/01/0001"}, "from"),
        ({"from": "23/11/2026", "to": "22/11/2026"}, "to"),
        ({"action": "deleted"}, "action"),
        ({"code": "a\x00b"}, "code"),
        ({"actor": "a" * 101}, "actor"),
    ],
)
def test_what_is_not_understood_is_said_at_its_field_and_filters_nothing(trail, auditor, client_of, filters, field):
    response = client_of(auditor).get(URL, filters)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert len(response.context["rows"]) >= 1


def test_an_empty_result_offers_to_clear_the_filters(trail, auditor, client_of):
    page = client_of(auditor).get(URL, {"code": "nothing"}, headers={"Accept-Language": "en"}).content.decode()
    assert "No event fits these filters" in page


def fill(clerk, number):
    AuditEvent.objects.bulk_create(
        AuditEvent(actor=clerk, action=Action.READ, object_type="accounts.user", object_id=str(index))
        for index in range(number)
    )


def test_the_page_costs_the_same_questions_however_long_the_trail(auditor, clerk, client_of):
    client = client_of(auditor)
    client.get(URL)
    counts = []
    for number in (1, 2, 57):
        fill(clerk, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 15


def test_the_second_page_has_the_older_events(auditor, clerk, client_of):
    fill(clerk, 60)
    response = client_of(auditor).get(URL, {"page": 2, "action": "read"})
    assert [row["event"].object_id for row in response.context["rows"]] == [str(index) for index in range(9, -1, -1)]
    assert "action=read" in response.content.decode()


@pytest.mark.parametrize("page", ["999", "-1", "x", ""])
def test_a_page_that_is_not_there_shows_one_that_is(auditor, clerk, client_of, page):
    fill(clerk, 60)
    assert client_of(auditor).get(URL, {"page": page, "action": "read"}).context["page_obj"].number in (1, 2)


def test_it_counts_exactly_up_to_a_limit_and_then_says_more(auditor, clerk, client_of, monkeypatch):
    monkeypatch.setattr(views, "MOST_COUNTED", 100)
    client = client_of(auditor)
    fill(clerk, 100)
    assert client.get(URL, {"action": "read"}).context["total"] == ""
    fill(clerk, 1)
    context = client.get(URL, {"action": "read"}, headers={"Accept-Language": "en"}).context
    assert (context["total"], context["page_obj"].paginator.num_pages) == ("more than 100", 2)


def test_looking_at_the_trail_writes_nothing(trail, auditor, client_of):
    client_of(auditor).get(URL)
    assert AuditEvent.objects.count() == 3


def test_a_record_of_a_model_that_is_gone_is_still_shown():
    event = AuditEvent(object_type="oldroom.thing", fields=["name"], changes={"state": ["a", None]})
    assert (kind_of(event), details_of(event)) == ("oldroom.thing", [("state", "a", "–"), ("name", None, None)])


def test_codes_are_shown_by_their_labels(outsider):
    event = AuditEvent(object_type="audit.auditevent", changes={"action": ["read", "moved"]})
    with translation.override("en"):
        shown = [tuple(map(str, detail)) for detail in details_of(event)]
    assert shown == [("action", "read personal data", "moved")]


def test_days_of_the_filter_do_not_move_with_the_time_of_day(trail):
    with at(2026, 11, 23, 0, 30):
        assert found(**{"from": date(2026, 11, 22).strftime("%d/%m/%Y")}) == ["xa.canbo", "YK-2026-0002"]
