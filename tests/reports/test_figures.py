"""Figures equal what a GROUP BY over the records themselves gives, whatever the scope."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from conferences.models import Conference, FieldMonthTally, Opinion, OpinionTally, Outcome
from conferences.tallies import AWAITING, PENDING
from conferences.workflow import move
from registers.levels import Level
from reports.figures import OWN, gather
from reports.scope import Scope
from tests.conftest import make_unit
from tests.reports.conftest import hold

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 1, 1), date(2026, 10, 31)
AS_OF = date(2026, 11, 23)


def bucket(opinion):
    return opinion.outcome or (AWAITING if opinion.state == "answered" else PENDING)


def counted(**filters):
    return [row for row in Opinion.objects.filter(**filters).select_related("field__parent") if row.is_counted]


@pytest.fixture
def record(province, commune_a, commune_b, road_of, other_field, field):
    """Two years of conferences of the province and both communes, with opinions at every stage."""
    rng = random.Random(7)
    for _number in range(14):
        unit = rng.choice([province, commune_a, commune_a, commune_b])
        held = hold(unit, FIRST + timedelta(days=rng.randrange(600)), rng.randrange(20, 200))
        road = road_of(held, field=rng.choice([field, other_field]))
        for _opinion in range(rng.randrange(4)):
            road.to(rng.choice(["received", "classified", "assigned", "in_progress", "answered", "verified", "closed"]))
    return province


def test_totals_levels_and_units_equal_a_group_by_of_the_opinions(record, commune_a, commune_b):
    found = gather(Scope(record, FIRST, LAST), AS_OF)
    assert +found.total.counts == Counter(bucket(row) for row in counted())
    assert found.total.conferences == Conference.objects.count()
    assert found.total.participants == Conference.objects.aggregate(sum=Sum("participants"))["sum"]
    assert {line.key: +line.counts for line in found.levels} == {
        level: Counter(bucket(row) for row in counted(level=level))
        for level in (Level.PROVINCE, Level.COMMUNE)
        if Conference.objects.filter(level=level).exists()
    }
    assert {line.key: +line.counts for line in found.parts} == {
        unit.pk: Counter(bucket(row) for row in counted(unit=unit)) for unit in (commune_a, commune_b)
    }
    assert +found.own.counts == Counter(bucket(row) for row in counted(unit=record))


@pytest.mark.parametrize("level", ["", Level.PROVINCE, Level.COMMUNE])
def test_a_range_and_a_level_leave_out_what_lies_outside(record, level):
    first, last = date(2025, 6, 15), date(2026, 3, 10)
    found = gather(Scope(record, first, last, level), AS_OF)
    inside = {"raised_on__gte": first, "raised_on__lte": last} | ({"level": level} if level else {})
    assert +found.total.counts == Counter(bucket(row) for row in counted(**inside))
    held = Conference.objects.held_in(first, last)
    assert found.total.conferences == (held.filter(level=level) if level else held).count()


def test_months_are_whole_and_stand_beside_the_same_month_a_year_before(record):
    first, last = date(2026, 2, 20), date(2026, 5, 3)
    by_month = Counter(row.raised_on.replace(day=1) for row in counted())
    resolved = Counter(row.raised_on.replace(day=1) for row in counted(outcome=Outcome.AFTER))
    months = gather(Scope(record, first, last), AS_OF).months
    assert [(month.first, month.last) for month in months] == [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 5, 31)),
    ]
    assert [(month.received, month.resolved, month.before) for month in months] == [
        (by_month[month.first], resolved[month.first], by_month[month.first.replace(year=2025)]) for month in months
    ]


def test_a_month_before_the_record_began_is_not_0(province, commune_a, road_of):
    road_of(hold(commune_a, date(2026, 9, 5))).to("received")
    months = gather(Scope(province, None, date(2026, 10, 31)), AS_OF).months
    assert [(month.first, month.before, month.change) for month in months] == [
        (date(2026, 9, 1), None, None),
        (date(2026, 10, 1), None, None),
    ]


def test_fields_equal_a_group_by_of_the_opinions(record):
    by_field = defaultdict(lambda: [0, 0])
    for row in counted():
        by_field[row.field_id][0] += 1
        by_field[row.field_id][1] += row.outcome == Outcome.AFTER
    found = gather(Scope(record, FIRST, LAST), AS_OF)
    assert found.fields == {key: tuple(numbers) for key, numbers in by_field.items()}
    assert FieldMonthTally.objects.filter(field__isnull=True).exists() == (None in found.fields)


def test_the_whole_record_begins_with_its_first_conference_or_opinion(province, commune_a, road_of):
    hold(commune_a, date(2025, 3, 9))
    road_of(hold(commune_a, date(2026, 9, 5))).to("received")
    assert gather(Scope(province, None, LAST), AS_OF).first == date(2025, 3, 9)


def test_an_empty_record_has_figures_of_zero(province):
    found = gather(Scope(province, None, AS_OF), AS_OF)
    assert (found.total.conferences, found.total.counts.received, found.levels, found.parts) == (0, 0, [], [])
    assert found.total.mean_participants is None
    assert [entry.percent for entry in found.rates] == [None] * 7


def test_conferences_without_opinions_and_those_not_held_count_as_they_are(province, commune_a):
    hold(commune_a, participants=85)
    Conference.objects.create(code="HN-2026-9100", title="Kế hoạch", level="commune", unit=commune_a, held_on=LAST)
    found = gather(Scope(province, None, LAST), AS_OF)
    assert (found.total.conferences, found.total.participants, found.total.counts.received) == (1, 85, 0)
    assert found.total.mean_participants == 85


# --- due dates -----------------------------------------------------------------------------------------------------


def due(opinion, due_on, done_on=None):
    opinion.handling.due_on = opinion.handling.original_due_on = due_on
    opinion.handling.done_on = done_on
    opinion.handling.save()


def test_the_on_time_rate_reads_due_dates_up_to_the_as_of_day(province, commune_a, road_of):
    road = road_of(hold(commune_a))
    last = date(2026, 10, 20)
    due(road.to("answered"), date(2026, 10, 10), done_on=date(2026, 10, 10))
    due(road.to("answered"), date(2026, 10, 10), done_on=date(2026, 10, 11))
    due(road.to("assigned"), last)
    due(road.to("assigned"), last + timedelta(days=1))
    road.to("classified")
    rate = gather(Scope(province, None, AS_OF), last).on_time
    assert (rate.numerator, rate.denominator) == (1, 3)
    rate = gather(Scope(province, date(2026, 10, 11), AS_OF), last).on_time
    assert (rate.numerator, rate.denominator) == (0, 1)


def test_what_was_let_pass_and_then_moved_is_not_on_time_however_soon_it_is_answered(province, commune_a, road_of):
    road = road_of(hold(commune_a))
    late, in_time = road.to("answered"), road.to("answered")
    for opinion in (late, in_time):
        due(opinion, date(2026, 10, 20), done_on=date(2026, 10, 10))
    late.handling.missed_due_on = date(2026, 10, 5)
    late.handling.save()
    rate = gather(Scope(province, None, AS_OF), date(2026, 10, 20)).on_time
    assert (rate.numerator, rate.denominator) == (1, 2)


# --- units over time -----------------------------------------------------------------------------------------------


@pytest.fixture
def merged(province, road_of):
    """A commune of a district until 30/06/2025, and what both have become: a commune of the province."""
    from registers.models import UnitSuccession
    from registers.reach import rebuild_reach

    end, turn = date(2025, 6, 30), date(2025, 7, 1)
    district = make_unit("430", "Huyện Nam Đàn", Level.DISTRICT, province, kind="huyện", valid_until=end)
    old = make_unit("17980", "Xã Nam Giang", Level.COMMUNE, district, kind="xã", valid_until=end)
    new = make_unit("17989", "Xã Đại Huệ", Level.COMMUNE, province, kind="xã", valid_from=turn)
    UnitSuccession.objects.create(old=old, new=new, effective=turn, resolution="1678/NQ-UBTVQH15", change="merged")
    rebuild_reach()
    for unit, day in ((old, date(2024, 5, 5)), (district, date(2024, 6, 6)), (new, date(2026, 5, 5))):
        road_of(hold(unit, day)).to("received")
    return district, old, new


def lines_of(found):
    return [(line.label, line.counts.received) for line in (*found.parts, *found.former)]


def test_as_it_was_groups_by_the_units_of_the_date(province, merged):
    district, _old, new = merged
    found = gather(Scope(province, None, AS_OF), AS_OF)
    assert lines_of(found) == [("Huyện Nam Đàn", 2), ("Xã Đại Huệ", 1)]
    assert [(line.key, line.valid_from, line.valid_until) for line in found.parts] == [
        (district.pk, district.valid_from, district.valid_until),
        (new.pk, new.valid_from, None),
    ]


def test_as_it_is_now_rolls_communes_up_and_keeps_the_former_district_level_apart(province, merged):
    found = gather(Scope(province, None, AS_OF, as_now=AS_OF), AS_OF)
    assert lines_of(found) == [("Xã Đại Huệ", 2), ("Cấp huyện trước đây", 1)]
    assert found.own.counts.received == 0


def test_a_commune_of_today_shows_its_forerunner_beside_itself(merged):
    _district, old, new = merged
    found = gather(Scope(new, None, AS_OF), AS_OF)
    assert (found.total.counts.received, found.own.counts.received) == (2, 1)
    assert [(line.key, line.counts.received) for line in found.parts] == [(old.pk, 1)]
    assert (found.own.key, found.own.valid_from) == (OWN, new.valid_from)


def test_grouping_either_way_leaves_the_total_alone(province, merged):
    then, now = (gather(Scope(province, None, AS_OF, as_now=day), AS_OF) for day in (None, AS_OF))
    assert then.total == now.total
    for found in (then, now):
        lines = [found.own, *found.parts, *found.former]
        assert sum(line.counts.received for line in lines) == found.total.counts.received
        assert sum(line.conferences for line in lines) == found.total.conferences


def test_everything_is_read_in_two_queries(record, django_assert_num_queries):
    scope = Scope(record, None, timezone.localdate())
    with django_assert_num_queries(2):
        gather(scope, AS_OF)


def test_a_merged_opinion_leaves_every_figure(province, conference, road_of, commission_leader):
    road = road_of(conference)
    master, other = road.to("classified"), road.to("classified")
    move(other, "merge", by=commission_leader, on=date(2026, 10, 6), data={"master": master})
    found = gather(Scope(province, None, LAST), AS_OF)
    assert found.total.counts.received == 1
    assert sum(received for received, _resolved in found.fields.values()) == 1
    assert OpinionTally.objects.filter(outcome="merged").count() == 0
