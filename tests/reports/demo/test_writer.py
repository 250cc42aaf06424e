import random
from dataclasses import dataclass
from datetime import date

import pytest

from reports.demo.writer import Writer


@dataclass
class Unit:
    pk: int
    name: str
    kind: str
    level: str
    parent: "Unit | None" = None


PROVINCE = Unit(1, "Tỉnh Nghệ An", "tỉnh", "province")
DISTRICT = Unit(2, "Huyện Nam Đàn", "huyện", "district", PROVINCE)
COMMUNES = [Unit(3, "Xã Kim Liên", "xã", "commune", DISTRICT), Unit(4, "Xã Nam Anh", "xã", "commune", DISTRICT)]
DAY = date(2022, 5, 10)


@pytest.fixture
def writer():
    return Writer(random.Random(1), below={1: [DISTRICT], 2: COMMUNES})


def test_a_commune_is_spoken_of_by_its_villages(writer):
    assert writer.place(COMMUNES[0]).commune_word == "xã"
    assert "Kim Liên" not in writer.place(COMMUNES[0]).name


def test_a_district_is_spoken_of_by_its_communes(writer):
    assert {writer.place(DISTRICT).name for _time in range(40)} == {"xã Kim Liên", "xã Nam Anh"}


def test_the_province_is_spoken_of_by_its_districts_and_regions(writer):
    found = {writer.place(PROVINCE).name for _time in range(200)}
    assert "huyện Nam Đàn" in found and len(found) > 3


@pytest.mark.parametrize("unit", [COMMUNES[0], DISTRICT, PROVINCE], ids=lambda unit: unit.level)
def test_everything_a_row_needs_is_written(writer, unit):
    place = writer.place(unit)
    draft = writer.opinion(place, level=unit.level, day=DAY, settled=True)
    speaker = writer.speaker(place, unit.level)
    answer = writer.answer(
        draft, place=place, level=unit.level, outcome="at_conference", organisation=f"UBND {unit.kind}", on=DAY
    )
    assert draft.text and draft.field_code and draft.competent_level
    assert speaker.full_name and speaker.capacity and speaker.address
    assert answer.endswith(".")


def test_what_stays_unresolved_comes_with_a_reason(writer):
    place = writer.place(COMMUNES[0])
    draft = writer.opinion(place, level="commune", day=DAY)
    reason, words = writer.unresolved(draft, place=place, level="commune", organisation="UBND xã", on=DAY)
    assert reason in {"capital", "policy", "waiting_superior", "dispute", "missing_file", "delay"}
    assert words.endswith(".")
