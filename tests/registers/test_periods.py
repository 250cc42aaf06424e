"""Reporting periods cross the year: every row of the calendar of reports, other closings, and what is refused."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from registers.loading import load_periods
from registers.models import ReportingPeriod, RuleMissing, RuleParameter
from registers.periods import (
    ClosingDays,
    PeriodKind,
    free_range,
    months_of,
    period,
    period_of,
)


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        ("month", 1, date(2025, 12, 15), date(2026, 1, 14)),
        ("month", 2, date(2026, 1, 15), date(2026, 2, 14)),
        ("month", 11, date(2026, 10, 15), date(2026, 11, 14)),
        ("month", 12, date(2026, 11, 15), date(2026, 12, 14)),
        ("quarter", 1, date(2025, 12, 15), date(2026, 3, 14)),
        ("quarter", 2, date(2026, 3, 15), date(2026, 6, 14)),
        ("quarter", 3, date(2026, 6, 15), date(2026, 9, 14)),
        ("quarter", 4, date(2026, 9, 15), date(2026, 12, 14)),
        ("six_months", 0, date(2025, 12, 15), date(2026, 6, 14)),
        ("last_six_months", 0, date(2026, 6, 15), date(2026, 12, 14)),
        ("nine_months", 0, date(2025, 12, 15), date(2026, 9, 14)),
        ("year", 0, date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_periods_of_2026_close_on_the_14th(kind, number, first, last):
    found = period(kind, 2026, number)
    assert (found.first, found.last, found.year) == (first, last, 2026)


@pytest.mark.parametrize(
    ("closing_day", "first", "last"),
    [
        (15, date(2026, 2, 16), date(2026, 3, 15)),
        (20, date(2026, 2, 21), date(2026, 3, 20)),
        (30, date(2026, 3, 1), date(2026, 3, 30)),
        (31, date(2026, 3, 1), date(2026, 3, 31)),
    ],
)
def test_another_closing_day_moves_both_ends(closing_day, first, last):
    found = period("month", 2026, 3, closing_day)
    assert (found.first, found.last) == (first, last)


def test_a_year_that_closes_with_its_months_is_the_calendar_year():
    assert period("year", 2026, closing_day=31).days == "01/01/2026 – 31/12/2026"


@pytest.mark.parametrize("closing_day", [1, 14, 28, 31])
def test_months_follow_each_other_without_gap(closing_day):
    months = [period("month", year, number, closing_day) for year in (2026, 2027) for number in range(1, 13)]
    assert [(b.first - a.last).days for a, b in pairwise(months)] == [1] * 23


@pytest.mark.parametrize(
    ("day", "kind", "year", "number"),
    [
        (date(2026, 12, 14), "month", 2026, 12),
        (date(2026, 12, 15), "month", 2027, 1),
        (date(2026, 1, 14), "month", 2026, 1),
        (date(2026, 3, 15), "quarter", 2026, 2),
        (date(2025, 12, 15), "year", 2026, 0),
        (date(2026, 12, 14), "year", 2026, 0),
        (date(2026, 9, 14), "nine_months", 2026, 0),
    ],
)
def test_a_day_lies_in_one_period_of_a_kind(day, kind, year, number):
    found = period_of(day, kind)
    assert (found.kind, found.year, found.number) == (kind, year, number)


def test_a_day_after_the_ninth_month_lies_in_no_nine_months():
    with pytest.raises(ValueError):
        period_of(date(2026, 10, 1), "nine_months")


@pytest.mark.parametrize(
    ("kind", "number", "closing_day"),
    [("month", 0, 14), ("month", 13, 14), ("quarter", 5, 14), ("free", 1, 14), ("decade", 1, 14), ("month", 1, 0)],
)
def test_what_is_no_period_is_refused(kind, number, closing_day):
    with pytest.raises(ValueError):
        period(kind, 2026, number, closing_day)


def test_a_free_range_needs_its_days_in_order():
    assert free_range(date(2018, 1, 1), date(2026, 1, 1)).label == "01/01/2018 – 01/01/2026"
    with pytest.raises(ValueError):
        free_range(date(2026, 1, 2), date(2026, 1, 1))


def test_longer_periods_are_made_of_whole_months():
    assert [month.number for month in months_of(period("quarter", 2026, 3))] == [7, 8, 9]
    assert len(months_of(period("year", 2026))) == 12
    assert months_of(free_range(date(2026, 1, 1), date(2026, 12, 31))) == []


def test_labels_in_both_languages():
    asked = [
        period("month", 2026, 1),
        period("quarter", 2026, 4),
        *[period(kind, 2026) for kind in list(PeriodKind)[2:6]],
    ]
    assert [one.label for one in asked] == [
        "Tháng 1/2026",
        "Quý IV/2026",
        "6 tháng đầu năm 2026",
        "6 tháng cuối năm 2026",
        "9 tháng năm 2026",
        "Năm 2026",
    ]
    with translation.override("en"):
        assert [asked[1].label, asked[4].label] == ["Quarter IV/2026", "9 months of 2026"]


def closing_rule(value, since, until=None, level=""):
    days = {"valid_from": since, "valid_until": until}
    RuleParameter.objects.create(key="report.closing_day", value=value, unit="day_of_month", level=level, **days)


@pytest.mark.django_db
def test_the_closing_day_is_a_rule_that_a_level_may_have_of_its_own(django_assert_num_queries):
    with pytest.raises(RuleMissing):
        ClosingDays.load().of(2026, 1)
    closing_rule(14, date(2018, 1, 1))
    closing_rule(20, date(2018, 1, 1), level="commune")
    with django_assert_num_queries(2):
        assert [ClosingDays.load(level).of(2026, 1) for level in ("province", "commune")] == [14, 20]


@pytest.mark.django_db
def test_each_month_closes_by_the_rule_in_force_when_it_closes():
    closing_rule(14, date(2018, 1, 1), date(2026, 6, 30))
    closing_rule(20, date(2026, 7, 1))
    closing = ClosingDays.load()
    asked = [period("month", 2026, number, closing) for number in (3, 6, 7, 8)]
    assert [(one.first, one.last) for one in asked] == [
        (date(2026, 2, 15), date(2026, 3, 14)),
        (date(2026, 5, 15), date(2026, 6, 14)),
        (date(2026, 6, 15), date(2026, 7, 20)),
        (date(2026, 7, 21), date(2026, 8, 20)),
    ]
    assert period("year", 2026, closing_day=closing).days == "15/12/2025 – 20/12/2026"
    assert period_of(date(2026, 7, 18), "month", closing).number == 7
    assert len(months_of(period("year", 2026, closing_day=closing), closing)) == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "value", "closes"),
    [
        # Closed by the old rule before it ended.
        (date(2026, 6, 16), 20, date(2026, 6, 14)),
        # The old one would have closed after its end, the new one before it began: by the one in force at the end.
        (date(2026, 6, 12), 10, date(2026, 6, 10)),
    ],
)
def test_a_rule_that_changes_within_a_month_closes_it_once(until, value, closes):
    closing_rule(14, date(2018, 1, 1), until)
    closing_rule(value, until + timedelta(days=1))
    closing = ClosingDays.load()
    june, july = (period("month", 2026, number, closing) for number in (6, 7))
    assert (june.last, july.first) == (closes, closes + timedelta(days=1))


@pytest.mark.django_db
def test_months_of_before_the_first_rule_close_as_it_says_and_those_after_the_last_do_not():
    closing_rule(14, date(2026, 1, 1), date(2026, 12, 31))
    closing = ClosingDays.load()
    assert period("month", 2026, 1, closing).first == date(2025, 12, 15)
    with pytest.raises(RuleMissing):
        period("month", 2027, 1, closing)


@pytest.mark.django_db
def test_special_periods_ship_and_stay_as_they_were_edited():
    assert load_periods().created == 3
    ReportingPeriod.objects.filter(code="2021-2025").update(name_vi="Nhiệm kỳ 2020–2025")
    assert (load_periods().created, load_periods().unchanged) == (0, 3)
    assert str(ReportingPeriod.objects.get(code="2021-2025")) == "Nhiệm kỳ 2020–2025"


def test_a_period_in_full_says_its_days_once():
    with translation.override("vi"):
        assert period("month", 2026, 10).in_full == "Tháng 10/2026 (15/09/2026 – 14/10/2026)"
        assert free_range(date(2026, 11, 1), date(2026, 11, 2)).in_full == "01/11/2026 – 02/11/2026"
