from datetime import date, timedelta

import pytest

from reports.attention import LONGEST, SHOWN, pressing_opinions
from reports.scope import Scope
from tests.reports.conftest import DAY, hold

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 20)


def due(opinion, day):
    opinion.handling.due_on = opinion.handling.original_due_on = day
    opinion.handling.save()


def codes(rows):
    return [row.code for row in rows]


def test_the_most_overdue_and_the_oldest_come_first(province, commune_a, road_of):
    road = road_of(hold(commune_a, DAY))
    earlier = road_of(hold(commune_a, DAY - timedelta(days=60)))
    late, later, in_time = (road.to("assigned") for _number in range(3))
    due(late, TODAY - timedelta(days=9))
    due(later, TODAY - timedelta(days=1))
    due(in_time, TODAY)
    old = earlier.to("received")
    road.to("answered")
    overdue, oldest = pressing_opinions(Scope(province, None, TODAY), TODAY)
    assert codes(overdue) == [late.code, later.code]
    assert codes(oldest) == [old.code, late.code, later.code, in_time.code]


def test_no_more_than_a_few_are_shown(province, commune_a, road_of):
    road = road_of(hold(commune_a, DAY))
    opinions = [road.to("assigned") for _number in range(SHOWN + 2)]
    for number, opinion in enumerate(opinions):
        due(opinion, DAY + timedelta(days=number))
    overdue, oldest = pressing_opinions(Scope(province, None, TODAY), TODAY)
    assert codes(overdue) == codes(oldest) == [opinion.code for opinion in opinions[:SHOWN]]


def test_the_scope_bounds_both(province, commune_a, commune_b, road_of):
    road_of(hold(commune_a, DAY)).to("received")
    mine = road_of(hold(commune_b, DAY)).to("received")
    road_of(hold(commune_b, DAY - timedelta(days=400))).to("received")
    _overdue, oldest = pressing_opinions(Scope(commune_b, DAY, TODAY), TODAY)
    assert codes(oldest) == [mine.code]


def test_a_row_says_what_where_and_who(province, commune_a, lead_department, road_of):
    road_of(hold(commune_a, DAY)).to("assigned", "Đường xóm 3 hẹp. " * 20)
    _overdue, (row,) = pressing_opinions(Scope(province, None, TODAY), TODAY)
    assert (row.unit, row.lead, row.raised_on) == ("Xã Kim Liên", lead_department.name, DAY)
    assert row.text.startswith("Đường xóm 3 hẹp.") and row.text.endswith("…") and len(row.text) <= LONGEST + 1
    assert row.url == f"/opinions/{row.code}/"


def test_both_lists_take_one_query(province, commune_a, road_of, django_assert_num_queries):
    road = road_of(hold(commune_a, DAY))
    for _number in range(3):
        road.to("assigned")
    with django_assert_num_queries(1):
        pressing_opinions(Scope(province, None, TODAY), TODAY)
