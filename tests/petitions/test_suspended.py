"""A petition whose clock stands is late nowhere: list, work list, counts, reminders, dashboard."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from handling.kinds import kinds
from handling.models import Handling, kept_time
from handling.reminders import due_reminders
from handling.worklist import counts, part, waiting_counts
from petitions.filters import PetitionFilter
from petitions.models import Petition
from petitions.models import PetitionState as State
from petitions.workflow import move, open_moves
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db


def places(petition, officer, on):
    """Where a petition shows as late or near its due date on a day."""
    kind = next(one for one in kinds() if one.key == "petition")
    found = {
        "overdue": petition in Petition.objects.overdue(on),
        "part": petition in part(kind, "overdue", officer, on) or petition in part(kind, "due_soon", officer, on),
        "counts": bool(counts(officer, on).overdue or counts(officer, on).due_soon),
        "beside my work": bool(waiting_counts(officer, on)[1]),
        "reminders": bool(due_reminders(kind, on)),
    }
    return {name for name, is_late in found.items() if is_late}


@pytest.mark.parametrize("days", [-1, 5])
def test_nothing_is_late_while_the_clock_stands(days, petition_road, petition_officer):
    petition = petition_road.to(C, State.SUSPENDED)
    on = petition.handling.due_on + timedelta(days=days)
    assert places(petition, petition_officer, on) == set()
    resumed = petition_road.make(petition, "resume", on=petition.handling.stopped_on)
    late = {"overdue", "part", "counts", "beside my work", "reminders"}
    # The control, and what is near its due date is no part of "late".
    assert places(resumed, petition_officer, on) == (late if days > 0 else {"part", "counts", "reminders"})


def test_the_list_of_what_is_due_soon_leaves_it_out(petition_road, petition_officer, time_machine):
    petition = petition_road.to(C, State.SUSPENDED)
    time_machine.move_to(petition.handling.due_on)
    rows = PetitionFilter({"due": "due_soon"}, queryset=Petition.objects.all(), user=petition_officer).qs
    assert list(rows) == []


@pytest.mark.parametrize("name", ["resume", "withdraw", "terminate"])
def test_however_it_ends_the_clock_stands_no_more(name, petition_road):
    petition = petition_road.make(petition_road.to(C, State.SUSPENDED), name)
    assert petition.handling.stopped_on is None
    assert not petition.handling.pauses.filter(ended_on=None).exists()


@pytest.mark.parametrize("kind", [C, D, R])
def test_what_was_accepted_alone_is_still_to_be_begun_when_it_is_resumed(kind, petition_road, petition_officer):
    petition = petition_road.to(kind, State.ACCEPTED)
    for name in ("suspend", "resume"):
        petition = petition_road.make(petition, name)
    assert petition.state == State.ACCEPTED
    assert "start" in {move.name for move in open_moves(petition_officer, petition)}
    petition = petition_road.make(petition, "start")
    for name in ("suspend", "resume"):
        petition = petition_road.make(petition, name)
    assert (petition.state, petition.history.last().to_state) == (State.IN_PROGRESS, "in_progress")
    assert "start" not in {move.name for move in open_moves(petition_officer, petition)}


def test_page_list_and_aside_say_that_the_clock_stands(petition_road, petition_officer, commission_leader, client_of):
    petition = petition_road.to(C, State.SUSPENDED)
    page = reverse("petitions:petition", args=[petition.code])
    for user, where in (
        (petition_officer, page),
        (petition_officer, reverse("petitions:petition_list")),
        (commission_leader, f"{page}moves/resume/"),
    ):
        text = client_of(user).get(where).content.decode()
        assert 'class="tag none">Đang ngừng tính hạn' in text, where
        assert not [word for word in ("Còn ", "Quá hạn ") if re.search(f'class="tag [a-z]+">{word}', text)], where


@pytest.mark.parametrize("name", ["withdraw", "terminate"])
def test_what_ends_while_the_clock_stands_was_not_late(name, petition_road):
    petition = petition_road.to(C, State.SUSPENDED)
    due = petition.handling.due_on
    on = due + timedelta(days=20)
    petition = petition_road.make(petition, name, on=on, **({"day": on} if name == "withdraw" else {}))
    assert petition.handling.due_on > due + timedelta(days=20) - timedelta(days=1)
    assert Handling.objects.filter(kept_time(), pk=petition.handling_id).exists()


def test_what_was_late_before_the_clock_stopped_stays_late(petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    late = petition.handling.due_on + timedelta(days=3)
    petition = petition_road.make(petition, "suspend", on=late)
    asked_on = late + timedelta(days=10)
    petition = petition_road.make(petition, "withdraw", on=asked_on, day=asked_on)
    assert not Handling.objects.filter(kept_time(), pk=petition.handling_id).exists()


@pytest.mark.parametrize(("kind", "is_refused"), [(C, False), (D, True)])
def test_a_denunciation_goes_on_by_a_decision(kind, is_refused, petition_road):
    petition = petition_road.to(kind, State.SUSPENDED)
    by = petition_road.people["officer" if kind == D else "leader"]
    if is_refused:
        with pytest.raises(ValidationError) as refused:
            move(petition, "resume", by=by, on=DAY, data={})
        assert set(refused.value.error_dict) == {"document"}
    else:
        assert move(petition, "resume", by=by, on=DAY, data={}).handling.stopped_on is None


def test_the_clock_goes_on_with_the_day_of_the_decision(petition_road):
    """Not with the day on which somebody records it; nor before it was stopped."""
    days = {}
    for written, recorded in ((12, 20), (12, 12), (1, 20)):
        petition = petition_road.to(C, State.SUSPENDED)
        document = petition_road.document(date(2026, 10, written))
        petition = petition_road.make(petition, "resume", on=date(2026, 10, recorded), document=document)
        days[written, recorded] = petition.handling.pauses.get().ended_on
        assert petition.papers.latest("pk").kind == "resumption"
    assert days == {(12, 20): date(2026, 10, 12), (12, 12): date(2026, 10, 12), (1, 20): DAY}
