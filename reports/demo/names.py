"""Invented people: names as they are spread in Nghệ An, by sex and region, and what they are.

None of them bears the name of a person the source articles mention; the rows they go into carry the mark `is_demo`.
"""

import json
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from dialogue_portal.text import upper_first

from .grammar import pick

DATA = Path(__file__).resolve().parent / "data"
SHARE_OF_WOMEN = 0.38


@dataclass(frozen=True)
class InventedPerson:
    full_name: str
    is_woman: bool


@dataclass(frozen=True)
class InventedSpeaker:
    """Who took the floor: name, in which capacity, from which village or unit."""

    full_name: str
    is_woman: bool
    capacity: str
    address: str


@cache
def _data():
    return json.loads((DATA / "names.json").read_text(encoding="utf-8"))


@cache
def _wheel(*path):
    """(words, cumulative weights) of a weighted list of the data."""
    entry = _data()
    for step in path:
        entry = entry[step]
    if isinstance(entry, dict):
        return tuple(entry), tuple(accumulate(entry.values()))
    # A role: its words, its weight, and how many of those who have it are women where that is not as elsewhere.
    words = tuple((role[0], role[2] if len(role) > 2 else SHARE_OF_WOMEN) for role in entry)
    return words, tuple(accumulate(role[1] for role in entry))


def _draw(rng, *path):
    words, weights = _wheel(*path)
    return words[bisect(weights, rng.random() * weights[-1])]


def person(rng, *, upland=False, share_of_women=SHARE_OF_WOMEN):
    """An invented person; in the upland often of its peoples."""
    while True:
        is_woman = rng.random() < share_of_women
        surname = _draw(rng, "upland_surnames" if upland else "surnames")
        if surname in _data()["hmong_surnames"]:
            middles, given = _data()["hmong"]["women" if is_woman else "men"]
            name = f"{surname} {pick(rng, middles)} {pick(rng, given)}"
        else:
            sex = "women" if is_woman else "men"
            middle, given = _draw(rng, sex, "middles"), _draw(rng, sex, "given")
            # Nobody is called "Nguyễn Minh Minh".
            if given in middle.split():
                continue
            name = " ".join(part for part in (surname, middle, given) if part)
        if name not in _data()["public_figures"]:
            return InventedPerson(name, is_woman)


def speaker(rng, *, place, level):
    """An invented speaker at a conference of `level`, living at `place`."""
    upland = "upland" in place.terrain and level != "province"
    region = "urban" if "urban" in place.terrain else "upland" if upland else "rural"
    role, share_of_women = _draw(rng, "roles", "province" if level == "province" else region)
    someone = person(rng, upland=upland, share_of_women=share_of_women)
    # Beyond the commune people name their unit and, in their post, no village.
    where = place.name if level == "commune" else place.village_word
    capacity = role.replace("{v}", where)
    return InventedSpeaker(someone.full_name, someone.is_woman, _as_said(capacity), upper_first(place.name))


def _as_said(capacity):
    """ "Trưởng xóm 5" is called "Xóm trưởng xóm 5", the heads of blocks likewise; of a village "Trưởng thôn 5"."""
    for word in ("xóm", "khối"):
        if capacity.startswith(f"Trưởng {word}"):
            return f"{word.capitalize()} trưởng{capacity.removeprefix('Trưởng')}"
    return capacity.replace("Trưởng tổ dân phố", "Tổ trưởng tổ dân phố")
