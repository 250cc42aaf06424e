"""Which petitions and bodies the board of flags looks through."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from petitions.models import Direction, Petition
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


def test_a_letter_that_comes_again_stays_in_its_first_month(petition_road, petition_officer):
    october = free_range(RECEIVED, date(2026, 10, 31))
    prolonged(petition_road, petition_road.to(R, State.REWRITING))
    before, _flagged = board_for(petition_officer, october)
    back_on = date(2026, 12, 1)
    petition_road.make(Petition.objects.get(), "resubmit", on=back_on, received_on=back_on)
    board, _flagged = board_for(petition_officer, october)
    assert (board.examined, board.received_before, board.counts) == (1, 0, before.counts)
    # Nothing was done while the new letter was waited for; then it is open again.
    assert board_for(petition_officer, LATER)[0].examined == 0
    december = free_range(date(2026, 12, 1), date(2026, 12, 31))
    assert board_for(petition_officer, december)[0].received_before == 1


def test_one_of_before_that_was_to_be_rewritten_in_the_period_was_open_in_it(petition_road, petition_officer):
    petition = petition_road.to(R, State.APPROVED, Direction.REWRITE)
    petition = petition_road.make(petition, "ask_rewrite", Direction.REWRITE, on=LATER.first)
    petition_road.make(petition, "resubmit", on=date(2026, 12, 1), received_on=date(2026, 12, 1))
    assert board_for(petition_officer, LATER)[0].received_before == 1


def test_a_late_entry_changes_no_answer_of_before(petition_road, petition_officer):
    """A decision of October that is entered in November: in the book it was open until then."""
    petition = petition_road.to(C, State.IN_PROGRESS)
    paper = petition_road.document(date(2026, 10, 30))
    settled = petition_road.make(petition, "settle", on=date(2026, 11, 12), document=paper)
    assert settled.handling.done_on < LATER.first
    assert board_for(petition_officer, LATER)[0].examined == 1
    assert board_for(petition_officer, free_range(date(2026, 11, 13), LATER.last))[0].examined == 0


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
