"""Which petitions and bodies the board of flags looks through."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from petitions.models import PetitionState as State
from petitions.statistics.flags import board_for, bodies_examined
from registers.periods import free_range
from tests.petitions.petition_roads import DAY, RECEIVED, C, R

pytestmark = pytest.mark.django_db
LATER = free_range(date(2026, 11, 1), date(2026, 11, 30))


def prolonged(road, petition):
    return road.make(petition, "mark", is_prolonged=True)


def test_what_is_still_open_is_looked_through_in_a_later_period(petition_road, petition_officer):
    prolonged(petition_road, petition_road.to(C, State.IN_PROGRESS))
    board, flagged = board_for(petition_officer, LATER)
    assert (board.examined, board.received_before, board.counts["is_prolonged"]) == (1, 1, 1)
    assert flagged.count() == 1


@pytest.mark.parametrize(("first", "examined"), [(RECEIVED, 1), (DAY, 1), (DAY + timedelta(days=1), 0)])
def test_what_ended_before_the_period_is_not(first, examined, petition_road, petition_officer):
    """Replied to on `DAY`: open on that day for the last time."""
    prolonged(petition_road, petition_road.to(R, State.DECLINED))
    board, _flagged = board_for(petition_officer, free_range(first, first + timedelta(days=20)))
    assert (board.examined, board.counts["is_prolonged"]) == (examined, examined)


def test_what_came_after_the_period_is_not(petition_road, petition_officer):
    petition_road.registered(R)
    board, _flagged = board_for(petition_officer, free_range(date(2026, 9, 1), RECEIVED - timedelta(days=1)))
    assert board.examined == 0


def test_bodies_that_received_nothing_are_among_the_examined(
    petition_road, commission_leader, commune_officer, commune_body
):
    assert commune_body in bodies_examined(commission_leader)
    board, _flagged = board_for(commission_leader, LATER)
    assert commune_body in board.bodies
    commune_officer.memberships.filter(role=Role.PETITION_OFFICER).update(
        valid_from=date(2026, 1, 1), valid_until=LATER.first - timedelta(days=1)
    )
    board, _flagged = board_for(commission_leader, LATER)
    assert commune_body not in board.bodies


def test_bodies_of_others_are_not(petition_road, leader, petition_officer, commission_body):
    assert commission_body not in bodies_examined(leader)
