"""Two communes and the commission receive petitions, each with an officer of its own."""

from datetime import date

import pytest

from accounts.roles import Role
from registers.models import RuleParameter
from registers.periods import period
from tests.conftest import SINCE, make_organisation, make_unit, make_user
from tests.petitions.petition_roads import Road

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def closing_rule(db):
    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=SINCE)


@pytest.fixture
def october():
    return period("month", 2026, 10)


@pytest.fixture
def commune_officer(commune_body):
    return make_user("xa.donthu", "Cao Thị Yến", Role.PETITION_OFFICER, commune_body)


@pytest.fixture
def commune_road(commune_body, commune_officer, leader, lead_department, land, petition_rules):
    return Road(commune_body, {"officer": commune_officer, "leader": leader}, lead_department, land)


@pytest.fixture
def four_communes(province, leader, commune_road, lead_department, land, petition_rules):
    """Roads of four communes: that of the cast and three more."""
    roads = [commune_road]
    for number in range(1, 4):
        unit = make_unit(f"1800{number}", f"Xã Số {number}", "commune", province, kind="xã")
        body = make_organisation(f"DU-1800{number}", f"Đảng ủy xã Số {number}", unit, "party", 200)
        officer = make_user(f"xa{number}.donthu", f"Cán bộ {number}", Role.PETITION_OFFICER, body)
        head = make_user(f"xa{number}.lanhdao", f"Lãnh đạo {number}", Role.COMMUNE_LEADER, body)
        roads.append(Road(body, {"officer": officer, "leader": head}, lead_department, land))
    return roads


@pytest.fixture
def communes_with_petitions(four_communes):
    """The four, each of which registered a recommendation."""
    for road in four_communes:
        road.registered("recommendation")
    return four_communes
