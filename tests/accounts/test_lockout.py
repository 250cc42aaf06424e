"""The lock-out: five wrong tries of one name from one address, fifteen minutes."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from audit.actions import Action
from audit.models import AuditEvent
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
HERE, THERE = "192.0.2.10", "192.0.2.20"


def attempt(username, password="wrong", address=HERE, **headers):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": username, "password": password}, headers=headers)


def lock(username, address=HERE):
    return [attempt(username, address=address).status_code for _try in range(5)]


def test_the_fifth_wrong_try_locks(clerk):
    assert lock("clerk") == [200, 200, 200, 200, 429]


def test_the_right_password_is_refused_while_locked_in_the_same_words(clerk):
    lock("clerk")
    right, wrong = attempt("clerk", PASSWORD), attempt("clerk", "wrong")
    assert (right.status_code, wrong.status_code) == (429, 429)
    assert right.context["form"].non_field_errors() == wrong.context["form"].non_field_errors()
    assert not right.wsgi_request.user.is_authenticated


def test_an_unknown_name_is_locked_in_the_same_words(clerk):
    lock("clerk")
    assert lock("nobody") == [200, 200, 200, 200, 429]
    assert attempt("nobody").context["form"].non_field_errors() == attempt("clerk").context["form"].non_field_errors()


def test_after_four_wrong_tries_the_right_password_opens_and_clears_the_count(clerk):
    for _try in range(4):
        attempt("clerk")
    assert attempt("clerk", PASSWORD).status_code == 302
    assert [attempt("clerk").status_code for _try in range(4)] == [200] * 4


def test_the_lock_opens_after_fifteen_minutes_and_tries_do_not_prolong_it(clerk):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        lock("clerk")
        for _minute in range(14):
            clock.shift(timedelta(minutes=1))
            assert attempt("clerk", PASSWORD).status_code == 429
        clock.shift(timedelta(minutes=1, seconds=1))
        assert attempt("clerk", PASSWORD).status_code == 302


def test_capitals_and_spaces_do_not_give_five_more_tries(clerk):
    for username in ("clerk", "CLERK", " clerk", "Clerk ", "cLERK"):
        status = attempt(username).status_code
    assert status == 429


def test_another_person_behind_the_same_address_is_not_locked(clerk, leader):
    lock("clerk")
    assert attempt("leader", PASSWORD).status_code == 302


def test_the_same_person_from_another_address_is_not_locked(clerk):
    lock("clerk")
    assert attempt("clerk", PASSWORD, address=THERE).status_code == 302


def test_another_browser_does_not_give_five_more_tries(clerk):
    statuses = [attempt("clerk", **{"User-Agent": f"browser {number}"}).status_code for number in range(5)]
    assert statuses[-1] == 429


def test_a_forged_forwarded_header_does_not_give_five_more_tries(clerk):
    statuses = [attempt("clerk", **{"X-Forwarded-For": f"203.0.113.{number}"}).status_code for number in range(5)]
    assert statuses[-1] == 429


@pytest.fixture
def one_proxy(settings):
    settings.AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"]
    settings.AXES_IPWARE_PROXY_COUNT = 0


def test_behind_a_proxy_its_last_address_counts_and_a_forged_one_before_it_does_not(clerk, leader, one_proxy):
    forged = [attempt("clerk", **{"X-Forwarded-For": f"203.0.113.{n}, {THERE}"}).status_code for n in range(5)]
    assert forged[-1] == 429
    assert attempt("clerk", PASSWORD, **{"X-Forwarded-For": THERE}).status_code == 429
    assert attempt("clerk", PASSWORD, **{"X-Forwarded-For": "198.51.100.7"}).status_code == 302
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {THERE}


@pytest.mark.slow
def test_a_thousand_tries_on_one_name_never_sign_in_and_fill_no_table(clerk):
    client = Client(REMOTE_ADDR=HERE, headers={"X-Requested-With": "fetch"})
    data = [{"username": "clerk", "password": f"guess {number}"} for number in range(1000)]
    statuses = [client.post(LOGIN, each).status_code for each in data]
    assert statuses == [400] * 4 + [429] * 996
    assert AccessAttempt.objects.count() == 1
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == [Action.SIGN_IN_FAILED] * 4 + [Action.LOCKED_OUT]


@pytest.mark.slow
def test_ten_tries_on_each_of_a_hundred_names_lock_each_of_them(db):
    client = Client(REMOTE_ADDR=HERE, headers={"X-Requested-With": "fetch"})
    for name in range(100):
        tries = [client.post(LOGIN, {"username": f"name{name}", "password": "x"}).status_code for _try in range(10)]
        assert tries == [400] * 4 + [429] * 6


def test_the_lock_answers_a_script_in_json(clerk):
    lock("clerk")
    response = attempt("clerk", PASSWORD, **{"X-Requested-With": "fetch"})
    assert response.status_code == 429
    assert set(response.json()) == {"error", "csrf"}


def test_no_password_is_stored_with_the_attempts(clerk):
    attempt("clerk", "what was typed")
    row = AccessAttempt.objects.get()
    assert "what was typed" not in row.post_data + row.get_data


def test_control_without_axes_the_right_password_would_open(clerk, settings):
    settings.AXES_ENABLED = False
    lock("clerk")
    assert attempt("clerk", PASSWORD).status_code == 302
