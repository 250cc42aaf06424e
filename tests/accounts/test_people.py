"""The pages where administrators keep people and their rights (who may open them: the permission table)."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from audit.models import AuditEvent
from tests.conftest import SINCE, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def admin_client(administrator, client_of):
    return client_of(administrator)


@pytest.fixture
def new_person(commune_body):
    return {
        "full_name": "Nguyễn Thị Mới",
        "username": "xa.moi",
        "email": "",
        "organisation": f"{commune_body.name} [{commune_body.code}]",
        "role": "commune_clerk",
        "valid_from": "1/7/2026",
        "valid_until": "",
    }


def listed(response):
    return [person.username for person, _memberships in response.context["rows"]]


# --- The list ---


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=tran binh", ["clerk"]),
        ("q=TRẦN BÌNH", ["clerk"]),
        ("q=bi\u0300nh", ["clerk"]),
        ("q=sibl", ["sibling"]),
        ("role=commune_leader", ["leader"]),
        ("organisation=DU-17971-2025", ["clerk", "leader"]),
        ("organisation=đảng ủy xã kim liên", ["clerk", "leader"]),
        ("role=commune_clerk&organisation=dang uy van an", ["sibling"]),
        ("state=closed", ["gone"]),
        ("state=all&q=go", ["gone"]),
        ("q=nobody at all", []),
    ],
)
def test_people_are_filtered_by_name_role_organisation_and_state(
    query, found, admin_client, clerk, leader, sibling_clerk
):
    make_user("gone", "Người Đi", is_active=False)
    response = admin_client.get(f"/people/?{query}")
    assert sorted(listed(response)) == sorted(found)


def test_an_unknown_organisation_is_said_and_filters_nothing(admin_client, clerk):
    response = admin_client.get("/people/?organisation=không có")
    assert response.status_code == 200
    assert "organisation" in response.context["form"].errors
    assert "clerk" in listed(response)


def test_the_list_is_in_the_order_of_given_names(admin_client, clerk, leader, sibling_clerk):
    # Bình, Cường, Dung, Sơn
    assert listed(admin_client.get("/people/")) == ["clerk", "leader", "sibling", "admin"]


def test_an_empty_list_offers_to_clear_the_filters(admin_client):
    assert 'href="/people/"' in admin_client.get("/people/?q=zzz").content.decode()


def test_the_list_runs_one_number_of_queries_with_one_row_and_with_three(admin_client, commune_body):
    counts = []
    for rows in (1, 3):
        for number in range(rows):
            if not User.objects.filter(username=f"xa{number}").exists():
                make_user(f"xa{number}", "Người Xã", Role.COMMUNE_CLERK, commune_body)
        admin_client.get("/people/")
        with CaptureQueriesContext(connection) as captured:
            admin_client.get("/people/")
        # The frame of the page (navigation with its counts) is the other rooms' to bound.
        own = [query["sql"] for query in captured if re.search('FROM "accounts_|FROM "registers_organ', query["sql"])]
        counts.append((len(captured), len(own)))
    # User, own memberships, count, page, memberships of the page and their organisations, demo banner.
    assert counts[0] == counts[1]
    assert counts[0][1] == 7


def test_a_name_is_shown_as_text_whatever_it_holds(admin_client):
    make_user("xss", "<script>alert(1)</script>")
    assert "<script>alert(1)" not in admin_client.get("/people/?q=script").content.decode()


# --- Options for the organisation field ---


def test_organisations_are_offered_by_words_without_diacritics(admin_client, organisations):
    page = admin_client.get("/people/organisations/?organisation=dang kim").content.decode()
    assert page == '<option value="Đảng ủy xã Kim Liên [DU-17971-2025]"></option>'
    assert admin_client.get("/people/organisations/").content == b""


def test_organisations_that_have_ended_are_not_offered(admin_client, organisations):
    organisations["SXD"].valid_until = TODAY - timedelta(1)
    organisations["SXD"].save()
    assert admin_client.get("/people/organisations/?organisation=so xay").content == b""


# --- A new person ---


def test_a_new_person_is_shown_the_one_time_password_once(admin_client, new_person):
    response = admin_client.post("/people/new/", new_person)
    person = User.objects.get(username="xa.moi")
    password = response.context["password"]
    page = response.content.decode()
    assert response.status_code == 200 and password in page and "no-store" in response.headers["Cache-Control"]
    assert person.check_password(password) and person.must_change_password
    held = person.memberships.get()
    assert (held.role, held.organisation.code, held.valid_from.isoformat()) == (
        "commune_clerk",
        "DU-17971-2025",
        "2026-07-01",
    )
    for address in (f"/people/{person.pk}/", "/people/", "/people/new/"):
        assert password not in admin_client.get(address).content.decode()


def test_the_one_time_password_is_in_no_message_session_log_or_trail(admin_client, new_person, caplog):
    with caplog.at_level("DEBUG"):
        response = admin_client.post("/people/new/", new_person)
    password = response.context["password"]
    assert list(get_messages(response.wsgi_request)) == []
    assert password not in str(dict(admin_client.session))
    assert password not in caplog.text
    assert password not in str(list(AuditEvent.objects.values()))
    assert password not in str(list(User.objects.values()))


def test_sending_twice_makes_one_person(admin_client, new_person):
    admin_client.post("/people/new/", new_person)
    again = admin_client.post("/people/new/", new_person)
    assert "username" in again.context["form"].errors
    assert User.objects.filter(username="xa.moi").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "có dấu"}, "username"),
        ({"username": "admin"}, "username"),
        ({"username": "ADMIN "}, "username"),
        ({"username": ""}, "username"),
        ({"full_name": "  \u200b "}, "full_name"),
        ({"full_name": "A" * 121}, "full_name"),
        ({"email": "not an address"}, "email"),
        ({"organisation": "Không có thật"}, "organisation"),
        ({"organisation": "Đảng ủy"}, "organisation"),
        ({"organisation": ""}, "organisation"),
        ({"role": "king"}, "role"),
        ({"role": "commission_leader"}, "role"),
        ({"role": "commune_clerk", "organisation": "BTGDV"}, "role"),
        ({"valid_from": "31/02/2026"}, "valid_from"),
        ({"valid_until": "30/6/2026"}, "valid_until"),
    ],
)
def test_bad_input_is_answered_at_its_field_keeps_what_was_typed_and_writes_nothing(
    change, field, admin_client, new_person, organisations
):
    before = (User.objects.count(), Membership.objects.count(), AuditEvent.objects.count())
    response = admin_client.post("/people/new/", {**new_person, **change})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert (User.objects.count(), Membership.objects.count(), AuditEvent.objects.count()) == before
    assert "Nguyễn Thị Mới" in response.content.decode() or "full_name" in change


@pytest.mark.parametrize("typed", ["1/7/2026", "01-07-2026", "01.07.2026", "2026-07-01"])
def test_dates_are_taken_as_officials_write_them(typed, admin_client, new_person):
    admin_client.post("/people/new/", {**new_person, "valid_from": typed})
    assert Membership.objects.get(user__username="xa.moi").valid_from.isoformat() == "2026-07-01"


def test_fields_that_are_not_in_the_form_are_not_set(admin_client, new_person):
    extra = {
        "is_superuser": "1",
        "is_demo": "1",
        "is_active": "",
        "must_change_password": "",
        "password": "x",
        "version": "9",
    }
    admin_client.post("/people/new/", {**new_person, **extra})
    person = User.objects.get(username="xa.moi")
    assert (person.is_superuser, person.is_demo, person.is_active, person.must_change_password, person.version) == (
        False,
        False,
        True,
        True,
        0,
    )


# --- One person ---


def test_the_page_of_a_person_tells_present_coming_and_ended_memberships(admin_client, clerk, organisations):
    for days, last, code in [(10, None, "SXD"), (-20, -10, "SNNMT")]:
        Membership.objects.create(
            user=clerk,
            organisation=organisations[code],
            role=Role.FOCAL_POINT,
            valid_from=TODAY + timedelta(days),
            valid_until=None if last is None else TODAY + timedelta(last),
        )
    context = admin_client.get(f"/people/{clerk.pk}/").context
    assert [[held.organisation.code for held in context[part]] for part in ("current", "coming", "past")] == [
        ["DU-17971-2025"],
        ["SXD"],
        ["SNNMT"],
    ]


def test_a_change_is_saved_and_the_version_moves(admin_client, clerk):
    data = {"full_name": "Trần Thị Hai", "email": "hai@example.vn", "version": "0"}
    assert admin_client.post(f"/people/{clerk.pk}/edit/", data).url == f"/people/{clerk.pk}/"
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.version) == ("Trần Thị Hai", 1)


def test_of_two_changes_the_second_sees_both_texts_and_can_save_again(admin_client, clerk):
    address = f"/people/{clerk.pk}/edit/"
    admin_client.post(address, {"full_name": "Của người kia", "email": "", "version": "0"})
    response = admin_client.post(address, {"full_name": "Của tôi", "email": "", "version": "0"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Của người kia" in page and 'value="Của tôi"' in page and 'name="version" value="1"' in page
    clerk.refresh_from_db()
    assert clerk.full_name == "Của người kia"
    admin_client.post(address, {"full_name": "Của tôi", "email": "", "version": "1"})
    clerk.refresh_from_db()
    assert clerk.full_name == "Của tôi"


def test_a_change_without_a_version_is_refused(admin_client, clerk):
    response = admin_client.post(f"/people/{clerk.pk}/edit/", {"full_name": "X", "email": ""})
    assert response.status_code == 200 and "version" in response.context["form"].errors


def test_a_membership_is_added_and_counts_at_the_next_request(admin_client, outsider, client_of, office_body):
    theirs = client_of(outsider)
    assert theirs.get("/people/").status_code == 403
    data = {"organisation": "VPTU", "role": "administrator", "valid_from": TODAY.isoformat(), "valid_until": ""}
    assert admin_client.post(f"/people/{outsider.pk}/memberships/new/", data).status_code == 302
    assert theirs.get("/people/").status_code == 200


def test_the_same_membership_twice_is_refused_with_a_sentence(admin_client, clerk, commune_body):
    data = {"organisation": commune_body.code, "role": "commune_clerk", "valid_from": TODAY.isoformat()}
    response = admin_client.post(f"/people/{clerk.pk}/memberships/new/", data)
    assert response.context["form"].non_field_errors()
    assert clerk.memberships.count() == 1


def test_a_membership_gets_its_last_day(admin_client, clerk):
    held = clerk.memberships.get()
    address = f"/people/{clerk.pk}/memberships/{held.pk}/end/"
    assert admin_client.post(address, {"last_day": "31/12/2030"}).status_code == 302
    held.refresh_from_db()
    assert held.valid_until.isoformat() == "2030-12-31"
    assert admin_client.post(address, {"last_day": "1/1/2000"}).context["form"].non_field_errors()


def test_a_membership_is_withdrawn_at_once(admin_client, administrator, office_body, client_of):
    second = make_user("second", "Quản trị Hai", Role.ADMINISTRATOR, office_body)
    theirs = client_of(second)
    assert theirs.get("/people/").status_code == 200
    admin_client.post(f"/people/{second.pk}/memberships/{second.memberships.get().pk}/withdraw/")
    assert theirs.get("/people/").status_code == 403


def test_a_closed_account_is_out_at_the_next_request_and_comes_back(admin_client, clerk, client_of):
    theirs = client_of(clerk)
    address = f"/people/{clerk.pk}/active/"
    admin_client.post(address, {"active": "0", "version": "0"})
    assert theirs.get("/accounts/session/").status_code == 401
    admin_client.post(address, {"active": "1", "version": "1"})
    assert client_of(clerk).get("/accounts/session/").status_code == 204


@pytest.mark.parametrize("version", ["", "7", "x", "²"])
def test_closing_with_another_version_than_shown_changes_nothing(version, admin_client, clerk):
    admin_client.post(f"/people/{clerk.pk}/active/", {"active": "0", "version": version})
    clerk.refresh_from_db()
    assert clerk.is_active


def test_a_new_one_time_password_signs_the_person_out_and_leads_to_an_own_one(admin_client, clerk, client_of, client):
    theirs = client_of(clerk)
    response = admin_client.post(f"/people/{clerk.pk}/one-time-password/")
    password = response.context["password"]
    assert password in response.content.decode()
    assert theirs.get("/accounts/session/").status_code == 401
    assert client.post("/accounts/login/", {"username": "clerk", "password": password}).status_code == 302
    assert client.get("/people/").url == "/accounts/password/"


def test_nobody_changes_their_own_rights(admin_client, administrator, office_body):
    make_user("second", "Quản trị Hai", Role.ADMINISTRATOR, office_body)
    held = administrator.memberships.get()
    base = f"/people/{administrator.pk}"
    data = {"organisation": "BTGDV", "role": "commission_leader", "valid_from": SINCE.isoformat(), "active": "0"}
    for address in (
        f"{base}/memberships/new/",
        f"{base}/memberships/{held.pk}/end/",
        f"{base}/memberships/{held.pk}/withdraw/",
        f"{base}/active/",
        f"{base}/one-time-password/",
    ):
        assert admin_client.post(address, data).status_code == 403
    assert list(administrator.memberships.values_list("role", flat=True)) == ["administrator"]
