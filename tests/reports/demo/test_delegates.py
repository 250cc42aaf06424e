import random
from collections import Counter

import pytest

from reports.demo.delegates import COMMITTEE, COUNCIL, SECRETARY, programme_delegates


@pytest.fixture(scope="module")
def delegates(nghe_an):
    return programme_delegates(random.Random(1), districts=nghe_an["districts"], communes=nghe_an["communes_2023"])


def test_there_are_1121_of_districts_and_communes(delegates):
    assert Counter(delegate.group for delegate in delegates) == {"district": 93, "commune": 1_028}


def test_posts_are_counted_as_in_the_source(delegates):
    posts = Counter(post for delegate in delegates if delegate.group == "commune" for post in delegate.posts)
    assert posts == {SECRETARY: 451, COUNCIL: 455, COMMITTEE: 456}


def test_334_people_of_communes_hold_two_posts(delegates):
    assert sum(len(delegate.posts) == 2 for delegate in delegates if delegate.group == "commune") == 334


def test_all_460_communes_are_there_and_nobody_is_listed_twice(delegates):
    assert len({delegate.unit for delegate in delegates if delegate.group == "commune"}) == 460
    listed = [(delegate.unit, delegate.full_name) for delegate in delegates]
    assert len(set(listed)) == len(listed) == 1_121


def test_no_commune_has_two_secretaries(delegates):
    held = Counter((delegate.unit, post) for delegate in delegates for post in delegate.posts)
    assert set(held.values()) == {1}


def test_districts_lead_the_list(delegates):
    assert [delegate.group for delegate in delegates[:93]] == ["district"] * 93
