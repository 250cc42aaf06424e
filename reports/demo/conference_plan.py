"""The calendar of conferences of 2018 to 31/07/2023: totals exactly as published for Nghệ An, days as in life.

The source prints, per level, the conferences, the opinions and what became of them, and the participants of all
levels together. Where its own sums part (22,154 against 1,414 + 20,749), the levels are kept.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache

import holidays

from .conference_words import chairs, conference_title, hall, slogan
from .spreading import exact_shares, weighted_sample

FIRST, LAST = date(2018, 1, 1), date(2023, 7, 31)
PARTICIPANTS = 195_853
AT, AFTER, STEP_BY_STEP, UNRESOLVED = "at_conference", "after_conference", "step_by_step", "unresolved"


@dataclass(frozen=True)
class LevelTotals:
    """What the source gives for one level, and the participants we give it of the published sum."""

    conferences: int
    opinions: int
    outcomes: dict
    participants: int


TOTALS = {
    "province": LevelTotals(5, 30, {AFTER: 28, STEP_BY_STEP: 2}, 2_412),
    "district": LevelTotals(207, 1_535, {AT: 1_414, AFTER: 74, UNRESOLVED: 47}, 26_530),
    "commune": LevelTotals(2_606, 21_780, {AT: 20_749, AFTER: 589, UNRESOLVED: 442}, PARTICIPANTS - 2_412 - 26_530),
}
#: Conferences gather before the middle and the end of the year.
MONTHS = {1: 4, 2: 2.5, 3: 7, 4: 10, 5: 11, 6: 10, 7: 6, 8: 6, 9: 7, 10: 11, 11: 13, 12: 8}
YEARS = {2018: 0.95, 2019: 1.05, 2020: 0.95, 2021: 0.85, 2022: 1.15, 2023: 1.05}
#: Months in which the epidemic kept people apart: the share of conferences that were held all the same.
EPIDEMIC = {
    (2020, 3): 0.5,
    (2020, 4): 0,
    (2021, 5): 0.5,
    (2021, 6): 0.2,
    (2021, 7): 0.12,
    (2021, 8): 0,
    (2021, 9): 0.08,
}
KINDS = {
    "district": {"regular": 74, "thematic": 20, "ad_hoc": 6},
    "commune": {"regular": 86, "thematic": 9, "ad_hoc": 5},
}
#: How many units are looked at for each day.
SAMPLE = 14
#: The fewest days between two conferences of one unit.
APART = {"district": 40, "commune": 70}


@dataclass(frozen=True)
class ProvincialConference:
    day: date
    kind: str
    title: str
    participants: int
    opinions: int
    steps: int
    hall: str


#: Of these the source knows that there were five, and that in 2018 there was a programme with 1,034 delegates.
PROVINCIAL = (
    ProvincialConference(
        date(2018, 8, 16),
        "programme",
        "Chương trình gặp mặt, đối thoại giữa Thường trực Tỉnh ủy, HĐND, UBND tỉnh với cán bộ chủ chốt cấp xã năm 2018",
        1_034,
        9,
        0,
        "Trung tâm Hội nghị tỉnh, thành phố Vinh",
    ),
    ProvincialConference(
        date(2019, 5, 10),
        "thematic",
        "Hội nghị đối thoại giữa lãnh đạo tỉnh với công nhân, viên chức, người lao động năm 2019",
        412,
        7,
        2,
        "Nhà văn hóa Lao động tỉnh, thành phố Vinh",
    ),
    ProvincialConference(
        date(2020, 10, 8),
        "thematic",
        "Hội nghị đối thoại giữa lãnh đạo tỉnh với hội viên nông dân, hợp tác xã năm 2020",
        338,
        5,
        0,
        "Hội trường UBND tỉnh, thành phố Vinh",
    ),
    ProvincialConference(
        date(2021, 12, 9),
        "regular",
        "Hội nghị tiếp xúc, đối thoại giữa người đứng đầu cấp ủy, chính quyền tỉnh với Nhân dân năm 2021",
        226,
        4,
        0,
        "Trụ sở Tỉnh ủy và các điểm cầu cấp huyện",
    ),
    ProvincialConference(
        date(2022, 11, 17),
        "thematic",
        "Hội nghị đối thoại giữa lãnh đạo tỉnh với đoàn viên, thanh niên năm 2022",
        402,
        5,
        0,
        "Trung tâm Văn hóa tỉnh, thành phố Vinh",
    ),
)


@dataclass
class PlannedConference:
    """A conference to be written: `outcomes` has one code per opinion, in the order they were raised."""

    level: str
    unit: object
    day: date
    starts_at: time
    kind: str
    mode: str
    title: str
    slogan: str
    hall: str
    chairs: tuple
    participants: int
    invited: int
    outcomes: list


def conference_plan(rng, *, province, districts, communes, is_working=None):
    """All conferences of the period by day, whose sums are exact.

    Units have `name`, `kind`, `parent`, `valid_from` and `valid_until` (None: still in force); of several rows of one
    unit each is used for its own time. `is_working(day)` defaults to weekdays that are no public holiday.
    """
    is_working = is_working or _is_working
    planned = [_provincial(rng, province, entry) for entry in PROVINCIAL]
    for level, units in (("district", districts), ("commune", communes)):
        totals = TOTALS[level]
        days = _days(rng, totals.conferences, is_working)
        sizes = exact_shares(rng, totals.opinions, [1] * len(days), least=2, most=24, shape=5)
        weights = [9 + size for size in sizes]
        least, most = (28, 190) if level == "commune" else (60, 420)
        people = exact_shares(rng, totals.participants, weights, least=least, most=most, shape=9)
        outcomes = _outcomes(rng, days, sizes, totals)
        units = _units_of_days(rng, days, units, APART[level])
        for facts in zip(days, units, sizes, people, outcomes, strict=True):
            planned.append(_conference(rng, level, *facts))
    planned.sort(key=lambda entry: entry.day)
    return planned


# --- days -----------------------------------------------------------------------------------------------------------


@cache
def _holidays(year):
    """Public holidays, and the days around the lunar new year when nobody calls a conference."""
    known = holidays.country_holidays("VN", years=year, language="en_US")
    # One holiday may carry several names, parted by semicolons.
    tet = [day for day in known if day.year == year and "Lunar New Year" in known[day]]
    quiet = {min(tet) + timedelta(days=offset) for offset in range(-6, 15)} if tet else set()
    return frozenset(known) | quiet


def _is_working(day):
    return day.weekday() < 5 and day not in _holidays(day.year)


def _days(rng, count, is_working):
    """`count` working days of the period in order, more of them where conferences gather."""
    known, weights = [], []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        weight = MONTHS[day.month] * YEARS[day.year] * EPIDEMIC.get((day.year, day.month), 1)
        if weight and day not in _holidays(day.year) and is_working(day):
            known.append(day)
            weights.append(weight * (0.7 if day.weekday() == 0 else 1))
    return sorted(rng.choices(known, weights, k=count))


# --- who holds them -------------------------------------------------------------------------------------------------


def _units_of_days(rng, days, units, apart):
    """A unit in force for each day; keener ones more often, none twice within `apart` days."""
    zeal = {id(unit): rng.uniform(0.8, 1.25) for unit in units}
    terms = Counter((unit.valid_from, unit.valid_until) for unit in units)
    held, last, chosen = {}, {}, []
    for day in days:
        # A row that begins in the middle of the period starts where the others stand on average.
        average = len(chosen) / sum(count for term, count in terms.items() if _within(day, *term))
        unit = min(
            _some_able(rng, units, day, last, apart),
            key=lambda one: (held.setdefault(id(one), average) + rng.random()) / zeal[id(one)],
        )
        held[id(unit)] += 1
        last[id(unit)] = day
        chosen.append(unit)
    return chosen


def _some_able(rng, units, day, last, apart):
    """A few units, drawn at random, that are in force and held none lately; ValueError when there are none."""
    found = []
    for unit in rng.sample(units, len(units)) if len(units) <= SAMPLE else _draws(rng, units):
        before = last.get(id(unit))
        if _within(day, unit.valid_from, unit.valid_until) and (before is None or (day - before).days >= apart):
            found.append(unit)
            if len(found) == SAMPLE:
                break
    if not found:
        raise ValueError(f"No unit can hold a conference on {day}: too few units.")
    return found


def _draws(rng, units):
    for _draw in range(40 * SAMPLE):
        yield units[int(rng.random() * len(units))]


def _within(day, first, last):
    return first <= day and (last is None or day <= last)


# --- what came of the opinions --------------------------------------------------------------------------------------


def _outcomes(rng, days, sizes, totals):
    """For each conference the outcomes of its opinions. What is unresolved is rather recent."""
    owners = [index for index, size in enumerate(sizes) for _opinion in range(size)]
    age = [(LAST - days[index]).days / 365 for index in owners]
    found = [AT] * len(owners)
    for position in weighted_sample(
        rng, range(len(owners)), [1 / (1 + years) for years in age], totals.outcomes[UNRESOLVED]
    ):
        found[position] = UNRESOLVED
    left = [position for position, outcome in enumerate(found) if outcome == AT]
    for position in rng.sample(left, totals.outcomes[AFTER]):
        found[position] = AFTER
    grouped = [[] for _conference in sizes]
    for index, outcome in zip(owners, found, strict=True):
        grouped[index].append(outcome)
    return grouped


# --- one conference -------------------------------------------------------------------------------------------------


def _provincial(rng, province, entry):
    outcomes = [STEP_BY_STEP] * entry.steps + [AFTER] * (entry.opinions - entry.steps)
    return PlannedConference(
        level="province",
        unit=province,
        day=entry.day,
        starts_at=time(8),
        kind=entry.kind,
        mode="hybrid" if entry.day.year == 2021 else "in_person",
        title=entry.title,
        slogan=slogan(rng),
        hall=entry.hall,
        chairs=(),
        participants=entry.participants,
        invited=entry.participants + rng.randint(0, 20),
        outcomes=outcomes,
    )


def _conference(rng, level, day, unit, _size, people, outcomes):
    kinds = KINDS[level]
    kind = rng.choices(list(kinds), kinds.values())[0]
    hybrid = day.year == 2021 and level == "district" and rng.random() < 0.5
    return PlannedConference(
        level=level,
        unit=unit,
        day=day,
        starts_at=rng.choice((time(7, 30), time(7, 30), time(8), time(8), time(13, 30), time(14))),
        kind=kind,
        mode="hybrid" if hybrid else "in_person",
        title=conference_title(rng, level=level, unit=unit, day=day, kind=kind),
        slogan=slogan(rng),
        hall=hall(rng, level=level, unit=unit, day=day),
        chairs=chairs(unit, level, day),
        participants=people,
        invited=people + rng.choice((0, 0, 2, 3, 5, 8, 10, 14)),
        outcomes=outcomes,
    )
