"""The counts kept with every move equal a GROUP BY over the petitions, whatever happened."""

import random

import pytest

from petitions.models import Direction, PetitionKind, PetitionTally
from petitions.models import PetitionState as State
from petitions.tallies import differences, rebuild
from tests.petitions.petition_roads import IMPOSSIBLE, C, D, R

pytestmark = pytest.mark.django_db


def kept():
    return {
        (row.kind, row.state, row.month.isoformat()): row.count for row in PetitionTally.objects.filter(count__gt=0)
    }


def test_a_petition_counts_where_it_stands(petition_road):
    petition = petition_road.registered(C)
    assert kept() == {("complaint", "received", "2026-10-01"): 1}
    petition_road.make(petition, "classify")
    assert kept() == {("complaint", "classified", "2026-10-01"): 1}
    petition_road.registered(D)
    assert kept() == {("complaint", "classified", "2026-10-01"): 1, ("denunciation", "received", "2026-10-01"): 1}


def test_what_is_split_counts_as_its_parts(petition_road):
    petition_road.to(PetitionKind.MIXED, State.SPLIT)
    assert kept() == {("complaint", "received", "2026-10-01"): 1, ("recommendation", "received", "2026-10-01"): 1}


@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_kept_and_counted_are_equal(seed, petition_road):
    chance = random.Random(seed)
    for _time in range(8):
        kind = chance.choice([C, D, R])
        petition_road.to(kind, chance.choice([state for state in State if state not in IMPOSSIBLE[kind]]))
    assert differences() == []
    before = kept()
    PetitionTally.objects.filter(kind=before and next(iter(before))[0]).update(count=99)
    assert differences() != []
    rebuild()
    assert (differences(), kept()) == ([], before)


def test_a_conversion_counts_as_what_it_became(petition_road, petition_officer):
    petition = petition_road.to(R, State.CLASSIFIED, Direction.TRANSFER)
    petition_road.make(petition, "classify", Direction.TRANSFER, kind=D, round="", paper_file="15/HS-2026")
    assert kept() == {("denunciation", "classified", "2026-10-01"): 1}
    assert differences() == []
