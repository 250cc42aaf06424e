"""Signing in and out, the limits of a session, and what ends it: the eight session targets and their controls."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from audit.actions import Action
from audit.models import AuditEvent
from tests.conftest import PASSWORD, SINCE

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
SESSION = "/accounts/session/"
PAGE = "/accounts/password/"
START = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0)


GOOD = "một mật khẩu thật dài 2026"


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def is_signed_in(client):
    return client.get(SESSION).status_code == 204


# --- Signing in ---


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("commission_leader", "reports:dashboard"),
        ("leader", "reports:dashboard"),
        ("clerk", "handling:work"),
        ("specialist", "handling:work"),
        ("supervisor", "handling:work"),
        ("administrator", "handling:work"),
        ("outsider", "handling:work"),
    ],
)
def test_leaders_land_on_the_dashboard_and_the_others_on_the_work_list(who, address, request, client):
    user = request.getfixturevalue(who)
    response = sign_in(client, user.username)
    assert (response.status_code, response.url) == (302, reverse("accounts:landing"))
    assert client.get(response.url).url == reverse(address)


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/people/?q=an", "/people/?q=an"),
        ("/", "/accounts/landing/"),
        ("", "/accounts/landing/"),
        ("https://evil.example/", "/accounts/landing/"),
        ("//evil.example/", "/accounts/landing/"),
        ("/\\evil.example", "/accounts/landing/"),
        ("javascript:alert(1)", "/accounts/landing/"),
    ],
)
def test_after_signing_in_only_addresses_of_this_site_are_followed(wanted, goes_to, clerk, client):
    assert sign_in(client, "clerk", next=wanted).url == goes_to


def test_the_name_may_be_typed_in_capitals_and_with_spaces(clerk, client):
    assert sign_in(client, " CLERK ").status_code == 302


def test_a_visitor_is_sent_to_the_sign_in_page_and_comes_back(administrator, client):
    response = client.get("/people/?q=an")
    assert response.url == "/accounts/login/?next=/people/%3Fq%3Dan"
    assert b'value="/people/?q=an"' in client.get(response.url).content


def test_a_form_sent_by_a_visitor_leads_back_to_the_page_it_stood_on(client):
    response = client.post("/people/new/", {}, headers={"referer": "http://testserver/people/new/?a=1"})
    assert response.url == "/accounts/login/?next=/people/new/%3Fa%3D1"
    elsewhere = client.post("/people/new/", {}, headers={"referer": "https://evil.example/x"})
    assert elsewhere.url == "/accounts/login/?next=/accounts/landing/"


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}])
def test_a_script_of_a_signed_out_page_gets_401_so_that_the_page_stays(header, client):
    assert client.get("/people/", headers=header).status_code == 401
    assert client.post("/people/new/", headers=header).status_code == 401


def test_signing_in_and_out_are_in_the_trail(clerk, client):
    sign_in(client, "clerk")
    client.post("/accounts/logout/")
    sign_in(client, "clerk", "wrong")
    events = AuditEvent.objects.filter(object_label="clerk").order_by("pk")
    assert [(event.action, event.actor, event.ip) for event in events] == [
        (Action.SIGNED_IN, clerk, "127.0.0.1"),
        (Action.SIGNED_OUT, clerk, "127.0.0.1"),
        (Action.SIGN_IN_FAILED, None, "127.0.0.1"),
    ]


def test_a_name_nobody_has_is_not_kept_in_the_trail(client):
    sign_in(client, "my secret password typed here")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("username", "password"),
    [("clerk", "wrong"), ("nobody", "wrong"), ("closed", PASSWORD), ("keyless", "wrong"), ("keyless", "")],
)
def test_every_refusal_reads_the_same(username, password, clerk, client):
    User.objects.create_user("closed", password=PASSWORD, full_name="Đã đóng", is_active=False)
    User.objects.create_user("keyless", password=None, full_name="Không mật khẩu")
    response = sign_in(client, username, password or "x")
    assert response.status_code == 200
    errors = response.context["form"].non_field_errors()
    with_known_name = sign_in(Client(), "clerk", "wrong").context["form"].non_field_errors()
    assert errors == with_known_name
    assert not is_signed_in(client)


def test_an_unknown_name_costs_one_password_hash_like_a_known_one(clerk, client, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    made = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args, **more: made.append(1) or encode(*args, **more))
    sign_in(client, "clerk", "wrong")
    known = len(made)
    sign_in(client, "nobody", "wrong")
    assert (known, len(made) - known) == (1, 1)


def test_the_typed_name_stays_and_the_password_does_not(clerk, client):
    page = sign_in(client, "clerk", "a wrong password").content.decode()
    assert 'value="clerk"' in page
    assert "a wrong password" not in page


def test_the_sign_in_page_shows_demonstration_accounts_while_there_are_any(clerk, client, commune_body):
    assert "dialogue-demo" not in client.get(LOGIN).content.decode()
    demo = User.objects.create_user("xa.canbo", password="dialogue-demo", full_name="Minh họa", is_demo=True)
    Membership.objects.create(user=demo, organisation=commune_body, role=Role.COMMUNE_CLERK, valid_from=SINCE)
    page = client.get(LOGIN).content.decode()
    assert "dialogue-demo" in page and "xa.canbo" in page and commune_body.name in page
    assert ">clerk<" not in page
    assert 'name="username" value="xa.canbo"' in page


def test_the_sign_in_page_runs_the_same_queries_for_one_demo_account_and_for_three(
    client, organisations, django_assert_num_queries
):
    counts = []
    for number in (1, 3):
        for index in range(number):
            User.objects.get_or_create(username=f"demo{index}", defaults={"full_name": "Minh họa", "is_demo": True})[
                0
            ].memberships.get_or_create(organisation=organisations["SXD"], role=Role.FOCAL_POINT, valid_from=SINCE)
        with django_assert_num_queries(4) as captured:
            client.get(LOGIN)
        counts.append(len(captured))
    assert counts == [4, 4]


# --- In place ---


def test_a_page_signs_in_in_place_and_gets_a_new_token(clerk):
    client = Client(enforce_csrf_checks=True)
    token = client.get(SESSION).headers["X-CSRF-Token"]
    headers = {"X-Requested-With": "fetch", "X-CSRFToken": token}
    response = client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, headers=headers)
    assert response.status_code == 200
    assert set(response.json()) == {"csrf"}
    sent = client.post(PAGE, {}, headers={"X-CSRFToken": response.json()["csrf"]})
    assert sent.status_code == 200


def test_in_place_a_wrong_password_is_answered_with_a_sentence(clerk, client):
    response = client.post(LOGIN, {"username": "clerk", "password": "wrong"}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 400
    assert set(response.json()) == {"error", "csrf"} and response.json()["error"]


def test_in_place_a_one_time_password_says_what_to_do_first(clerk, client):
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    response = client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 400
    assert is_signed_in(client)


# --- The eight session targets ---


def test_1_fixation_the_key_changes_at_sign_in(clerk, client):
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(client, "clerk")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_2_a_signed_out_session_is_not_used_again(clerk, client):
    sign_in(client, "clerk")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(thief)


def test_3_a_closed_account_is_out_at_its_next_request(clerk, client):
    sign_in(client, "clerk")
    assert is_signed_in(client)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_4_a_new_password_ends_the_other_sessions_and_keeps_this_one(clerk, client):
    other = Client()
    sign_in(client, "clerk")
    sign_in(other, "clerk")
    response = client.post(PAGE, {"old_password": PASSWORD, "new_password1": GOOD, "new_password2": GOOD})
    assert response.url == reverse("accounts:landing")
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert sign_in(Client(), "clerk", GOOD).status_code == 302


def test_5_a_change_of_role_counts_at_the_next_request(administrator, client):
    sign_in(client, "admin")
    assert client.get("/people/").status_code == 200
    administrator.memberships.update(withdrawn_at=timezone.now())
    assert client.get("/people/").status_code == 403


def test_6_half_an_hour_without_work_ends_the_session(clerk, client):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        clock.shift(timedelta(minutes=29))
        assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=30))
        assert client.get(PAGE).url.startswith(LOGIN)
        assert not is_signed_in(client)


def test_6_asking_whether_one_is_signed_in_is_no_work(clerk, client):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        for _minute in range(29):
            clock.shift(timedelta(minutes=1))
            assert is_signed_in(client)
        assert client.get(SESSION).headers["X-Session-Seconds"] == "60"
        clock.shift(timedelta(minutes=1))
        assert not is_signed_in(client)


def test_6_a_poll_of_an_open_page_is_no_work(clerk, client):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        clock.shift(timedelta(minutes=20))
        assert client.get(PAGE, headers={"X-Background": "1"}).status_code == 200
        clock.shift(timedelta(minutes=10))
        assert not is_signed_in(client)


def test_7_twelve_hours_end_the_session_however_busy(clerk, client):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        for _quarter in range(12 * 4 - 1):
            clock.shift(timedelta(minutes=15))
            assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=15))
        assert not is_signed_in(client)


def test_7_signing_in_again_starts_both_clocks_anew(clerk, client):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        for _hour in range(11 * 3):
            clock.shift(timedelta(minutes=20))
            client.get(PAGE)
        client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, headers={"X-Requested-With": "fetch"})
        clock.shift(timedelta(minutes=20))
        for _hour in range(2 * 3):
            assert client.get(PAGE).status_code == 200
            clock.shift(timedelta(minutes=20))


def test_8_the_cookies_keep_away_from_scripts_and_other_sites(clerk, client):
    sign_in(client, "clerk")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert client.get(PAGE).headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_control_without_limits_the_session_would_live_on(clerk, client, settings):
    settings.SESSION_IDLE_SECONDS = settings.SESSION_ABSOLUTE_SECONDS = 10**9
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        clock.shift(timedelta(hours=11))
        assert is_signed_in(client)


def test_an_ended_session_writes_nothing_but_the_session(clerk, client):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        before = AuditEvent.objects.count()
        clock.shift(timedelta(hours=1))
        client.get(PAGE)
        assert AuditEvent.objects.count() == before
        assert not Session.objects.exists()


def test_the_session_is_not_written_at_every_click(clerk, client, django_assert_num_queries):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, "clerk")
        clock.shift(timedelta(seconds=30))
        with django_assert_num_queries(2):
            client.get(SESSION)
            # The session and its user: read, not written.


# --- One's own password ---


def test_who_has_a_one_time_password_sees_nothing_else_before_choosing(clerk, client):
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    sign_in(client, "clerk")
    for address in ("/", "/people/", "/accounts/landing/", "/admin/"):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, PAGE)
    assert client.post("/people/new/").url == PAGE
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 403
    assert client.get(PAGE).status_code == 200
    assert is_signed_in(client)
    client.post(PAGE, {"old_password": PASSWORD, "new_password1": GOOD, "new_password2": GOOD})
    assert client.get("/accounts/landing/").url == reverse("handling:work")


def test_who_has_a_one_time_password_may_sign_out_and_choose_a_language(clerk, client):
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    sign_in(client, "clerk")
    assert client.post("/i18n/setlang/", {"language": "en", "next": PAGE}).url == PAGE
    assert client.post("/accounts/logout/").url == LOGIN


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (
            {"old_password": "wrong", "new_password1": "mật khẩu mới 2026", "new_password2": "mật khẩu mới 2026"},
            "old_password",
        ),
        ({"new_password1": GOOD, "new_password2": "mật khẩu khác 2026"}, "new_password2"),
        ({"new_password1": "short", "new_password2": "short"}, "new_password2"),
        ({"new_password1": "123456789012345", "new_password2": "123456789012345"}, "new_password2"),
        ({"new_password1": "password123456", "new_password2": "password123456"}, "new_password2"),
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, "new_password1"),
    ],
)
def test_a_password_is_refused_with_a_sentence_at_its_field(data, field, clerk, client):
    client.force_login(clerk)
    response = client.post(PAGE, {"old_password": PASSWORD, **data})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_get_does_not_sign_out(clerk, client):
    client.force_login(clerk)
    assert client.get("/accounts/logout/").status_code == 405
    assert is_signed_in(client)
