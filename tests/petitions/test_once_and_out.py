"""What is done once for the same content, and the ways out of a petition that waits for ever."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from handling.moves import MoveRefused
from petitions.directions import directions_for
from petitions.filters import NOTICE, PetitionFilter
from petitions.models import Direction, Petition
from petitions.models import PetitionState as State
from petitions.workflow import PETITIONS
from tests.petitions.petition_roads import DAY, C, D, M, R

pytestmark = pytest.mark.django_db
ONCE = [("guide", C, Direction.GUIDE), ("guide", R, Direction.GUIDE), ("transfer", D, Direction.TRANSFER)]


def approved_twice(road, kind, direction):
    """Two petitions of the same content, both approved to go the same way."""
    first = road.registered(kind)
    pair = [first, road.registered(kind, earlier=first)]
    for name in ("classify", "propose", "approve"):
        pair = [road.make(one, name, direction) for one in pair]
    return pair


@pytest.mark.parametrize(("name", "kind", "direction"), ONCE)
@pytest.mark.parametrize("order", [1, -1], ids=["first, then later", "later, then first"])
def test_two_approved_ones_do_not_both_go(name, kind, direction, order, petition_road):
    one, other = approved_twice(petition_road, kind, direction)[::order]
    petition_road.make(one, name, direction)
    with pytest.raises(MoveRefused):
        petition_road.make(other, name, direction)
    other.refresh_from_db()
    leader = petition_road.people["leader" if kind != D else "officer"]
    main, rest = PETITIONS.offered(petition_road.people["officer"], other)
    assert name not in [move.name for move in (*main, *rest)]
    assert "return_proposal" in [move.name for move in PETITIONS.open_moves(leader, other)]
    back = petition_road.make(other, "return_proposal")
    assert (back.state, back.direction) == (State.CLASSIFIED, "")
    assert direction not in directions_for(back)


def test_petitions_of_another_content_go_both(petition_road):
    """The control: it is the same content that hinders."""
    for _time in range(2):
        assert petition_road.to(C, State.GUIDED).state == State.GUIDED


def test_of_a_letter_that_was_split_the_part_is_linked(petition_road):
    """What was done once was done with a part, and would not be found by the whole."""
    whole = petition_road.to(M, State.SPLIT)
    with pytest.raises(ValidationError) as refused:
        petition_road.registered(C, earlier=whole)
    assert set(refused.value.message_dict) == {"earlier"}
    part = whole.parts.get(kind=C)
    for name in ("classify", "propose", "approve", "guide"):
        part = petition_road.make(part, name, Direction.GUIDE)
    later = petition_road.make(petition_road.registered(C, earlier=part), "classify", Direction.GUIDE)
    assert (later.earlier, Direction.GUIDE in directions_for(later)) == (part, False)


def test_other_kinds_than_denunciations_are_transferred_again(petition_road):
    for petition in approved_twice(petition_road, C, Direction.TRANSFER):
        assert petition_road.make(petition, "transfer").state == State.TRANSFERRED


@pytest.mark.parametrize("kind", [C, R])
@pytest.mark.parametrize(("name", "ended"), [("close", State.CLOSED), ("withdraw", State.WITHDRAWN)])
def test_a_letter_never_rewritten_ends_with_the_day_it_was_done(name, ended, kind, petition_road):
    petition = petition_road.to(kind, State.REWRITING)
    done = petition.handling.done_on
    found = petition_road.make(petition, name, on=date(2026, 10, 30))
    assert (found.state, found.handling.done_on) == (ended, done)


@pytest.mark.parametrize("state", [State.FILED, State.WITHDRAWN])
def test_nobody_waits_for_a_notice_of_what_ended_without_one(state, petition_road, petition_officer):
    petition = petition_road.to(C, state)
    waits = petition_road.registered(C)
    rows = PetitionFilter({"due": NOTICE}, queryset=Petition.objects.all(), user=petition_officer).qs
    assert (petition.notice_due_on, list(rows)) == (None, [waits])


@pytest.mark.parametrize(
    ("name", "state"),
    [("withdraw", State.IN_PROGRESS), ("publish", State.SETTLED), ("execute", State.SETTLED)],
)
@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2126, 1, 1)])
def test_the_day_of_a_move_lies_between_receipt_and_today(name, state, day, petition_road):
    petition = petition_road.to(C, state)
    with pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, name, day=day)
    assert list(refusal.value.error_dict) == ["day"]
    assert petition_road.make(petition, name, day=DAY).state != state


@pytest.mark.parametrize("kind", [C, R])
def test_a_letter_that_names_nobody_is_not_eligible(kind, petition_road):
    petition = petition_road.registered(kind, senders=())
    with pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, "classify")
    assert list(refusal.value.error_dict) == ["is_eligible"]
    found = petition_road.make(petition, "classify", is_eligible=False, ineligibilities=["no_sender"])
    assert found.ineligibilities == ["no_sender"]


@pytest.mark.parametrize("name", ["publish", "execute"])
def test_a_decision_is_neither_published_nor_carried_out_before_its_day(name, petition_road):
    petition = petition_road.to(C, State.SETTLED)
    with pytest.raises(ValidationError) as refused:
        petition_road.make(petition, name, day=DAY - timedelta(days=1))
    assert set(refused.value.error_dict) == {"day"}
    assert petition_road.make(petition, name, day=DAY).state in (State.PUBLISHED, State.EXECUTED)


def test_a_letter_cannot_come_again_in_the_future(petition_road):
    petition = petition_road.to(C, State.REWRITING)
    with pytest.raises(ValidationError) as refused:
        petition_road.make(petition, "resubmit", received_on=timezone.localdate() + timedelta(days=1))
    assert set(refused.value.error_dict) == {"received_on"}
