"""Working days against the announcements of the years, and counting as Civil Code Art. 147-148 says."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from registers.calendar import WorkingCalendar, day_name, named_days, special_days
from registers.models import CalendarDay

RULES = WorkingCalendar()


@pytest.fixture
def swapped(db):
    """The days of 2026 that the province enters: a swap, and a new holiday nobody has checked yet."""
    CalendarDay.objects.create(date=date(2026, 1, 2), kind="in_lieu", label="Nghỉ hoán đổi", verified=True)
    CalendarDay.objects.create(date=date(2026, 1, 10), kind="makeup", label="Làm bù", verified=True)
    CalendarDay.objects.create(date=date(2026, 11, 24), kind="holiday", label="Ngày Văn hóa Việt Nam")
    return WorkingCalendar.load(date(2026, 1, 1), date(2026, 12, 31))


#: Weekdays off, as announced for public servants of each year.
DAYS_OFF = {
    2018: "01-01 02-14 02-15 02-16 02-19 02-20 04-25 04-30 05-01 09-03 12-31",
    2019: "01-01 02-04 02-05 02-06 02-07 02-08 04-15 04-29 04-30 05-01 09-02",
    2020: "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
    2021: "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
    2022: "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
}
MAKEUP_DAYS = [date(2019, 1, 5), date(2019, 5, 4), date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)]


@pytest.mark.parametrize("year", DAYS_OFF)
def test_the_weekdays_off_of_a_year_are_those_announced(year):
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(365))
    off = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not RULES.is_working(day)]
    assert " ".join(off) == DAYS_OFF[year]


@pytest.mark.parametrize("day", MAKEUP_DAYS)
def test_a_make_up_saturday_is_worked(day):
    assert day.weekday() == 5 and RULES.is_working(day)


@pytest.mark.parametrize(
    ("first", "last", "working"),
    [
        # Tết: the last working day before, the first one after.
        (date(2024, 2, 7), date(2024, 2, 15), 1),
        (date(2025, 1, 24), date(2025, 2, 3), 1),
        (date(2026, 2, 13), date(2026, 2, 23), 1),
        (date(2026, 2, 9), date(2026, 2, 23), 5),
        # 30/4 and 1/5 with swapped days.
        (date(2024, 4, 26), date(2024, 5, 6), 4),
        (date(2025, 4, 25), date(2025, 5, 5), 4),
        # Sunday to Sunday.
        (date(2026, 3, 1), date(2026, 3, 8), 5),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
    ],
)
def test_working_days_between_count_the_last_day_and_not_the_first(first, last, working):
    assert RULES.working_days_between(first, last) == working


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 2), 15, date(2026, 3, 23)),
        (date(2026, 2, 10), 15, date(2026, 3, 10)),
        (date(2025, 1, 20), 10, date(2025, 2, 10)),
        (date(2024, 2, 1), 15, date(2024, 2, 29)),
        (date(2024, 4, 25), 5, date(2024, 5, 6)),
        (date(2025, 12, 25), 5, date(2026, 1, 2)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_the_day_of_the_event_is_not_counted(start, count, due):
    assert RULES.add_working_days(start, count) == due


def test_the_table_has_the_last_word(swapped):
    assert [swapped.is_working(date(2026, 1, day)) for day in (1, 2, 5, 10, 11)] == [False, False, True, True, False]
    assert swapped.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert swapped.working_days_between(date(2026, 1, 4), date(2026, 1, 11)) == 6
    assert swapped.day_off(date(2026, 1, 2)) == "Nghỉ hoán đổi" and swapped.day_off(date(2026, 1, 10)) is None


def test_a_new_holiday_can_be_taken_back(swapped):
    assert not swapped.is_working(date(2026, 11, 24))
    CalendarDay.objects.filter(date=date(2026, 11, 24)).update(kind="working")
    calendar = WorkingCalendar.load(date(2026, 11, 1), date(2026, 11, 30))
    assert (
        calendar.is_working(date(2026, 11, 24))
        and calendar.holidays_between(date(2026, 11, 1), date(2026, 11, 30)) == []
    )


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 3, 3), date(2026, 3, 3)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 2, 14), date(2026, 2, 23)),
        (date(2026, 4, 25), date(2026, 4, 28)),
    ],
)
def test_a_last_day_off_moves_to_the_next_working_day(day, moved):
    assert RULES.next_working_day(day) == moved


def test_days_off_are_named(swapped):
    assert swapped.holidays_between(date(2026, 4, 24), date(2026, 5, 2)) == [
        (date(2026, 4, 26), "Ngày Giỗ Tổ Hùng Vương"),
        (date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        (date(2026, 4, 30), "Ngày Chiến thắng"),
        (date(2026, 5, 1), "Ngày Quốc tế Lao động"),
    ]


def test_names_by_rule_are_known_in_english():
    with translation.override("en"):
        assert day_name(date(2026, 4, 30), "Ngày Chiến thắng") == "Liberation Day/Reunification Day"
        assert day_name(date(2026, 1, 2), "Nghỉ hoán đổi") == "Nghỉ hoán đổi"
    with translation.override("vi"):
        assert day_name(date(2026, 4, 30), "Ngày Chiến thắng") == "Ngày Chiến thắng"


def test_a_calendar_is_one_query_and_then_none(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = WorkingCalendar.load(date(2020, 1, 1), date(2026, 12, 31))
        calendar.add_working_days(date(2020, 1, 1), 1500)


def test_the_year_lists_rules_and_table_together(swapped):
    days = {entry.date: entry for entry in special_days(2026)}
    assert [
        (days[day].kind, days[day].from_table, days[day].verified)
        for day in (date(2026, 1, 1), date(2026, 1, 10), date(2026, 8, 22), date(2026, 8, 31), date(2026, 11, 24))
    ] == [
        ("holiday", False, True),
        ("makeup", True, True),
        ("makeup", False, True),
        ("in_lieu", False, True),
        ("holiday", True, False),
    ]


def test_weekend_days_that_are_worked_are_told_whoever_decided_them(swapped):
    assert swapped.makeup_days_between(date(2026, 1, 1), date(2026, 12, 31)) == [date(2026, 1, 10), date(2026, 8, 22)]
    assert swapped.makeup_days_between(date(2026, 1, 10), date(2026, 1, 10)) == [date(2026, 1, 10)]
    assert swapped.makeup_days_between(date(2026, 1, 11), date(2026, 1, 10)) == []


@pytest.mark.parametrize(
    ("language", "stored", "shown", "queries"),
    [
        ("en", "Nghỉ hoán đổi", "Swapped day off", 1),
        # The row was named anew since: what was stored stays.
        ("en", "Nghỉ bão", "Nghỉ bão", 1),
        ("vi", "Nghỉ hoán đổi", "Nghỉ hoán đổi", 0),
    ],
)
def test_days_the_province_named_have_the_english_name_of_their_row(
    db, language, stored, shown, queries, django_assert_num_queries
):
    CalendarDay.objects.create(date=date(2026, 1, 2), kind="holiday", label="Nghỉ hoán đổi", label_en="Swapped day off")
    with translation.override(language), django_assert_num_queries(queries):
        assert named_days([(date(2026, 1, 2), stored)]) == [(date(2026, 1, 2), shown)]


def test_days_named_by_rule_ask_for_nothing_and_without_an_english_name_the_written_one_stays(
    db, django_assert_num_queries
):
    CalendarDay.objects.create(date=date(2026, 1, 2), kind="holiday", label="Nghỉ hoán đổi")
    with translation.override("en"):
        with django_assert_num_queries(0):
            assert named_days([(date(2026, 4, 30), "Ngày Chiến thắng")])[0][1] == "Liberation Day/Reunification Day"
        assert named_days([(date(2026, 1, 2), "Nghỉ hoán đổi")])[0][1] == "Nghỉ hoán đổi"
