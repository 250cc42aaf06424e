from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from conferences.models import Outcome
from registers.levels import Level
from reports.figures import Line
from reports.models import PublishedFigure
from reports.published import compare, published_for
from reports.rates import OutcomeCounts
from reports.scope import Scope

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2018, 1, 1), date(2023, 7, 31)


def line(level, **counts):
    return Line(
        key=level, level=level, counts=OutcomeCounts({Outcome[name]: number for name, number in counts.items()})
    )


#: The record of the articles by level.
LEVELS = [
    line(Level.PROVINCE, AFTER=28, STEP_BY_STEP=2),
    line(Level.DISTRICT, AT_CONFERENCE=1_414, AFTER=74, UNRESOLVED=47),
    line(Level.COMMUNE, AT_CONFERENCE=20_749, AFTER=589, UNRESOLVED=442),
]


def total():
    found = Line(key="total", conferences=2_818, participants=195_853)
    for level in LEVELS:
        found.counts.update(level.counts)
    return found


def figure(measure, value, level="", **values):
    values = {"first": FIRST, "last": LAST, "source": "Báo Nghệ An"} | values
    return PublishedFigure(level=level, measure=measure, value=Decimal(value), **values)


def compared(*figures):
    with translation.override("vi"):
        return [
            (entry.printed, entry.derived_text, entry.gap_text, entry.agrees)
            for entry in compare(figures, total(), LEVELS)
        ]


def test_the_headline_is_nine_fewer_than_its_own_levels_add_up_to():
    assert compared(figure("at_conference", 22_154)) == [("22.154", "22.163", "−9", False)]


def test_the_district_rate_was_not_divided_by_opinions_received():
    assert compared(figure("rate:at_conference", 95, Level.DISTRICT)) == [("95%", "92,1%", "+2,9 điểm %", False)]


def test_no_reading_gives_the_provincial_rate():
    assert compared(figure("rate:resolution", 90, Level.PROVINCE)) == [("90%", "93,3%", "−3,3 điểm %", False)]


def test_a_rate_agrees_as_exactly_as_it_was_printed():
    assert compared(figure("rate:at_conference", 95, Level.COMMUNE)) == [("95%", "95,3%", "0", True)]
    assert compared(figure("rate:at_conference", "95.2", Level.COMMUNE))[0][3] is False


def test_counts_agree_when_they_are_equal():
    found = compared(figure("conferences", 2_818), figure("participants", 195_853), figure("received", 23_345))
    assert found == [("2.818", "2.818", "0", True), ("195.853", "195.853", "0", True), ("23.345", "23.345", "0", True)]


def test_a_qualifier_stands_before_the_figure():
    assert compared(figure("received", 23_000, qualifier="nearly"))[0][0] == "gần 23.000"


def test_a_level_without_a_record_has_nothing_beside_the_published_figure():
    with translation.override("vi"):
        (entry,) = compare([figure("received", 5, Level.CENTRAL)], total(), LEVELS)
        assert (entry.derived_text, entry.gap_text, entry.agrees) == ("–", "–", False)


def test_figures_of_all_levels_come_first_then_by_level_and_measure():
    figures = [
        figure("received", 21_780, Level.COMMUNE),
        figure("received", 30, Level.PROVINCE),
        figure("conferences", 5, Level.PROVINCE),
        figure("received", 23_345),
    ]
    assert [(entry.figure.level, entry.figure.measure) for entry in compare(figures, total(), LEVELS)] == [
        ("", "received"),
        (Level.PROVINCE, "conferences"),
        (Level.PROVINCE, "received"),
        (Level.COMMUNE, "received"),
    ]


@pytest.fixture
def stored(province):
    PublishedFigure.objects.bulk_create(
        [
            figure("received", 23_345, unit=province),
            figure("received", 30, Level.PROVINCE, unit=province),
            figure("received", 1_200, unit=province, first=date(2022, 1, 1), last=date(2022, 12, 31)),
        ]
    )
    return province


def test_only_the_figures_of_exactly_this_period_are_compared(stored):
    found = published_for(Scope(stored, FIRST, LAST), FIRST, total(), LEVELS)
    assert [entry.figure.value for entry in found.comparisons] == [23_345, 30]
    found = published_for(Scope(stored, FIRST, date(2023, 8, 1)), FIRST, total(), LEVELS)
    assert found.comparisons == []


def test_other_published_periods_that_the_range_meets_are_named(stored):
    year = (date(2022, 1, 1), date(2022, 12, 31))
    found = published_for(Scope(stored, None, date(2026, 11, 23)), date(2018, 1, 10), total(), LEVELS)
    assert (found.periods, found.within) == ([(FIRST, LAST), year], [(FIRST, LAST), year])
    assert published_for(Scope(stored, FIRST, LAST), FIRST, total(), LEVELS).within == [year]
    after = date(2024, 1, 1)
    assert published_for(Scope(stored, after, after), after, total(), LEVELS).within == []


def test_a_level_shows_its_own_published_figures(stored):
    found = published_for(Scope(stored, FIRST, LAST, Level.PROVINCE), FIRST, total(), LEVELS)
    assert [entry.figure.value for entry in found.comparisons] == [30]


def test_another_unit_has_none(stored, commune_a):
    found = published_for(Scope(commune_a, FIRST, LAST), FIRST, total(), LEVELS)
    assert (found.comparisons, found.periods, found.within) == ([], [], [])
