import csv
import random
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from reports.demo.phrasebook import LEVELS, fields, shared
from reports.demo.places import commune_place
from reports.demo.slots import Slots

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "reports" / "demo" / "data"
TERRAINS = [frozenset({town, relief}) for town in ("urban", "rural") for relief in ("upland", "coast", "lowland")]


def test_every_field_of_level_two_has_cases_and_no_other():
    rows = csv.DictReader((ROOT / "registers" / "data" / "fields.csv").open(encoding="utf-8"))
    assert list(fields()) == [row["code"] for row in rows if len(row["code"]) == 4]


def test_every_field_of_level_one_has_a_dozen_skeletons_or_more():
    """A skeleton is a situation with one of its requests; "other" is small by nature."""
    count = {}
    for entry in fields().values():
        number = sum(len(case.requests) for case in entry.cases)
        count[entry.code[:2]] = count.get(entry.code[:2], 0) + number
    assert {code for code, number in count.items() if number < 12} == {"99"}


def test_every_case_can_be_said_in_full():
    """Each alternative names slots that exist; a misspelt one would show only now and then."""
    rng = random.Random(3)
    for entry in fields().values():
        for case in entry.cases:
            for _time in range(25):
                slots = Slots(rng, commune_place(rng, "Xã Kim Liên", "xã", "Huyện Nam Đàn"), date(2021, 6, 1))
                spoken = [case.situation, *case.effects, *(request.action for request in case.requests)]
                for phrase in spoken:
                    assert "{" not in phrase.render(rng, slots)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("terrain", TERRAINS, ids=lambda terrain: "-".join(sorted(terrain)))
def test_there_is_something_to_say_everywhere_in_every_month(terrain, month):
    cases = [case for entry in fields().values() for case in entry.cases_for(terrain, "commune", date(2022, month, 5))]
    assert len(cases) > 150


def test_the_provinces_conferences_have_matters_of_their_own():
    everywhere = frozenset({"urban", "rural", "upland", "coast", "lowland"})
    cases = [c for entry in fields().values() for c in entry.cases_for(everywhere, "province", date(2022, 5, 5))]
    assert len(cases) >= 12
    assert all(case.provincial for case in cases)


def test_limits_of_season_years_and_terrain_are_kept():
    drought = next(case for case in fields()["0603"].cases if case.months == {6, 7, 8})
    cases = fields()["0603"].cases_for
    lowland = frozenset({"rural", "lowland"})
    assert drought in cases(lowland, "commune", date(2022, 7, 1))
    assert drought not in cases(lowland, "commune", date(2022, 12, 1))
    epidemic = [case for case in fields()["1104"].cases if 2020 in case.years]
    assert not set(epidemic) & cases(lowland, "commune", date(2018, 6, 1))
    assert not any(
        "ngư dân" in case.situation.source for case in fields()["0805"].cases_for(lowland, "commune", date(2022, 6, 1))
    )


def test_levels_weigh_fields_differently():
    road, paper = fields()["0401"], fields()["1602"]
    assert road.weights["commune"] > road.weights["province"]
    assert paper.weights["province"] > paper.weights["commune"]


def test_school_fees_peak_in_autumn():
    entry = fields()["1004"]
    assert entry.weight("commune", 9) == 4 * entry.weight("commune", 5)


def test_addressees_exist_for_every_level():
    assert set(shared().who) == set(LEVELS)


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.*")), ids=lambda path: path.name)
def test_all_data_is_composed_unicode_without_stray_spaces(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text
    assert not set(text) & set("\u00a0\u200b\u200c\u200d\ufeff")
