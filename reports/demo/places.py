"""Where opinions come from: villages invented within real communes, so that no real village is said to complain.

A commune always gets the same villages: they are drawn from its name.
"""

import json
import random
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dialogue_portal.text import lower_first

DATA = Path(__file__).resolve().parent / "data"
UPPER_KINDS = ("huyện", "thị xã", "thành phố", "tỉnh")
URBAN_KINDS = frozenset({"phường", "thị trấn"})


@dataclass(frozen=True)
class Place:
    """What a text needs to know about where it was said.

    `name` and `other` are two places a speaker would name ("xóm 3", or "xã Kim Liên" at a district's conference);
    `terrain` holds "urban" or "rural" and one of "upland", "coast", "lowland". Since 01/07/2025 communes belong to the
    province: their `district_word` is "tỉnh".
    """

    name: str
    other: str
    village_word: str
    commune_word: str
    district_word: str
    terrain: frozenset

    @property
    def has_district(self):
        return self.district_word != "tỉnh"


@cache
def _data():
    return json.loads((DATA / "places.json").read_text(encoding="utf-8"))


def relief(district_name):
    """ "upland", "coast" or "lowland", by the name of the district (of the time, with or without its kind)."""
    if any(district_name.endswith(name) for name in _data()["upland_districts"]):
        return "upland"
    if any(district_name.endswith(name) for name in _data()["coast_districts"]):
        return "coast"
    return "lowland"


@lru_cache(maxsize=1024)
def _terrain(commune_kind, district_name):
    return frozenset({"urban" if commune_kind in URBAN_KINDS else "rural", relief(district_name)})


@lru_cache(maxsize=1024)
def _kind_of(upper_name):
    """The kind of the unit above a commune: a district's, or "tỉnh" where there are districts no more."""
    return next((kind for kind in UPPER_KINDS if upper_name.lower().startswith(kind)), "huyện")


@lru_cache(maxsize=4096)
def villages(commune_name, kind, district_name):
    """(the commune's word for a village, its invented villages): the same for every call."""
    rng = random.Random(zlib.crc32(f"{commune_name}/{district_name}".encode()))
    style = "urban" if kind in URBAN_KINDS else relief(district_name)
    word = rng.choice(_data()["village_words"][style])
    count = rng.randint(7, 14)
    if style != "upland" and rng.random() < 0.6:
        return word, tuple(f"{word} {number}" for number in range(1, count + 1))
    names = list(_data()["village_names"][style])
    rng.shuffle(names)
    return word, tuple(f"{word} {name}" for name in names[:count])


def commune_place(rng, name, kind, district_name=""):
    """A place within a commune: two of its villages."""
    word, known = villages(name, kind, district_name)
    first = int(rng.random() * len(known))
    second = (first + 1 + int(rng.random() * (len(known) - 1))) % len(known)
    terrain = _terrain(kind, district_name)
    return Place(known[first], known[second], word, kind, _kind_of(district_name), terrain)


def district_place(rng, name, kind, communes=()):
    """A place within a district: two of its communes, given as (name, kind) pairs; else its countryside."""
    if len(communes) < 2:
        word = "bản" if relief(name) == "upland" else "xóm"
        return Place("các xã vùng xa", "vùng trung tâm", word, "xã", kind, frozenset({"rural", relief(name)}))
    first, second = rng.sample(range(len(communes)), 2)
    commune_name, commune_kind = communes[first]
    word, _known = villages(commune_name, commune_kind, name)
    terrain = _terrain(commune_kind, name)
    return Place(lower_first(commune_name), lower_first(communes[second][0]), word, commune_kind, kind, terrain)


def province_place(rng, districts=()):
    """A place within the province: a region or, when names are given, a district."""
    known = [*_data()["regions"], *(lower_first(name) for name in districts)]
    first, second = rng.sample(known, 2)
    return Place(first, second, "xóm, bản", "xã", "huyện", frozenset({"urban", "rural", "upland", "coast", "lowland"}))
