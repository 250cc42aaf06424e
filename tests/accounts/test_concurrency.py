"""Two administrators at the same moment. Lost updates show on PostgreSQL; SQLite lets one writer in at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts import services
from accounts.models import Membership, User
from accounts.roles import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


def at_once(*works):
    """Run the works in threads that start together; returns what each returned or the refusal it raised."""
    together = Barrier(len(works))

    def run(work):
        together.wait()
        try:
            return work()
        except (services.PersonRefused, services.PersonChanged) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refusals(results):
    return [result for result in results if isinstance(result, Exception)]


def test_two_administrators_who_remove_each_other_leave_one(administrator, office_body):
    second = make_user("second", "Quản trị Hai", Role.ADMINISTRATOR, office_body)
    pairs = [(administrator, second), (second, administrator)]
    results = at_once(
        *(
            lambda by=by, other=other: services.withdraw_membership(
                other.memberships.get(), at=timezone.now(), on=TODAY, by=by
            )
            for by, other in pairs
        )
    )
    assert len(refusals(results)) == 1
    assert Membership.objects.on(TODAY).filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.postgres
def test_control_without_the_lock_both_administrators_would_be_gone(administrator, office_body, monkeypatch):
    second = make_user("second", "Quản trị Hai", Role.ADMINISTRATOR, office_body)
    both_have_checked = Barrier(2)
    check = services._keep_an_administrator
    monkeypatch.setattr(services, "_lock_administrators", lambda: None)
    monkeypatch.setattr(services, "_keep_an_administrator", lambda on: (check(on), both_have_checked.wait()))
    pairs = [(administrator, second), (second, administrator)]
    at_once(
        *(
            lambda by=by, other=other: services.withdraw_membership(
                other.memberships.get(), at=timezone.now(), on=TODAY, by=by
            )
            for by, other in pairs
        )
    )
    assert Membership.objects.on(TODAY).filter(role=Role.ADMINISTRATOR).count() == 0


def test_of_eight_changes_of_one_version_one_wins_and_seven_are_told(administrator, clerk):
    results = at_once(
        *(
            lambda number=number: services.change_person(
                clerk, full_name=f"Tên {number}", email="", version=0, by=administrator
            )
            for number in range(8)
        )
    )
    assert len(refusals(results)) == 7
    assert User.objects.get(pk=clerk.pk).version == 1


def test_the_same_membership_given_twice_at_once_is_one(administrator, outsider, commune_body):
    results = at_once(
        *(
            lambda: services.add_membership(
                outsider, organisation=commune_body, role=Role.COMMUNE_CLERK, valid_from=TODAY, by=administrator
            )
            for _each in range(4)
        )
    )
    assert len(refusals(results)) == 3
    assert outsider.memberships.count() == 1


def test_the_same_user_name_given_twice_at_once_is_one(administrator):
    results = at_once(
        *(lambda: services.create_person(username="moi", full_name="Người Mới", by=administrator) for _each in range(4))
    )
    assert len(refusals(results)) == 3
    assert User.objects.filter(username="moi").count() == 1
