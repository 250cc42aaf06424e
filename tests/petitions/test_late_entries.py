"""Papers that are recorded later than they were written: lateness, the notice and the reply count by their day."""

from datetime import date

import pytest
from django.urls import reverse

from handling.models import Extension, Handling, kept_time
from petitions.models import Direction
from petitions.models import PetitionState as State
from tests.petitions.petition_roads import RECEIVED, C, D, R

pytestmark = pytest.mark.django_db
#: The day of the entry, after every date of the work before.
ENTERED = date(2026, 12, 1)


def dated(road, petition, name, written, direction=Direction.ACCEPT, *, on=ENTERED, **more):
    return road.make(petition, name, direction, on=on, document=road.document(written), **more)


def kept(petition):
    return Handling.objects.filter(kept_time(), pk=petition.handling_id).exists()


@pytest.mark.parametrize(
    ("name", "kind", "written", "is_kept"),
    [
        # A settlement is due on 06/11.
        ("settle", C, date(2026, 11, 6), True),
        ("settle", C, date(2026, 11, 7), False),
        ("settle", D, date(2026, 11, 6), True),
        ("terminate", C, date(2026, 11, 6), True),
        ("terminate", C, date(2026, 11, 7), False),
        ("reply", R, date(2026, 11, 6), True),
        ("reply", R, date(2026, 11, 7), False),
    ],
)
def test_a_settlement_is_late_by_the_day_of_its_paper(name, kind, written, is_kept, petition_road):
    petition = dated(petition_road, petition_road.to(kind, State.IN_PROGRESS), name, written)
    assert (petition.handling.done_on, kept(petition)) == (written, is_kept)
    entry = petition.history.last()
    assert (entry.on, petition.papers.last().on) == (ENTERED, ENTERED)


@pytest.mark.parametrize(
    ("name", "direction", "kind"),
    [
        ("decline", Direction.DECLINE, C),
        ("guide", Direction.GUIDE, R),
        ("transfer", Direction.TRANSFER, R),
        ("return_to_sender", Direction.RETURN, C),
        ("ask_rewrite", Direction.REWRITE, R),
    ],
)
@pytest.mark.parametrize(
    ("written", "told_on"),
    [
        (date(2026, 10, 9), date(2026, 10, 9)),
        (date(2026, 10, 26), date(2026, 10, 26)),
        # Before the leader's decision of 07/10, and after the entry.
        (date(2026, 10, 6), date(2026, 10, 7)),
        (date(2026, 12, 2), ENTERED),
    ],
)
def test_the_sender_is_told_on_the_day_of_the_paper(name, direction, kind, written, told_on, petition_road):
    petition = petition_road.to(kind, State.APPROVED, direction)
    petition = dated(petition_road, petition, name, written, direction)
    assert (petition.notified_on, petition.handling.done_on) == (told_on, told_on)
    assert kept(petition) == (told_on <= petition.handling.due_on)
    assert petition.history.last().on == ENTERED


def test_what_brings_no_paper_counts_on_the_day_of_its_entry(petition_road):
    petition = petition_road.to(C, State.APPROVED, Direction.FILE)
    assert petition_road.make(petition, "file", Direction.FILE, on=ENTERED).handling.done_on == ENTERED


def test_the_reply_is_awaited_from_the_day_of_the_slip(petition_road):
    petition = petition_road.to(R, State.APPROVED, Direction.TRANSFER)
    petition = dated(petition_road, petition, "transfer", date(2026, 10, 7), Direction.TRANSFER)
    assert petition.handling.reply_due_on == date(2026, 11, 4)


@pytest.mark.parametrize("name", ["urge", "record_letter"])
@pytest.mark.parametrize(
    ("written", "awaited"),
    [
        (date(2026, 11, 4), date(2026, 12, 3)),
        # Older than the transfer: none of the time is taken back.
        (date(2026, 10, 5), date(2026, 11, 4)),
    ],
)
def test_letters_give_time_from_their_own_day(name, written, awaited, petition_road):
    petition = dated(petition_road, petition_road.to(R, State.TRANSFERRED), name, written)
    assert petition.handling.reply_due_on == awaited


@pytest.mark.parametrize(
    ("kind", "written", "missed"),
    [
        (C, date(2026, 11, 6), None),
        (C, date(2026, 11, 7), date(2026, 11, 6)),
        (D, date(2026, 11, 6), None),
        (R, date(2026, 11, 6), None),
        (R, date(2026, 11, 7), date(2026, 11, 6)),
    ],
)
def test_an_extension_is_late_by_the_day_of_its_decision(kind, written, missed, petition_road):
    petition = petition_road.to(kind, State.IN_PROGRESS)
    petition = dated(petition_road, petition, "extend", written)
    assert petition.handling.missed_due_on == missed
    assert Extension.objects.get().is_late == (missed is not None)


@pytest.mark.parametrize(
    ("asked_on", "done_on", "is_kept"),
    [
        (date(2026, 11, 6), date(2026, 11, 6), True),
        (date(2026, 11, 7), date(2026, 11, 7), False),
        # Before the acceptance, from which the work has its present date.
        (date(2026, 10, 5), date(2026, 10, 7), True),
    ],
)
def test_a_withdrawal_ends_the_work_on_the_day_of_the_request(asked_on, done_on, is_kept, petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    petition = petition_road.make(petition, "withdraw", on=ENTERED, day=asked_on)
    assert (petition.handling.done_on, kept(petition)) == (done_on, is_kept)
    assert petition.history.last().on == ENTERED


def test_a_withdrawal_of_what_was_not_accepted_counts_from_the_receipt(petition_road):
    petition = petition_road.registered(C, on=date(2026, 10, 26))
    petition = petition_road.make(petition, "withdraw", on=ENTERED, day=date(2026, 10, 19))
    assert (petition.handling.done_on, kept(petition)) == (date(2026, 10, 19), True)


def test_a_withdrawal_before_the_clock_stopped_adds_no_days(petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    petition = petition_road.make(petition, "suspend", on=date(2026, 10, 20))
    withdrawn = petition_road.make(petition, "withdraw", on=ENTERED, day=date(2026, 10, 16))
    assert (withdrawn.handling.due_on, withdrawn.handling.done_on) == (date(2026, 11, 6), date(2026, 10, 16))


def test_a_decision_is_not_older_than_the_end_of_the_last_suspension(petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    for name, on in (("suspend", date(2026, 10, 20)), ("resume", date(2026, 10, 26))):
        petition = petition_road.make(petition, name, on=on)
    assert dated(petition_road, petition, "settle", date(2026, 10, 12)).handling.done_on == date(2026, 10, 26)


@pytest.mark.parametrize(
    ("approved_on", "missed", "told_on"),
    [
        # A complaint is accepted or declined by 15/10.
        (date(2026, 10, 15), None, date(2026, 10, 15)),
        (date(2026, 10, 30), date(2026, 10, 15), date(2026, 10, 30)),
    ],
)
def test_a_notice_older_than_the_decision_takes_no_lateness_away(approved_on, missed, told_on, petition_road):
    petition = petition_road.make(petition_road.to(C, State.PROPOSED), "approve", on=approved_on)
    petition = dated(petition_road, petition, "accept", date(2026, 10, 9))
    assert (petition.handling.missed_due_on, petition.notified_on) == (missed, told_on)
    # And gives no time either.
    assert petition.handling.assigned_on == date(2026, 10, 9)


def test_a_decision_on_paper_counts_by_the_day_of_that_paper(petition_road):
    petition = petition_road.to(D, State.PROPOSED)
    petition = dated(petition_road, petition, "approve", date(2026, 10, 8))
    petition = dated(petition_road, petition, "accept", date(2026, 10, 9))
    assert (petition.handling.missed_due_on, petition.notified_on) == (None, date(2026, 10, 9))


@pytest.mark.parametrize("name", ["accept", "transfer"])
def test_the_form_says_from_when_a_paper_counts(name, petition_road, petition_officer, client_of):
    direction = Direction.ACCEPT if name == "accept" else Direction.TRANSFER
    petition = petition_road.to(C, State.PROPOSED, direction)
    for approved_on, is_told in ((date(2026, 10, 9), True), (RECEIVED, False)):
        approved = petition_road.make(petition, "approve", direction, on=approved_on)
        page = client_of(petition_officer).get(reverse("petitions:petition_move", args=[approved.code, name]))
        assert ("09/10/2026" in page.context["form"].fields["document_date"].help_text) == is_told
        petition = petition_road.make(approved, "return_proposal", on=approved_on)
        petition = petition_road.make(petition, "propose", direction)
