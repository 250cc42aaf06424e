"""Invented opinions and answers in plausible Vietnamese: by field, season, level and place. Deterministic per `rng`.

Each text is put together from a problem, a request and what people say around them; the parts and the numbers in
them are many enough that fifty texts in a row do not repeat a sentence.
"""

import json
import re
from collections import deque
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dialogue_portal.text import upper_first

DATA = Path(__file__).resolve().parent / "data"
LEVELS = ("province", "district", "commune")
#: How many of the last problems and requests are not used again at once.
MEMORY = 60


@dataclass(frozen=True)
class FieldPhrases:
    """Problems and requests of one field of level 2, its weight per level, and the months it is raised in."""

    code: str
    weights: dict
    months: tuple[int, ...]
    problems: tuple[str, ...]
    requests: tuple[str, ...]


@cache
def fields():
    """All fields of `data/phrases.txt`."""
    found, current = [], None
    for line in (DATA / "phrases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head = re.fullmatch(r"\[(\d{4})\] (\d+)/(\d+)/(\d+)(?: ([\d,]+))?", line)
            code, *weights = head.group(1, 2, 3, 4)
            months = tuple(int(month) for month in (head.group(5) or "").split(",") if month)
            current = {"P": [], "R": []}
            found.append((code, dict(zip(LEVELS, map(int, weights), strict=True)), months, current))
        elif line[:3] in ("P: ", "R: "):
            current[line[0]].append(line[3:])
    return tuple(
        FieldPhrases(code, weights, months, tuple(parts["P"]), tuple(parts["R"]))
        for code, weights, months, parts in found
    )


@cache
def shared():
    return json.loads((DATA / "shared_phrases.json").read_text(encoding="utf-8"))


class Writer:
    """Writes texts from one `random.Random`; remembers the last ones so as not to repeat itself."""

    def __init__(self, rng):
        self.rng = rng
        self.recent = deque(maxlen=MEMORY)

    def field(self, level, month):
        """A field for a level and month, by weight."""
        known = [entry for entry in fields() if not entry.months or month in entry.months]
        return self.rng.choices(known, [entry.weights[level] for entry in known])[0]

    def named(self, code):
        """The field of a code."""
        return next(entry for entry in fields() if entry.code == code)

    def place(self, unit_kind):
        kinds = shared()["places"].get(unit_kind, shared()["places"]["xã"])
        return f"{self.rng.choice(kinds)} {self.rng.choice(shared()['place_names'])}"

    def opinion(self, entry, *, place, year):
        """An opinion on a field: problem, perhaps a consequence, request, perhaps a closing."""
        rng, words = self.rng, shared()
        problem, request = self._fresh(entry)
        opening = rng.choice(words["openings"])
        consequence = rng.choice(words["consequences"])
        link = rng.choice(words["links"])
        said = f"{opening}{problem}{', ' + consequence if consequence else ''}"
        asked = upper_first(request) if link == ". " else request
        text = f"{upper_first(said)}{link}{asked}. {rng.choice(words['closings'])}".strip()
        return self._fill(text, place, year)

    def _fresh(self, entry):
        for _attempt in range(8):
            pair = (self.rng.choice(entry.problems), self.rng.choice(entry.requests))
            if pair not in self.recent:
                break
        self.recent.append(pair)
        return pair

    def _fill(self, text, place, year):
        rng = self.rng
        values = {
            "{x}": place,
            "{n}": str(rng.randint(6, 180)),
            "{y}": str(rng.randint(year - 6, year - 1)),
            "{km}": f"{rng.randint(3, 48) / 10:.1f}".replace(".", ","),
            "{m}": str(rng.randint(3, 26)),
            "{d}": str(rng.randint(4, 12)),
            "{t}": str(rng.randint(2, 9)),
        }
        for slot, value in values.items():
            text = text.replace(slot, value)
        return text

    def answer(self, *, after, body):
        """An answer given in the hall, or one that closed the matter afterwards."""
        words = shared()
        pattern = self.rng.choice(words["after_answers" if after else "answers"])
        return upper_first(
            pattern.replace("{when}", self.rng.choice(words["when"]))
            .replace("{who}", self.rng.choice(words["who"]))
            .replace("{unit}", body)
        )

    def person(self):
        """(full name, is a woman): a plausible invented name."""
        words = shared()
        woman = self.rng.random() < 0.42
        middles, givens = words["women" if woman else "men"]
        return f"{self.rng.choice(words['surnames'])} {self.rng.choice(middles)} {self.rng.choice(givens)}", woman

    def capacity(self):
        return self.rng.choice(shared()["capacities"])
