"""No count under 3 of a body's denunciations follows from what is told, whichever way one subtracts."""

from itertools import product

import pytest

from petitions.statistics.withholding import Counts, is_told, rest_is_safe, telling


def bodies(*eligible):
    return {name: Counts(number) for name, number in zip("abcdefgh", eligible, strict=False)}


def test_a_count_under_three_is_not_told():
    told = telling(bodies(2, 1, 0, 5, 0, 1), may_tell=True, may_sum=True)
    assert told.bodies == {"d"}
    assert told.together


def test_together_is_told_where_it_may_be_and_from_three_cases_on():
    assert not telling(bodies(1, 1, 1), may_tell=True, may_sum=False).together
    assert telling(bodies(1, 1, 1), may_tell=True, may_sum=True).together
    assert not telling(bodies(1, 1, 0, 0, 0), may_tell=True, may_sum=True).together


def test_a_small_rest_withholds_the_smallest_told_counts_too():
    # Told all three, the last would be 8 − 3 − 4 = 1.
    told = telling(bodies(3, 4, 1), may_tell=True, may_sum=True)
    assert (told.bodies, told.together) == (set(), False)
    # Four others untold leave room: 7 − 4 = 3 over five bodies.
    told = telling(bodies(4, 1, 1, 1, 0, 0), may_tell=True, may_sum=True)
    assert (told.bodies, told.together) == ({"a"}, True)


def test_overlapping_periods_tell_no_body():
    told = telling(bodies(9, 1, 1, 1, 9, 1), may_tell=False, may_sum=True)
    assert (told.bodies, told.own) == (set(), set())


def test_the_own_part_is_told_when_both_parts_are_nothing_or_three():
    counts = {"a": Counts(5, 5), "b": Counts(6, 3)}
    assert telling(counts, may_tell=True, may_sum=False).own == {"a", "b"}
    assert telling({"a": Counts(5, 4)}, may_tell=True, may_sum=False).own == set()


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ((0, 0, 0, 5), True),
        ((3, 0, 0, 0), True),
        ((3, 1, 0, 0), False),
        ((1, 1, 1, 0), True),
        ((2, 2, 2), False),
        ((1, 1, 0), False),
    ],
)
def test_a_year_is_told_when_its_untold_months_keep_their_secret(months, told):
    assert is_told(Counts(sum(months), months=months)) is told


@pytest.mark.parametrize("size", [3, 4])
def test_every_untold_count_could_be_anything_under_three(size):
    """What a reader sees of bodies that are untold: each may be 0, 1 and 2 in some record that looks the same."""
    shown = {}
    for numbers in product(range(5), repeat=size):
        told = telling(bodies(*numbers), may_tell=True, may_sum=True)
        if told.together:
            seen = tuple(number if name in told.bodies else None for name, number in bodies_of(numbers))
            shown.setdefault((seen, sum(numbers)), []).append(numbers)
    for (seen, together), records in shown.items():
        for place, number in enumerate(seen):
            possible = {record[place] for record in records}
            if number is None and together - sum(filter(None, seen)):
                assert {0, 1, 2} <= possible, (seen, together)


def bodies_of(numbers):
    return zip("abcdefgh", numbers, strict=False)


def test_a_sum_of_nothing_names_nobody():
    assert rest_is_safe(0, 1)
    assert not rest_is_safe(1, 9)
    assert not rest_is_safe(3, 2)
    assert rest_is_safe(4, 3)
