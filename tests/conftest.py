"""The fixed cast of every test: a province with two sibling communes, its bodies, and one person per role.

`clerk` and `leader` belong to commune A, `sibling_clerk` to commune B; `focal_point` speaks for the lead department,
`other_focal_point` for another one; `outsider` signs in and has no membership at all.
"""

from datetime import date

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from accounts.models import Membership, User
from accounts.roles import Role
from dialogue_portal.text import fold, sort_key
from registers.levels import Level
from registers.models import AdministrativeUnit, Organisation
from registers.reach import rebuild_reach

pytest_plugins = ["tests.conftest_triggers", "tests.conftest_browser"]

#: Every register row and membership of the cast is valid from here on.
SINCE = date(2018, 1, 1)
PASSWORD = "a long test password"


def pytest_collection_modifyitems(items):
    """What shows only on PostgreSQL is skipped on SQLite, which lets one writer in at a time."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="shows only on PostgreSQL (./test pg)"))


@pytest.fixture(autouse=True)
def vietnamese():
    """Every test starts in the language of the site, whatever the one before it left active."""
    with translation.override("vi"):
        yield


# --- Units and organisations ---


def make_unit(code, name, level, parent=None, *, kind, valid_from=SINCE, valid_until=None):
    unit = AdministrativeUnit(
        code=code, level=level, parent=parent, kind=kind, valid_from=valid_from, valid_until=valid_until
    )
    unit.set_name(name)
    unit.save()
    rebuild_reach()
    return unit


def make_organisation(code, name, unit, side="state", rank=100):
    return Organisation.objects.create(
        code=code,
        name=name,
        unit=unit,
        side=side,
        rank=rank,
        valid_from=SINCE,
        sort_key=sort_key(name),
        folded_name=fold(name),
    )


@pytest.fixture
def pages_are_kept(settings):
    """Pages are kept until something changes, as in use (`audit.kept`)."""
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept-pages-test"},
    }
    caches["pages"].clear()


@pytest.fixture
def province(db):
    return make_unit("40", "Tỉnh Nghệ An", Level.PROVINCE, kind="tỉnh")


@pytest.fixture
def commune_a(province):
    return make_unit("17971", "Xã Kim Liên", Level.COMMUNE, province, kind="xã")


@pytest.fixture
def commune_b(province):
    return make_unit("17950", "Xã Vạn An", Level.COMMUNE, province, kind="xã")


@pytest.fixture
def commission_body(province):
    return make_organisation("BTGDV", "Ban Tuyên giáo và Dân vận Tỉnh ủy", province, "party", 10)


@pytest.fixture
def lead_department(province):
    return make_organisation("SNNMT", "Sở Nông nghiệp và Môi trường", province, rank=40)


@pytest.fixture
def other_department(province):
    return make_organisation("SXD", "Sở Xây dựng", province, rank=41)


@pytest.fixture
def front_body(province):
    return make_organisation("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", province, "front", 20)


@pytest.fixture
def inspection_body(province):
    return make_organisation("UBKT", "Ủy ban Kiểm tra Tỉnh ủy", province, "party", 15)


@pytest.fixture
def office_body(province):
    return make_organisation("VPTU", "Văn phòng Tỉnh ủy", province, "party", 12)


@pytest.fixture
def commune_body(commune_a):
    return make_organisation("DU-17971-2025", "Đảng ủy xã Kim Liên", commune_a, "party", 200)


@pytest.fixture
def sibling_body(commune_b):
    return make_organisation("DU-17950-2025", "Đảng ủy xã Vạn An", commune_b, "party", 200)


@pytest.fixture
def organisations(
    commission_body,
    lead_department,
    other_department,
    front_body,
    inspection_body,
    office_body,
    commune_body,
    sibling_body,
):
    """Every organisation of the cast, by code."""
    bodies = [
        commission_body,
        lead_department,
        other_department,
        front_body,
        inspection_body,
        office_body,
        commune_body,
        sibling_body,
    ]
    return {body.code: body for body in bodies}


# --- People ---


def make_user(username, full_name, role=None, organisation=None, **fields):
    user = User.objects.create_user(username, password=PASSWORD, full_name=full_name, **fields)
    if role:
        Membership.objects.create(user=user, organisation=organisation, role=role, valid_from=SINCE)
    return user


@pytest.fixture
def clerk(commune_body):
    return make_user("clerk", "Trần Thị Bình", Role.COMMUNE_CLERK, commune_body)


@pytest.fixture
def leader(commune_body):
    return make_user("leader", "Lê Văn Cường", Role.COMMUNE_LEADER, commune_body)


@pytest.fixture
def sibling_clerk(sibling_body):
    return make_user("sibling", "Phạm Thị Dung", Role.COMMUNE_CLERK, sibling_body)


@pytest.fixture
def specialist(commission_body):
    return make_user("specialist", "Đặng Văn Đức", Role.COMMISSION_SPECIALIST, commission_body)


@pytest.fixture
def commission_leader(commission_body):
    return make_user("chief", "Nguyễn Thị Hạnh", Role.COMMISSION_LEADER, commission_body)


@pytest.fixture
def registry_clerk(commission_body):
    return make_user("registry", "Hoàng Thị Khánh", Role.REGISTRY_CLERK, commission_body)


@pytest.fixture
def focal_point(lead_department):
    return make_user("department", "Vũ Văn Lâm", Role.FOCAL_POINT, lead_department)


@pytest.fixture
def other_focal_point(other_department):
    return make_user("department2", "Bùi Thị Mai", Role.FOCAL_POINT, other_department)


@pytest.fixture
def secretary(commission_body):
    return make_user("secretary", "Đỗ Văn Nam", Role.CONFERENCE_SECRETARY, commission_body)


@pytest.fixture
def supervisor(front_body):
    return make_user("supervisor", "Hồ Thị Oanh", Role.SUPERVISOR, front_body)


@pytest.fixture
def auditor(inspection_body):
    return make_user("auditor", "Ngô Văn Phúc", Role.AUDITOR, inspection_body)


@pytest.fixture
def petition_officer(commission_body):
    return make_user("petitions", "Dương Thị Quý", Role.PETITION_OFFICER, commission_body)


@pytest.fixture
def administrator(office_body):
    return make_user("admin", "Lý Văn Sơn", Role.ADMINISTRATOR, office_body)


@pytest.fixture
def outsider(db):
    return make_user("outsider", "Mai Thị Tâm")


@pytest.fixture
def client_of():
    """`client_of(user)` is a test client signed in as the user."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in
