import random
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from reports.demo.conference_plan import FIRST, LAST, conference_plan

from .conftest import plan


def test_totals_are_those_published(planned):
    assert Counter(entry.level for entry in planned) == {"province": 5, "district": 207, "commune": 2_606}
    assert sum(entry.participants for entry in planned) == 195_853
    opinions = Counter((entry.level, outcome) for entry in planned for outcome in entry.outcomes)
    assert opinions == {
        ("province", "after_conference"): 28,
        ("province", "step_by_step"): 2,
        ("district", "at_conference"): 1_414,
        ("district", "after_conference"): 74,
        ("district", "unresolved"): 47,
        ("commune", "at_conference"): 20_749,
        ("commune", "after_conference"): 589,
        ("commune", "unresolved"): 442,
    }
    assert sum(opinions.values()) == 23_345


def test_conferences_are_held_on_working_days_of_the_period(planned):
    assert all(FIRST <= entry.day <= LAST and entry.day.weekday() < 5 for entry in planned)
    assert [entry.day for entry in planned] == sorted(entry.day for entry in planned)
    days = {entry.day for entry in planned}
    holidays = {date(2018, 4, 25), date(2019, 4, 15), date(2020, 4, 30), date(2022, 9, 2), date(2023, 5, 1)}
    assert not days & holidays


def test_nobody_calls_a_conference_around_the_lunar_new_year(planned):
    tet = [
        date(2018, 2, 16),
        date(2019, 2, 5),
        date(2020, 1, 25),
        date(2021, 2, 12),
        date(2022, 2, 1),
        date(2023, 1, 22),
    ]
    for day in tet:
        assert not any(-7 <= (entry.day - day).days <= 7 for entry in planned)


def test_they_gather_before_the_middle_and_the_end_of_the_year(planned):
    quarters = Counter((entry.day.month - 1) // 3 + 1 for entry in planned if entry.day.year < 2023)
    assert min(quarters[2], quarters[4]) > max(quarters[1], quarters[3])


def test_the_epidemic_shows(planned):
    months = Counter((entry.day.year, entry.day.month) for entry in planned)
    assert months[2020, 4] == months[2021, 8] == 0
    assert sum(months[2021, month] for month in (6, 7, 9)) < sum(months[2019, month] for month in (6, 7, 9)) / 4


def test_every_conference_is_held_by_a_unit_of_its_day(planned):
    for entry in planned:
        assert entry.unit.valid_from <= entry.day <= entry.unit.valid_until


def test_a_unit_holds_its_share_and_no_two_close_together(planned):
    for level, apart, least, most in (("district", 40, 6, 14), ("commune", 70, 1, 9)):
        days = {}
        for entry in planned:
            if entry.level == level:
                days.setdefault(entry.unit, []).append(entry.day)
        assert all(least <= len(held) <= most for held in days.values())
        for held in days.values():
            assert all((later - day).days >= apart for day, later in pairwise(held))


def test_every_commune_of_2023_has_held_some(planned, nghe_an):
    holders = {entry.unit for entry in planned}
    assert sum(unit in holders for unit in nghe_an["communes_2023"]) >= 455


def test_numbers_are_plausible(planned):
    for entry in planned:
        assert len(entry.outcomes) >= 2
        assert entry.participants > len(entry.outcomes)
        assert entry.invited >= entry.participants


def test_the_programme_of_2018_is_among_the_provinces_five_and_that_of_2023_is_not(planned):
    provincial = [entry for entry in planned if entry.level == "province"]
    assert [entry.participants for entry in provincial if entry.kind == "programme"] == [1_034]
    assert all(entry.day <= LAST for entry in provincial)


def test_the_same_seed_gives_the_same_plan(nghe_an, planned):
    facts = [(entry.day, entry.unit.name, entry.title, entry.participants, entry.outcomes) for entry in planned]
    again = plan(nghe_an)
    assert [(e.day, e.unit.name, e.title, e.participants, e.outcomes) for e in again] == facts
    assert [entry.day for entry in plan(nghe_an, seed=2)] != [entry.day for entry in planned]


def test_days_off_of_the_province_are_kept(nghe_an):
    units = {name: nghe_an[name] for name in ("province", "districts", "communes")}
    found = conference_plan(random.Random(1), is_working=lambda day: day.weekday() == 2, **units)
    assert {entry.day.weekday() for entry in found if entry.level != "province"} == {2}


def test_too_few_units_are_named(nghe_an):
    with pytest.raises(ValueError, match="too few units"):
        conference_plan(
            random.Random(1),
            province=nghe_an["province"],
            districts=nghe_an["districts"][:1],
            communes=nghe_an["communes"],
        )
