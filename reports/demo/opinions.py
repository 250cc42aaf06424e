"""Invented opinions in plausible Vietnamese, by field, season, level and place. Deterministic for a `random.Random`.

`data/opinions/` holds, per field of level 2, cases of one situation with the effects it has and what people ask for;
`_shared.txt` holds the shapes a speaker gives them. A writer remembers what it wrote, so that no sentence comes back
within `WINDOW` texts, neither in the whole list nor in that of one field, and no text is written twice.
"""

import re
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate

from dialogue_portal.text import upper_first

from .grammar import pick
from .phrasebook import LEVELS, fields, shared
from .slots import Slots

#: No sentence is repeated within so many texts.
WINDOW = 80
#: A situation rests for so many texts, if there is another one to tell.
REST = 20
ATTEMPTS = 16
SHORTEST, LONGEST = 14, 62
_SENTENCE = re.compile(r"(?<=[.?])\s+")
#: Situations that begin with a time or a cause stand alone; a noun of their own takes no second one before it.
_ADVERBIAL = re.compile(r"(sau|do|mỗi|đầu|dịp|cận|thứ|nắng|trong|vào|khi|từ) ", re.IGNORECASE)
_OWN_NOUN = re.compile(r"(việc|tình trạng|chuyện|thói quen|chủ trương|dư luận) ", re.IGNORECASE)
#: Requests that take no "sớm" or "khẩn trương" before them.
_NO_ADVERB = frozenset({"không", "mỗi", "để", "vẫn", "giữ", "có"})
_URGENT = re.compile(r"\b(ngay|sớm|kịp thời|trước mắt)\b")


@dataclass(frozen=True)
class Draft:
    """An opinion as written. `request` and `subject` (who is to act, "" for the authority) serve its answer."""

    text: str
    field_code: str
    competent_level: str
    request: str
    subject: str
    skeleton: str


class OpinionWriter:
    """Writes opinions one after another; texts should be asked for in the order they will be read."""

    def __init__(self, rng):
        self.rng = rng
        self.written = 0
        self._by_field = defaultdict(int)
        self._seen = {}
        self._texts = set()
        self._decks = {}
        self._last_use = {}
        self._tables = {}

    def write(self, place, *, level, day, settled=False, field_code="", case_key=""):
        """An opinion raised on `day` at a conference of `level`.

        `settled` means that the conference could answer it: its competent level is then not above `level`.
        Without `field_code` the field is drawn by weight, season and terrain; `case_key` asks for one certain case.
        """
        certain = field_code or case_key[:4]
        for attempt in range(ATTEMPTS):
            if attempt % 4 == 0:
                entry, case = self._subject(place, level, day, certain, case_key)
            draft = self._draft(entry, case, place, level, day, settled)
            # What is asked of one certain case is the point of it.
            if self._is_fresh(draft) and (not case_key or draft.request in draft.text):
                break
        self._remember(draft)
        return draft

    # --- what to write about ---

    def _subject(self, place, level, day, code, case_key):
        """The field and the case to write about; a case heard a moment ago gives way to another field's."""
        if case_key:
            entry = fields()[code]
            return entry, next(case for case in entry.cases if case.key == case_key)
        for _try in range(4):
            entry = fields()[code] if code else self._field(place, level, day)
            case = self._case(entry, place, level, day)
            if code or self.written - self._last_use.get(case.key, -WINDOW) >= REST:
                break
        self._last_use[case.key] = self.written
        return entry, case

    def _field(self, place, level, day):
        key = (level, day.month, day.year, place.terrain)
        if key not in self._tables:
            known = [entry for entry in fields().values() if entry.cases_for(place.terrain, level, day)]
            weights = list(accumulate(entry.weight(level, day.month) for entry in known))
            self._tables[key] = known, weights
        known, weights = self._tables[key]
        return known[bisect(weights, self.rng.random() * weights[-1])]

    def _case(self, entry, place, level, day):
        """The case of the field that was used longest ago, among those that suit place and day."""
        suitable = entry.cases_for(place.terrain, level, day) or entry.cases
        deck = self._decks.get(entry.code)
        if deck is None:
            deck = self._decks[entry.code] = list(entry.cases)
            self.rng.shuffle(deck)
        case = next(case for case in deck if case in suitable)
        deck.remove(case)
        # Not always at the very end, so that cases do not follow each other in one fixed order.
        deck.insert(len(deck) - self.rng.randrange(len(deck) // 4 + 1), case)
        return case

    # --- how to say it ---

    def _draft(self, entry, case, place, level, day, settled):
        rng = self.rng
        slots = Slots(rng, place, day)
        asked_of = _asked_of(rng, entry.competent, level, settled, has_district=place.has_district)
        situation = case.situation.render(rng, slots)
        effect = pick(rng, case.effects).render(rng, slots)
        first, second = _two(rng, case.requests)
        subject, request = first.render(rng, slots)
        parts = {
            "S": situation,
            "C": effect,
            "R": f"{self._adverb(request)}{request}",
            "Ask": self._ask(subject, asked_of, level, settled, slots),
        }
        if second is not None:
            other, also = second.render(rng, slots)
            parts["R2"] = f"đề nghị {other} {also}" if other else also
        parts["Q"] = f"{subject or self._name(asked_of, slots)} {request}"
        if entry.topics:
            parts["topic"] = pick(rng, entry.topics).render(rng, slots)
        shape = self._shape(parts, _places(situation))
        text = _capitals(shape.render(rng, slots.with_words(parts)))
        competent = min(asked_of, level, key=LEVELS.index) if settled else asked_of
        return Draft(text, entry.code, competent, request, subject, f"{case.key}/{shape.source}")

    def _shape(self, parts, places):
        found, weights = shared().fitting(places, frozenset(parts) & {"R2", "topic"})
        return found[bisect(weights, self.rng.random() * weights[-1])].phrase

    def _adverb(self, request):
        """ "sớm", "khẩn trương" … with its space, or nothing where it would jar."""
        adverb = pick(self.rng, shared().adverb)
        first = request.split(" ", 1)[0]
        if not adverb or first in _NO_ADVERB or adverb.split(" ")[0] == first or _URGENT.search(request):
            return ""
        return f"{adverb} "

    def _ask(self, subject, asked_of, level, settled, slots):
        """ "đề nghị xã", "mong ngành điện", "bà con đề nghị xã kiến nghị tỉnh": the verb and whom they ask."""
        rng = self.rng
        verb = pick(rng, shared().ask).render(rng, slots)
        pass_on = "đề nghị" if verb.endswith("kiến nghị") else "kiến nghị"
        if subject:
            if rng.random() < 0.7:
                return f"{verb} {subject}"
            return (
                f"{verb} {self._name(level, slots)} {pick(rng, (pass_on, 'làm việc với', 'có ý kiến với'))} {subject}"
            )
        if LEVELS.index(asked_of) <= LEVELS.index(level) or (asked_of == "central" and level == "province"):
            return f"{verb} {self._name(asked_of, slots)}"
        high = "Trung ương" if asked_of == "central" else self._name(asked_of, slots)
        if not settled and asked_of != "central" and rng.random() < 0.6:
            return f"{verb} {high}"
        return f"{verb} {self._name(level, slots)} {pass_on} {high}"

    def _name(self, level, slots):
        return pick(self.rng, shared().who[level]).render(self.rng, slots)

    # --- memory ---

    def _is_fresh(self, draft):
        if draft.text in self._texts or not SHORTEST <= len(draft.text.split()) <= LONGEST:
            return False
        count = self._by_field[draft.field_code]
        for sentence in _SENTENCE.split(draft.text):
            if sentence in self._seen:
                last, last_in_field = self._seen[sentence]
                if self.written - last < WINDOW or count - last_in_field < WINDOW:
                    return False
        return True

    def _remember(self, draft):
        self.written += 1
        self._by_field[draft.field_code] += 1
        self._texts.add(draft.text)
        now = (self.written, self._by_field[draft.field_code])
        for sentence in _SENTENCE.split(draft.text):
            self._seen[sentence] = now


def _asked_of(rng, competent, level, settled, *, has_district):
    """The level that could act: at the province's conferences not below it; when settled not above, if that can be."""
    if not has_district:
        competent = [one for one in competent if one != "district"] or ["province"]
    if level == "province":
        competent = [one for one in competent if LEVELS.index(one) >= LEVELS.index(level)] or [level]
    if settled:
        competent = [one for one in competent if LEVELS.index(one) <= LEVELS.index(level)] or competent
    return pick(rng, competent)


def _places(situation):
    """Where a situation may stand: alone, after words of time or cause, after a noun."""
    if _ADVERBIAL.match(situation):
        return ("",)
    return ("", "plain") if ", " in situation or _OWN_NOUN.match(situation) else ("", "plain", "noun")


def _two(rng, requests):
    """Two different requests of a case; the second is None when there is only one."""
    first = rng.randrange(len(requests))
    if len(requests) == 1:
        return requests[0], None
    second = (first + 1 + rng.randrange(len(requests) - 1)) % len(requests)
    return requests[first], requests[second]


def _capitals(text):
    """Turn the mark before a letter into a capital letter."""
    pieces = text.split("^")
    return pieces[0] + "".join(upper_first(piece) for piece in pieces[1:])
