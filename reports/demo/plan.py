"""The calendar of conferences of 2018 to 31/07/2023, whose totals are exactly those published for Nghệ An."""

from dataclasses import dataclass
from datetime import date, timedelta

from conferences.models import Outcome

FIRST, LAST = date(2018, 1, 8), date(2023, 7, 31)
PARTICIPANTS = 195_853


@dataclass(frozen=True)
class LevelTotals:
    """What was published for one level. `participants` None: the rest of the total."""

    conferences: int
    opinions: int
    outcomes: dict
    participants: int | None


#: The source gives 22,154 at the conference, nine fewer than its own levels add up to; the levels are kept.
TOTALS = {
    "province": LevelTotals(5, 30, {Outcome.AFTER: 28, Outcome.STEP_BY_STEP: 2}, 2_150),
    "district": LevelTotals(
        207, 1_535, {Outcome.AT_CONFERENCE: 1_414, Outcome.AFTER: 74, Outcome.UNRESOLVED: 47}, 25_240
    ),
    "commune": LevelTotals(
        2_606, 21_780, {Outcome.AT_CONFERENCE: 20_749, Outcome.AFTER: 589, Outcome.UNRESOLVED: 442}, None
    ),
}
#: Conferences gather in the second and fourth quarter; the epidemic left gaps.
MONTH_WEIGHTS = {1: 3, 2: 2, 3: 7, 4: 9, 5: 10, 6: 9, 7: 7, 8: 6, 9: 7, 10: 10, 11: 11, 12: 8}
EPIDEMIC = {(2020, 4): 0, (2021, 6): 1, (2021, 7): 1, (2021, 8): 0, (2021, 9): 0}


@dataclass
class PlannedConference:
    level: str
    unit: object
    day: date
    participants: int
    outcomes: list


def conference_days(calendar):
    """Working days of the period with their weights."""
    days, weights = [], []
    day = FIRST
    while day <= LAST:
        weight = EPIDEMIC.get((day.year, day.month), MONTH_WEIGHTS[day.month])
        if weight and calendar.is_working(day):
            days.append(day)
            weights.append(weight)
        day += timedelta(days=1)
    return days, weights


def plan_conferences(rng, *, units_by_level, calendar):
    """All conferences with day, unit, participants and outcomes of their opinions; sums are exact.

    `units_by_level` maps a level to the units (with validity) that may hold one.
    """
    days, weights = conference_days(calendar)
    planned = []
    left = PARTICIPANTS
    for level, totals in TOTALS.items():
        chosen = sorted(rng.choices(days, weights, k=totals.conferences))
        units = _units_for(rng, chosen, units_by_level[level])
        sizes = _spread(rng, totals.opinions, totals.conferences, least=1)
        total_people = totals.participants if totals.participants is not None else left
        left -= total_people
        people = _spread(rng, total_people, totals.conferences, least=18 if level == "commune" else 60)
        outcomes = [outcome for outcome, number in totals.outcomes.items() for _n in range(number)]
        rng.shuffle(outcomes)
        for day, unit, size, present in zip(chosen, units, sizes, people, strict=True):
            mine, outcomes = outcomes[:size], outcomes[size:]
            planned.append(PlannedConference(level, unit, day, present, mine))
    planned.sort(key=lambda entry: entry.day)
    return planned


def _units_for(rng, days, units):
    """A unit in force on each day, every unit about equally often, none twice on the same day."""
    queue, taken, chosen = [], set(), []
    for day in days:
        for position, unit in enumerate(queue):
            if _holds(unit, day) and (unit.pk, day) not in taken:
                chosen.append(queue.pop(position))
                break
        else:
            fresh = [unit for unit in units if _holds(unit, day)]
            rng.shuffle(fresh)
            chosen.append(fresh.pop())
            queue += fresh
        taken.add((chosen[-1].pk, day))
    return chosen


def _holds(unit, day):
    return unit.valid_from <= day and (unit.valid_until is None or unit.valid_until >= day)


def _spread(rng, total, parts, *, least):
    """`parts` numbers of at least `least`, uneven as in life, whose sum is exactly `total`."""
    shares = [rng.gammavariate(4, 1) for _part in range(parts)]
    scale = (total - least * parts) / sum(shares)
    numbers = [least + int(share * scale) for share in shares]
    for index in range(total - sum(numbers)):
        numbers[index % parts] += 1
    return numbers
