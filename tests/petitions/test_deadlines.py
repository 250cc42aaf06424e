"""Every due date of a petition, by rule, with dated examples; one of each kind of counting lies across Tết.

Tết 2026: 16/02 to 20/02 are days off by rule; the table of the province adds what each year decides.
"""

from datetime import date

import pytest

from petitions.models import Direction, Petition, Round
from petitions.models import PetitionState as State
from petitions.workflow import move
from tests.petitions.petition_roads import C, D, R

pytestmark = pytest.mark.django_db


def due(petition):
    return Petition.objects.get(pk=petition.pk).handling.due_on


# --- receipt and classification: ten, seven and five working days, ten calendar days ---


@pytest.mark.parametrize(
    ("kind", "received", "expected"),
    [
        (C, date(2026, 10, 5), date(2026, 10, 19)),
        (R, date(2026, 9, 25), date(2026, 10, 9)),
        # Off: 31/08 (exchanged for 22/08), 01/09 and 02/09.
        (R, date(2026, 8, 24), date(2026, 9, 10)),
        # Off: Tết.
        (C, date(2026, 2, 9), date(2026, 3, 2)),
        (D, date(2026, 10, 5), date(2026, 10, 14)),
        (D, date(2026, 9, 25), date(2026, 10, 6)),
        (D, date(2026, 2, 11), date(2026, 2, 27)),
        (D, date(2026, 4, 23), date(2026, 5, 7)),
    ],
)
def test_what_becomes_of_it_is_decided_in_working_days(kind, received, expected, petition_road):
    assert due(petition_road.registered(kind, received_on=received)) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 10, 5), date(2026, 10, 12)),
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 9, 25), date(2026, 10, 2)),
    ],
)
def test_a_denunciation_of_others_is_transferred_within_five_working_days(received, expected, petition_road):
    petition = petition_road.to(D, State.CLASSIFIED, Direction.TRANSFER, received_on=received)
    assert due(petition) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 10, 5), date(2026, 10, 15)),
        # The tenth day is a Saturday, so the period ends on Monday.
        (date(2026, 9, 30), date(2026, 10, 12)),
        (date(2026, 10, 1), date(2026, 10, 12)),
    ],
)
def test_a_complaint_of_ones_own_is_accepted_or_declined_within_ten_days(received, expected, petition_road):
    assert due(petition_road.to(C, State.CLASSIFIED, received_on=received)) == expected


# --- settlement ---


def accepted(road, kind, on, **facts):
    petition = road.to(kind, State.APPROVED, received_on=date(2026, 1, 5))
    Petition.objects.filter(pk=petition.pk).update(**facts)
    return move(petition, "accept", by=road.people["officer"], on=on, data={"document": road.document()})


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        ({}, date(2026, 10, 7), date(2026, 11, 6)),
        ({}, date(2026, 3, 2), date(2026, 4, 1)),
        # Thirty days from 20/01 end on 19/02, within Tết: the next working day.
        ({}, date(2026, 1, 20), date(2026, 2, 23)),
        ({"complexity": "complex"}, date(2026, 10, 7), date(2026, 11, 23)),
        ({"is_remote": True}, date(2026, 10, 7), date(2026, 11, 23)),
        ({"is_remote": True, "complexity": "complex"}, date(2026, 10, 7), date(2026, 12, 7)),
        ({"round": Round.SECOND}, date(2026, 10, 7), date(2026, 11, 23)),
        ({"round": Round.SECOND, "complexity": "complex"}, date(2026, 10, 7), date(2026, 12, 7)),
        ({"round": Round.SECOND, "is_remote": True}, date(2026, 10, 7), date(2026, 12, 7)),
        ({"round": Round.SECOND, "is_remote": True, "complexity": "complex"}, date(2026, 10, 7), date(2026, 12, 16)),
    ],
)
def test_a_complaint_is_settled_by_round_place_and_complexity(facts, on, expected, petition_road):
    assert accepted(petition_road, C, on, **facts).handling.due_on == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 10, 7), date(2026, 11, 6)),
        (date(2026, 10, 2), date(2026, 11, 2)),
        (date(2026, 1, 19), date(2026, 2, 23)),
    ],
)
@pytest.mark.parametrize("kind", [D, R])
def test_denunciations_and_recommendations_have_thirty_days(kind, on, expected, petition_road):
    assert accepted(petition_road, kind, on).handling.due_on == expected


# --- extensions and suspensions ---


def test_a_very_complex_denunciation_is_extended_twice_and_no_more(petition_road):
    petition = petition_road.to(D, State.ACCEPTED)
    Petition.objects.filter(pk=petition.pk).update(complexity="very_complex")
    days = [petition.handling.due_on]
    for _time in range(2):
        petition = petition_road.make(petition, "extend")
        days.append(petition.handling.due_on)
    assert days == [date(2026, 11, 6), date(2026, 12, 7), date(2027, 1, 6)]
    with pytest.raises(Exception, match="2"):
        petition_road.make(petition, "extend")
    assert petition.handling.original_due_on == date(2026, 11, 6)


def test_a_complaint_is_extended_once_by_becoming_complex(petition_road):
    petition = petition_road.make(petition_road.to(C, State.ACCEPTED), "extend")
    assert (petition.complexity, petition.handling.due_on) == ("complex", date(2026, 11, 23))


def test_the_clock_stands_still_while_suspended(petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    leader = petition_road.people["leader"]
    data = {"document": petition_road.document(), "ground": "court"}
    petition = move(petition, "suspend", by=leader, on=date(2026, 10, 12), data=data)
    petition = move(petition, "resume", by=leader, on=date(2026, 10, 26), data={})
    # 06/11 and 14 days: 20/11.
    assert (petition.handling.due_on, petition.handling.original_due_on) == (date(2026, 11, 20), date(2026, 11, 6))
    assert petition.history.last().facts == {"due_on": "2026-11-20", "days": 14}


def test_the_notice_to_the_sender_has_a_clock_of_its_own(petition_road):
    petition = petition_road.to(C, State.APPROVED)
    assert (petition.notice_due_on, petition.notified_on) == (date(2026, 10, 19), None)
    assert petition_road.make(petition, "accept").notified_on == date(2026, 10, 7)
