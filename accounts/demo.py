"""Demonstration accounts: one per role, in bodies that really exist, with invented people.

Their password is public; `dialogue_portal.checks` keeps them out of production unless DEMO=1.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from audit.actions import Action
from audit.services import record_many
from registers.models import AdministrativeUnit, Organisation

from .models import Membership, User
from .roles import Role

PASSWORD = "dialogue-demo"
PROVINCE = "Tỉnh Nghệ An"
COMMUNE, SIBLING = "Xã Kim Liên", "Xã Vạn An"
PARTY_COMMITTEE = "DU-"
#: Memberships start with the two-tier local government.
SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class DemoAccount:
    """`place` is the code of a provincial body, or the name of a commune, whose Party committee is meant."""

    username: str
    full_name: str
    role: Role
    place: str


ACCOUNTS = (
    DemoAccount("tinh.lanhdao", "Nguyễn Thị Minh Hạnh (minh họa)", Role.COMMISSION_LEADER, "BTGDV"),
    DemoAccount("tinh.chuyenvien", "Trần Quốc Khánh (minh họa)", Role.COMMISSION_SPECIALIST, "BTGDV"),
    DemoAccount("tinh.vanthu", "Lê Thị Thu Hiền (minh họa)", Role.REGISTRY_CLERK, "BTGDV"),
    DemoAccount("xa.lanhdao", "Hoàng Văn Thắng (minh họa)", Role.COMMUNE_LEADER, COMMUNE),
    DemoAccount("xa.canbo", "Phan Thị Ngọc Lan (minh họa)", Role.COMMUNE_CLERK, COMMUNE),
    DemoAccount("xa.langgieng", "Bùi Văn Định (minh họa)", Role.COMMUNE_CLERK, SIBLING),
    DemoAccount("so.daumoi", "Đặng Văn Lâm (minh họa)", Role.FOCAL_POINT, "SNNMT"),
    DemoAccount("so.xaydung", "Võ Thị Hồng Nhung (minh họa)", Role.FOCAL_POINT, "SXD"),
    DemoAccount("thuky.hoinghi", "Cao Thị Thanh Tâm (minh họa)", Role.CONFERENCE_SECRETARY, "BTGDV"),
    DemoAccount("tinh.xulydon", "Phan Thị Ngân (minh họa)", Role.PETITION_OFFICER, "BTGDV"),
    DemoAccount("xa.xulydon", "Trần Văn Lợi (minh họa)", Role.PETITION_OFFICER, COMMUNE),
    DemoAccount("mttq.giamsat", "Hồ Sỹ Phúc (minh họa)", Role.SUPERVISOR, "MTTQ"),
    DemoAccount("kiemtra", "Ngô Trí Dũng (minh họa)", Role.AUDITOR, "UBKT"),
    DemoAccount("quantri", "Lương Đình Sơn (minh họa)", Role.ADMINISTRATOR, "VPTU"),
)


@transaction.atomic
def load_demo_accounts(by=None):
    """Create the accounts that are missing, with their memberships; returns {username: User} of all of them.

    Safe to repeat: an account that is there is left as it is. Raises `Organisation.DoesNotExist` or
    `AdministrativeUnit.DoesNotExist` when the registers are not loaded.
    """
    names = [account.username for account in ACCOUNTS]
    known = {user.username: user for user in User.objects.filter(username__in=names)}
    # One hash for all: it is public anyway, and argon2 takes a fifth of a second each time.
    password = make_password(PASSWORD)
    for account in ACCOUNTS:
        if account.username in known:
            continue
        # A domain that is reserved: letters to it are seen in the console and never leave.
        email = f"{account.username}@cong-doi-thoai.example"
        user = User(
            username=account.username, full_name=account.full_name, email=email, password=password, is_demo=True
        )
        user.save()
        Membership.objects.create(user=user, organisation=_body(account.place), role=account.role, valid_from=SINCE)
        known[user.username] = user
        record_many(Action.CREATED, [user], by=by, fields=["username", "full_name"])
    return {name: known[name] for name in names}


@transaction.atomic
def load_record_keeper(organisation_ids, on):
    """Whoever entered the papers of 2018-2023 in the name of the bodies that led: their focal point on that one day.

    The account is closed and has no password; it stands in the history as the one who recorded.
    """
    name = "Tổ nhập hồ sơ 2018–2023 (minh họa)"
    keeper = User(username="to.nhaphoso", full_name=name, is_demo=True, is_active=False)
    keeper.set_unusable_password()
    keeper.save()
    Membership.objects.bulk_create(
        Membership(user=keeper, organisation_id=key, role=Role.FOCAL_POINT, valid_from=on, valid_until=on)
        for key in sorted(organisation_ids)
    )
    record_many(Action.CREATED, [keeper], by=None, fields=["username", "full_name"])
    return keeper


@transaction.atomic
def load_reception_keeper(organisation, on):
    """Whoever entered the reception days of a provincial body: its petition officer on one day, a closed account."""
    name = "Tổ nhập lịch tiếp công dân (minh họa)"
    keeper = User(username="to.nhaptiepdan", full_name=name, is_demo=True, is_active=False)
    keeper.set_unusable_password()
    keeper.save()
    membership = {"role": Role.PETITION_OFFICER, "valid_from": on, "valid_until": on}
    Membership.objects.create(user=keeper, organisation=organisation, **membership)
    record_many(Action.CREATED, [keeper], by=None, fields=["username", "full_name"])
    return keeper


def _body(place):
    if " " not in place:
        return Organisation.objects.get(code=place)
    province = AdministrativeUnit.objects.on(SINCE).get(name=PROVINCE)
    unit = AdministrativeUnit.objects.on(SINCE).within(province, forerunners=False).get(name=place)
    return Organisation.objects.on(SINCE).get(unit=unit, code__startswith=PARTY_COMMITTEE)
