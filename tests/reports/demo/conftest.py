"""The real units of Nghệ An in plain objects, and the whole record written once, without a database."""

import csv
import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from reports.demo.answers import STEP_BY_STEP, AnswerWriter
from reports.demo.conference_plan import conference_plan
from reports.demo.names import speaker
from reports.demo.opinions import OpinionWriter
from reports.demo.places import commune_place, district_place, province_place

UNITS = Path(__file__).resolve().parents[3] / "registers" / "data" / "units"
SNAPSHOTS = (
    ("units_2019.csv", date(2017, 4, 1), date(2019, 12, 31)),
    ("units_2024.csv", date(2020, 1, 1), date(2024, 11, 30)),
)


@dataclass(eq=False)
class Unit:
    name: str
    kind: str
    level: str
    valid_from: date
    valid_until: date | None
    parent: "Unit | None" = None
    children: list = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """One opinion of the record, with its conference, speaker and answer."""

    conference: object
    outcome: str
    draft: object
    speaker: object
    answer: str


def _snapshot(name, first, last):
    rows = list(csv.DictReader((UNITS / name).open(encoding="utf-8")))
    units = {row["code"]: Unit(row["name"], row["kind"], row["level"], first, last) for row in rows}
    for row in rows:
        parent = units.get(row["parent_code"])
        if parent is not None:
            units[row["code"]].parent = parent
            parent.children.append(units[row["code"]])
    return units["40"]


@pytest.fixture(scope="session")
def nghe_an():
    """{"province": unit, "districts": […], "communes": […], "communes_2023": […]}"""
    then, now = (_snapshot(*snapshot) for snapshot in SNAPSHOTS)
    for unit in (now, *now.children):
        unit.valid_from = date(2017, 4, 1)
    communes = [commune for root in (then, now) for district in root.children for commune in district.children]
    return {
        "province": now,
        "districts": now.children,
        "communes": communes,
        "communes_2023": [commune for commune in communes if commune.valid_from == date(2020, 1, 1)],
    }


def plan(nghe_an, seed=20_230_803):
    units = {name: nghe_an[name] for name in ("province", "districts", "communes")}
    return conference_plan(random.Random(seed), **units)


def place_of(rng, conference):
    unit = conference.unit
    if conference.level == "commune":
        return commune_place(rng, unit.name, unit.kind, unit.parent.name)
    if conference.level == "district":
        return district_place(rng, unit.name, unit.kind, [(child.name, child.kind) for child in unit.children])
    return province_place(rng, [child.name for child in unit.children])


def write_record(planned, seed=7):
    """What a loader does: every opinion of every conference, in the order of the days."""
    rng = random.Random(seed)
    opinions, answers = OpinionWriter(rng), AnswerWriter(rng)
    steps = iter(STEP_BY_STEP)
    written = []
    for conference in planned:
        for outcome in conference.outcomes:
            place = place_of(rng, conference)
            draft = opinions.write(
                place,
                level=conference.level,
                day=conference.day,
                settled=outcome == "at_conference",
                case_key=next(steps).case_key if outcome == "step_by_step" else "",
            )
            answer = _answer(answers, draft, place, conference, outcome)
            written.append(
                Written(conference, outcome, draft, speaker(rng, place=place, level=conference.level), answer)
            )
    return written


def _answer(answers, draft, place, conference, outcome):
    about = {"place": place, "level": conference.level, "organisation": f"UBND {conference.unit.name}"}
    if outcome == "unresolved":
        return answers.unresolved(draft, on=conference.day, **about)[1]
    if outcome == "step_by_step":
        return answers.milestone(draft, on=conference.day, **about)
    return answers.answer(draft, outcome=outcome, answered_on=conference.day, **about)


@pytest.fixture(scope="session")
def planned(nghe_an):
    return plan(nghe_an)


@pytest.fixture(scope="session")
def record(planned):
    """All 23,345 opinions of the record."""
    return write_record(planned)
