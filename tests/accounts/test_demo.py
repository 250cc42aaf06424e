import pytest

from accounts.demo import ACCOUNTS, PASSWORD, load_demo_accounts
from accounts.models import Membership, User
from accounts.roles import Role
from audit.models import AuditEvent
from registers.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def registers(organisations):
    """The cast's bodies are those of the demonstration."""
    return organisations


def test_every_role_of_this_house_has_an_account(registers):
    load_demo_accounts()
    assert {account.role for account in ACCOUNTS} == set(Role)
    for account in ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert user.is_demo and not user.must_change_password and user.check_password(PASSWORD)
        assert user.has_role(account.role)
        assert "(minh họa)" in user.full_name
        # A name that belongs to nobody (RFC 2606): no letter of the demonstration leaves.
        assert user.email.endswith(".example")


def test_loading_twice_changes_nothing(registers):
    first = load_demo_accounts()
    rows = (User.objects.count(), Membership.objects.count(), AuditEvent.objects.count())
    assert load_demo_accounts() == first
    assert (User.objects.count(), Membership.objects.count(), AuditEvent.objects.count()) == rows


def test_without_registers_nothing_is_half_written(db):
    with pytest.raises(Organisation.DoesNotExist):
        load_demo_accounts()
    assert not User.objects.exists()


def test_the_neighbouring_commune_is_another_one(registers):
    people = load_demo_accounts()
    units = {people[name].memberships.get().organisation.unit.name for name in ("xa.canbo", "xa.langgieng")}
    assert units == {"Xã Kim Liên", "Xã Vạn An"}
