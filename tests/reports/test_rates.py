from decimal import Decimal

import pytest

from conferences.models import Outcome
from conferences.tallies import AWAITING, PENDING
from reports.rates import OutcomeCounts, Rate, on_time_rate, rate, rates

EVERY = OutcomeCounts(
    {
        Outcome.AT_CONFERENCE: 40,
        Outcome.AFTER: 20,
        Outcome.EXPLAINED: 6,
        Outcome.NOT_ACCEPTED: 4,
        Outcome.STEP_BY_STEP: 3,
        Outcome.UNRESOLVED: 7,
        Outcome.FORWARDED_UP: 10,
        PENDING: 8,
        AWAITING: 2,
    }
)


def test_every_rate_has_its_numerator_and_denominator_the_strict_one_first():
    assert [(entry.key, entry.numerator, entry.denominator) for entry in rates(EVERY)] == [
        ("resolution", 60, 100),
        ("at_conference", 40, 100),
        ("settlement", 70, 100),
        ("own_authority", 60, 90),
        ("at_conference_share", 40, 60),
        ("answered", 72, 100),
    ]


def test_pending_counts_as_received_and_never_as_unresolved():
    counts = OutcomeCounts({PENDING: 3, AWAITING: 2, Outcome.UNRESOLVED: 1})
    assert counts.received == 6
    assert counts.pending == 5
    assert counts[Outcome.UNRESOLVED] == 1


@pytest.mark.parametrize("entry", [*rates(OutcomeCounts()), on_time_rate(0, 0)], ids=lambda entry: entry.key)
def test_a_denominator_of_zero_has_no_percentage(entry):
    assert entry.denominator == 0
    assert entry.percent is None


def test_only_forwarded_opinions_leave_no_own_authority():
    assert rate("own_authority", OutcomeCounts({Outcome.FORWARDED_UP: 5})).percent is None
    assert rate("resolution", OutcomeCounts({Outcome.FORWARDED_UP: 5})).percent == Decimal("0.0")


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        # The figures of the articles: the headline, communes, districts, Chí Linh, the provincial level.
        (22_154, 23_345, "94.9"),
        (20_749, 21_780, "95.3"),
        (1_414, 1_535, "92.1"),
        (310, 323, "96.0"),
        (28, 30, "93.3"),
        (22_854, 23_345, "97.9"),
        # A half is rounded up, not to the even digit.
        (1, 2_000, "0.1"),
        (1, 400, "0.3"),
        (3, 3, "100.0"),
        (0, 7, "0.0"),
    ],
)
def test_a_percentage_has_one_decimal(numerator, denominator, percent):
    assert Rate("any", "", "", numerator, denominator).percent == Decimal(percent)


def test_the_on_time_rate_divides_by_due_dates():
    found = on_time_rate(1_080, 1_177)
    assert (found.key, found.percent) == ("on_time", Decimal("91.8"))


def test_an_unknown_rate_is_an_error():
    with pytest.raises(KeyError):
        rate("success", EVERY)


def test_every_rate_says_what_it_divides_by():
    for entry in rates(EVERY):
        assert "÷" in str(entry.definition)
