"""Reading `data/opinions/`: the cases of each field of level 2, and the words all of them share.

The format, line by line: `[0101] province/district/commune levels peak months*factor` opens a field; `:` its names
within a sentence; `=` a situation, with what limits it in brackets; `+` its effects; `>` what people ask for, a named
body before `~`. Bars part alternatives; braces as in `grammar`.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from .grammar import Phrase, PhraseError, alternatives, parse, read_lists

DATA = Path(__file__).resolve().parent / "data" / "opinions"
#: Lowest first.
LEVELS = ("commune", "district", "province", "central")
TERRAINS = frozenset({"upland", "coast", "lowland", "urban", "rural"})
_HEAD = re.compile(r"\[(\d{4})\] ([\d.]+)/([\d.]+)/([\d.]+) ([a-z,]+)(?: peak ([\d,-]+)\*([\d.]+)| peak ([\d,-]+))?")
_LIMITS = re.compile(r"= (?:\(([^)]*)\) )?(.+)")
DEFAULT_PEAK = 1.6


@dataclass(frozen=True)
class Request:
    """What is asked: an action, of a named body or (None) of the authority."""

    subject: Phrase | None
    action: Phrase

    def render(self, rng, fill):
        return (self.subject.render(rng, fill) if self.subject else ""), self.action.render(rng, fill)


@dataclass(frozen=True, eq=False)
class Case:
    """One situation people raise. Empty limits mean always and everywhere."""

    key: str
    situation: Phrase
    effects: tuple
    requests: tuple
    months: frozenset
    years: frozenset
    terrain: frozenset
    provincial: bool

    def suits(self, terrain, level, day):
        return (
            self.provincial == (level == "province")
            and (not self.months or day.month in self.months)
            and (not self.years or day.year in self.years)
            and _agrees(self.terrain, terrain)
        )


@dataclass(frozen=True, eq=False)
class FieldCases:
    """A field of level 2: how often it is raised, who is competent, and its cases."""

    code: str
    weights: dict
    competent: tuple
    peak: frozenset
    factor: float
    topics: tuple
    cases: tuple

    def weight(self, level, month):
        return self.weights[level] * (self.factor if month in self.peak else 1)

    def cases_for(self, terrain, level, day):
        return _suitable(self, terrain, level, day.month, day.year)


@dataclass(frozen=True, eq=False)
class Shape:
    weight: float
    place: str
    phrase: Phrase

    def fits(self, places, parts):
        """Its situation may stand where it puts it, and all optional parts it names are there."""
        if self.place not in places:
            return False
        return all(name in parts for name in ("R2", "topic") if self.phrase.mentions(name))


class Shared:
    """The lists of `_shared.txt`."""

    def __init__(self, lists, shapes):
        self.lists, self.shapes = lists, shapes
        self.ask = lists["ask"]
        self.adverb = tuple("" if word.source == "_" else word.source for word in lists["adverb"])
        self.who = {level: lists[f"who {level}"] for level in LEVELS}
        self._fitting = {}

    def fitting(self, places, parts):
        """(shapes, their cumulative weights) for situations that may stand in `places`, with these optional parts."""
        key = (places, parts)
        if key not in self._fitting:
            found = [shape for shape in self.shapes if shape.fits(places, parts)]
            self._fitting[key] = found, list(accumulate(shape.weight for shape in found))
        return self._fitting[key]

    def words(self, name, terrain=frozenset()):
        """The phrases of a list, those of the terrain where it has its own."""
        for kind in ("upland", "coast"):
            if kind in terrain and len(terrain) < len(TERRAINS) and f"{name} {kind}" in self.lists:
                return self.lists[f"{name} {kind}"]
        return self.lists[name]


@cache
def fields():
    """{code: FieldCases} of all files, in the order of the codes."""
    found = {}
    for path in sorted(DATA.glob("[0-9]*.txt")):
        for block in re.split(r"\n(?=\[)", path.read_text(encoding="utf-8").strip()):
            entry = _field(block.splitlines())
            found[entry.code] = entry
    return found


@cache
def shared():
    lists = read_lists(DATA / "_shared.txt")
    return Shared(lists, tuple(_shape(line) for line in lists.pop("shapes")))


@cache
def _suitable(entry, terrain, level, month, year):
    day = _Day(month, year)
    return frozenset(case for case in entry.cases if case.suits(terrain, level, day))


@dataclass(frozen=True)
class _Day:
    month: int
    year: int


def _agrees(wanted, terrain):
    """Each kind of limit (town or country; relief) is met by at least one of its words."""
    settlement, relief = wanted & {"urban", "rural"}, wanted - {"urban", "rural"}
    return (not settlement or settlement & terrain) and (not relief or relief & terrain)


def _field(lines):
    head = _HEAD.fullmatch(lines[0].strip())
    if not head:
        raise PhraseError(f"Not the head of a field: {lines[0]}")
    code, province, district, commune, competent, months, factor, plain = head.groups()
    topics, cases = (), []
    for line in lines[1:]:
        if line.startswith(": "):
            topics = alternatives(line[2:])
        elif line.startswith("= "):
            cases.append({"head": line, "number": len(cases) + 1})
        elif line[:2] in ("+ ", "> "):
            cases[-1][line[0]] = line[2:]
    weights = {"province": float(province), "district": float(district), "commune": float(commune)}
    return FieldCases(
        code,
        weights,
        tuple(competent.split(",")),
        _months(months or plain or ""),
        float(factor or DEFAULT_PEAK),
        topics,
        tuple(_case(code, case) for case in cases),
    )


def _case(code, case):
    limits, situation = _LIMITS.fullmatch(case["head"]).groups()
    words = (limits or "").split()
    months = [word for word in words if word[0].isdigit()]
    years = [map(int, word[1:].split("-")) for word in words if re.fullmatch(r"y\d{4}-\d{4}", word)]
    return Case(
        f"{code}.{case['number']}",
        parse(situation),
        alternatives(case["+"]),
        tuple(_request(phrase.source) for phrase in alternatives(case[">"])),
        _months(",".join(months)),
        frozenset(year for first, last in years for year in range(first, last + 1)),
        TERRAINS & set(words),
        "tỉnh" in words,
    )


def _request(source):
    subject, mark, action = source.rpartition(" ~ ")
    return Request(parse(subject) if mark else None, parse(action))


def _months(text):
    """ "5-8,11" or "12-2" as a set of months; a stretch may run over the new year."""
    found = set()
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        month = int(first)
        found.add(month)
        while last and month != int(last):
            month = month % 12 + 1
            found.add(month)
    return frozenset(found)


def _shape(line):
    """`weight | shape` or `weight | where its situation may stand | shape`."""
    parts = [part.strip() for part in line.split("|")]
    return Shape(float(parts[0]), parts[1] if len(parts) == 3 else "", parse(parts[-1]))
