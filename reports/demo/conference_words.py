"""Titles, slogans, halls and chairs of invented conferences, as notices and minutes word them."""

import random
import zlib
from datetime import date
from functools import cache
from pathlib import Path

from dialogue_portal.text import lower_first, upper_first

from .grammar import read_lists
from .names import person
from .places import relief, villages

DATA = Path(__file__).resolve().parent / "data"
PARTY = {"huyện": "Huyện ủy", "thị xã": "Thị ủy", "thành phố": "Thành ủy", "tỉnh": "Tỉnh ủy"}
#: Congresses of communes and districts before this day, and after it, elect other people.
TERM = date(2020, 7, 1)


@cache
def _lists():
    return read_lists(DATA / "conference_words.txt")


def party_committee(kind):
    """The Party committee of a kind of unit: "Đảng ủy", "Huyện ủy" …"""
    return PARTY.get(kind, "Đảng ủy")


def conference_title(rng, *, level, unit, day, kind):
    """The title of a conference of `unit` (with name and kind) of the kind "regular", "thematic" or "ad_hoc"."""
    return _say(rng, f"title {kind}", _Words(rng, level, unit, day, kind))


def slogan(rng):
    return rng.choice(_lists()["slogan"]).source


def hall(rng, *, level, unit, day):
    return _say(rng, f"hall {level}", _Words(rng, level, unit, day, "regular"))


def chairs(unit, level, day):
    """((name, titles), …): the Party secretary and the chair of the People's Committee, the same within a term."""
    term = "after" if day >= TERM else "before"
    rng = random.Random(zlib.crc32(f"{unit.name}/{_district_of(unit)}/{term}".encode()))
    words = _Words(rng, level, unit, day, "regular")
    found = []
    for post in ("secretary", "chair"):
        upland = relief(_district_of(unit) if level == "commune" else unit.name) == "upland"
        someone = person(rng, upland=upland, share_of_women=0.12)
        found.append((someone.full_name, _say(rng, f"post {post} {level}", words)))
    return tuple(found)


def _say(rng, name, fill):
    text = rng.choice(_lists()[name]).render(rng, fill)
    return upper_first(text)


def _district_of(unit):
    return unit.parent.name if getattr(unit, "parent", None) is not None else ""


class _Words:
    """Fills the slots of titles and halls."""

    def __init__(self, rng, level, unit, day, kind):
        self.rng, self.level, self.unit, self.kind = rng, level, unit, kind
        self.kept = {
            "unit": lower_first(unit.name),
            "bare": unit.name[len(unit.kind) :].strip(),
            "kind": unit.kind,
            "party": party_committee(unit.kind),
            "year": str(day.year),
            "month": str(day.month),
            "half": "6 tháng đầu" if day.month <= 6 else "6 tháng cuối",
            "quarter": f"quý {('I', 'II', 'III', 'IV')[(day.month - 1) // 3]}",
        }

    def __call__(self, name):
        if name in self.kept:
            return self.kept[name]
        if name == "village":
            return self.rng.choice(villages(self.unit.name, self.unit.kind, _district_of(self.unit))[1])
        for key in (f"{name} {self.kind}", f"{name} {self.level}", name):
            if key in _lists():
                return self.rng.choice(_lists()[key]).render(self.rng, self)
        raise KeyError(name)
