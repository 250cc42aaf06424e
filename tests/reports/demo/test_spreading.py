import random

import pytest

from reports.demo.spreading import exact_shares, weighted_sample


@pytest.mark.parametrize("total", [100, 101, 499])
def test_shares_sum_exactly_and_keep_their_bounds(total):
    shares = exact_shares(random.Random(total), total, [1] * 20, least=3, most=26, shape=3)
    assert (sum(shares), len(shares)) == (total, 20)
    assert min(shares) >= 3 and max(shares) <= 26


def test_shares_are_uneven_and_follow_their_weights():
    shares = exact_shares(random.Random(1), 1_000, [1] * 10 + [4] * 10, least=1, most=500, shape=6)
    assert len(set(shares)) > 5
    assert sum(shares[10:]) > 2 * sum(shares[:10])


@pytest.mark.parametrize("total", [5, 300])
def test_what_cannot_be_spread_is_refused(total):
    with pytest.raises(ValueError, match="cannot be spread"):
        exact_shares(random.Random(1), total, [1] * 10, least=1, most=20, shape=3)


def test_a_weighted_sample_has_no_member_twice_and_prefers_the_heavy():
    chosen = weighted_sample(random.Random(1), range(200), [1] * 100 + [9] * 100, 50)
    assert len(set(chosen)) == 50
    assert sum(member >= 100 for member in chosen) > 35
