from datetime import date, timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from accounts import services
from accounts.models import User
from accounts.reach import reach_of
from accounts.roles import Role
from audit.actions import Action
from audit.models import AuditEvent
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def last_event():
    event = AuditEvent.objects.order_by("pk").last()
    return event.action, event.actor, event.object_label, event.fields, event.changes


def membership(organisation, role=Role.COMMUNE_CLERK, valid_from=TODAY, valid_until=None):
    return {"organisation": organisation, "role": role, "valid_from": valid_from, "valid_until": valid_until}


# --- People ---


def test_a_new_person_has_a_one_time_password_and_the_first_membership(administrator, commune_body):
    person, password = services.create_person(
        username="Moi", full_name="Người Mới", by=administrator, membership=membership(commune_body)
    )
    assert person.username == "moi" and person.must_change_password and person.check_password(password)
    assert reach_of(person).roles == {Role.COMMUNE_CLERK}


def test_the_trail_of_a_new_person_has_names_of_fields_and_neither_name_nor_password(administrator, commune_body):
    _person, password = services.create_person(
        username="moi",
        full_name="Người Mới",
        email="moi@example.vn",
        by=administrator,
        membership=membership(commune_body),
    )
    made, given = AuditEvent.objects.order_by("pk")
    assert (made.action, made.actor, made.object_label, made.fields) == (
        Action.CREATED,
        administrator,
        "moi",
        ["email", "full_name", "username"],
    )
    assert given.changes == {
        "role": [None, "commune_clerk"],
        "organisation": [None, commune_body.code],
        "valid_from": [None, TODAY.isoformat()],
        "valid_until": [None, None],
    }
    trail = str([(event.fields, event.changes, event.object_label) for event in (made, given)])
    assert "Người" not in trail and password not in trail and "example" not in trail


def test_a_taken_user_name_is_refused_and_nothing_is_written(administrator, clerk, commune_body):
    before = (User.objects.count(), AuditEvent.objects.count())
    with pytest.raises(services.PersonRefused):
        services.create_person(
            username="clerk", full_name="Ai đó", by=administrator, membership=membership(commune_body)
        )
    assert (User.objects.count(), AuditEvent.objects.count()) == before


def test_one_time_passwords_differ_and_pass_the_rules():
    made = {services.one_time_password() for _each in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password)
        assert len(password) == 19 and not set(password) & set("l1o0i")


def test_a_change_is_written_with_its_search_and_sort_keys(administrator, clerk):
    services.change_person(clerk, full_name="Đỗ Thị Ánh", email="a@b.vn", version=0, by=administrator)
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.email, clerk.version) == ("Đỗ Thị Ánh", "a@b.vn", 1)
    assert list(User.objects.matching("anh do")) == [clerk]
    assert last_event() == (Action.CHANGED, administrator, "clerk", ["email", "full_name"], {})


def test_a_change_of_nothing_writes_nothing(administrator, clerk):
    services.change_person(clerk, full_name=clerk.full_name, email=clerk.email, version=0, by=administrator)
    assert not AuditEvent.objects.exists()


def test_the_second_of_two_changes_is_told_and_nothing_is_written(administrator, clerk):
    services.change_person(clerk, full_name="Người thứ nhất", email="", version=0, by=administrator)
    events = AuditEvent.objects.count()
    with pytest.raises(services.PersonChanged) as caught:
        services.change_person(clerk, full_name="Người thứ hai", email="", version=0, by=administrator)
    assert caught.value.person.full_name == "Người thứ nhất"
    assert AuditEvent.objects.count() == events
    with pytest.raises(services.PersonChanged):
        services.set_active(clerk, False, version=0, on=TODAY, by=administrator)


def test_closing_and_opening_an_account(administrator, clerk):
    closed = services.set_active(clerk, False, version=0, on=TODAY, by=administrator)
    assert not closed.is_active
    assert last_event() == (Action.CHANGED, administrator, "clerk", [], {"is_active": [True, False]})
    opened = services.set_active(clerk, True, version=1, on=TODAY, by=administrator)
    assert (opened.is_active, opened.version) == (True, 2)


def test_a_one_time_password_replaces_the_old_one(administrator, clerk):
    password = services.set_one_time_password(clerk, by=administrator)
    clerk.refresh_from_db()
    assert clerk.check_password(password) and clerk.must_change_password
    assert last_event()[:2] == (Action.PASSWORD_SET, administrator)


def test_choosing_a_password_ends_the_obligation(administrator, clerk):
    services.set_one_time_password(clerk, by=administrator)
    clerk.refresh_from_db()
    services.choose_password(clerk, "một mật khẩu dài")
    clerk.refresh_from_db()
    assert clerk.check_password("một mật khẩu dài") and not clerk.must_change_password
    assert last_event()[:2] == (Action.PASSWORD_SET, clerk)


# --- Memberships ---


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (date(2026, 5, 1), date(2026, 5, 31), True),
        (date(2026, 4, 1), date(2026, 5, 1), True),
        (date(2026, 5, 31), None, True),
        (date(2026, 4, 1), None, True),
        (date(2026, 6, 1), None, False),
        (date(2026, 4, 1), date(2026, 4, 30), False),
    ],
)
def test_the_same_role_at_the_same_place_does_not_overlap_itself(
    first, last, refused, outsider, commune_body, administrator
):
    services.add_membership(
        outsider,
        **membership(commune_body, valid_from=date(2026, 5, 1), valid_until=date(2026, 5, 31)),
        by=administrator,
    )
    again = membership(commune_body, valid_from=first, valid_until=last)
    if refused:
        with pytest.raises(services.PersonRefused):
            services.add_membership(outsider, **again, by=administrator)
    else:
        services.add_membership(outsider, **again, by=administrator)


def test_after_a_withdrawal_the_same_role_can_be_given_again(clerk, commune_body, administrator):
    services.withdraw_membership(clerk.memberships.get(), at=timezone.now(), on=TODAY, by=administrator)
    assert services.add_membership(clerk, **membership(commune_body), by=administrator).is_valid(TODAY)


def test_a_membership_ends_with_its_last_day(clerk, administrator):
    held = services.end_membership(clerk.memberships.get(), last_day=TODAY, on=TODAY, by=administrator)
    assert held.is_valid(TODAY) and not held.is_valid(TODAY + timedelta(1))
    assert last_event()[4] == {"valid_until": [None, TODAY.isoformat()]}


def test_a_withdrawn_membership_stops_at_once(clerk, administrator):
    held = services.withdraw_membership(clerk.memberships.get(), at=timezone.now(), on=TODAY, by=administrator)
    assert not held.is_valid(TODAY)
    assert last_event()[3] == ["withdrawn_at"]


def test_what_has_ended_is_not_ended_again(clerk, administrator):
    held = clerk.memberships.get()
    services.end_membership(held, last_day=TODAY - timedelta(1), on=TODAY, by=administrator)
    for again in (
        lambda: services.end_membership(held, last_day=TODAY, on=TODAY, by=administrator),
        lambda: services.withdraw_membership(held, at=timezone.now(), on=TODAY, by=administrator),
    ):
        with pytest.raises(services.PersonRefused):
            again()


def test_a_last_day_before_the_first_is_refused(clerk, administrator):
    with pytest.raises(services.PersonRefused):
        services.end_membership(clerk.memberships.get(), last_day=date(2017, 1, 1), on=TODAY, by=administrator)


# --- Somebody must remain who manages people ---


@pytest.mark.parametrize("how", ["close", "end", "withdraw"])
def test_the_last_administrator_stays(how, administrator, office_body):
    held = administrator.memberships.get()
    ways = {
        "close": lambda: services.set_active(administrator, False, version=0, on=TODAY, by=administrator),
        "end": lambda: services.end_membership(held, last_day=TODAY, on=TODAY, by=administrator),
        "withdraw": lambda: services.withdraw_membership(held, at=timezone.now(), on=TODAY, by=administrator),
    }
    with pytest.raises(services.PersonRefused):
        ways[how]()
    assert not AuditEvent.objects.exists()
    administrator.refresh_from_db()
    assert administrator.is_active and administrator.memberships.get().is_valid(TODAY + timedelta(1))
    make_user("second", "Quản trị Hai", Role.ADMINISTRATOR, office_body)
    ways[how]()


def test_an_administrator_whose_own_membership_ends_does_not_count(administrator, office_body):
    second = make_user("second", "Quản trị Hai", Role.ADMINISTRATOR, office_body)
    services.end_membership(second.memberships.get(), last_day=TODAY, on=TODAY, by=administrator)
    with pytest.raises(services.PersonRefused):
        services.end_membership(administrator.memberships.get(), last_day=TODAY, on=TODAY, by=second)


def test_a_superuser_counts_as_an_administrator(administrator):
    services.create_first_administrator(username="root", full_name="Quản trị", password="x")
    assert not services.set_active(administrator, False, version=0, on=TODAY, by=administrator).is_active
