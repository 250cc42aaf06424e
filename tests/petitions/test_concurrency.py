"""Two people press at once: nothing is registered, planned or guided twice."""

from datetime import date
from threading import Barrier
from time import sleep
from uuid import uuid4

import pytest

from accounts.models import User
from handling.moves import MoveRefused
from petitions.effects import deciding
from petitions.models import (
    Direction,
    NilStatement,
    Petition,
    PetitionImport,
    PetitionKind,
    ReceptionKind,
    ReceptionSession,
    RowMark,
)
from petitions.models import PetitionState as State
from petitions.petition_sheets import read_petitions
from petitions.services import erasing, statements
from petitions.services.petition_import import confirm_import, start_import
from petitions.services.statements import state_nothing
from petitions.workflow import move
from registers.models import Organisation
from registers.periods import PeriodKind, period
from tests.at_once import AT_ONCE, at_once
from tests.petitions.petition_roads import DAY, C, D, M, R
from tests.petitions.test_petition_import import complaint, denunciation, sheet

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_sheet_confirmed_by_several_registers_each_row_once(petition_road, petition_officer):
    owner = Organisation.objects.select_related("unit").get(pk=petition_road.owner.pk)
    rows = read_petitions(sheet(complaint(), complaint("Khác")), owner)
    batches = [start_import(owner, rows, by=petition_officer)]
    # Each of another officer: a new upload of one's own takes the place of the one before.
    batches += [type(batches[0]).objects.create(owner=owner, rows=rows, created_by=petition_officer) for _n in range(3)]
    counts = at_once(lambda number: confirm_import(batches[number], by=petition_officer).counts["new"])
    assert sorted(counts) == [0, 0, 0, 2]
    assert (Petition.objects.count(), RowMark.objects.count()) == (2, 2)


def test_a_statement_asked_for_twice_at_one_moment_is_made_once(petition_road, petition_officer, monkeypatch):
    petition_road.registered(R)
    looks = statements._made_already

    def look_slowly(facts, *, by):
        found = looks(facts, by=by)
        sleep(0.2)
        return found

    monkeypatch.setattr(statements, "_made_already", look_slowly)
    month = period(PeriodKind.MONTH, 2026, 10, 14)
    codes = at_once(lambda number: state_nothing(month, by=User.objects.get(pk=petition_officer.pk)).code)
    assert (len(set(codes)), NilStatement.objects.count()) == (1, 1)


@pytest.mark.postgres
@pytest.mark.parametrize("turned", ["years", "kinds"])
def test_two_bodies_import_at_once_in_whatever_order_their_rows_stand(
    turned, petition_road, petition_officer, commune_body
):
    """Codes are one series for the whole province, denunciations and years have series of their own."""
    for kind, day in ((C, DAY), (D, DAY), (C, date(2025, 5, 5))):
        petition_road.registered(kind, received_on=day)
    ends = {
        "years": ([complaint(f"Đơn {number}", day="05/06/2025") for number in range(15)], _complaints()),
        "kinds": ([denunciation(f"{number}/HSM-2026") for number in range(15)], _complaints()),
    }[turned]
    batches = []
    for owner_pk, (first, last) in ((petition_road.owner.pk, ends), (commune_body.pk, ends[::-1])):
        owner = Organisation.objects.select_related("unit").get(pk=owner_pk)
        rows = read_petitions(sheet(*first, *last), owner)
        batches.append(PetitionImport.objects.create(owner=owner, rows=rows, created_by=petition_officer))
    counts = at_once(lambda number: confirm_import(batches[number], by=petition_officer).counts, times=2)
    assert counts == [{"new": 30, "known": 0, "rejected": 0}] * 2


def _complaints():
    return [complaint(f"Đơn {number}", day="05/06/2026") for number in range(15)]


@pytest.mark.postgres
def test_a_sheet_is_imported_while_a_letter_is_split_and_others_are_registered(
    petition_road, petition_officer, commune_body
):
    mixed = petition_road.to(M, State.CLASSIFIED)
    parts = [{"kind": kind, "field": petition_road.field} for kind in (D, C, R)]
    parts = [
        {**part, **({"paper_file": "16/HS-2026"} if part["kind"] == D else {"summary": "Một phần"})} for part in parts
    ]
    owner = Organisation.objects.select_related("unit").get(pk=commune_body.pk)
    rows = read_petitions(sheet(*_complaints(), denunciation()), owner)
    batch = PetitionImport.objects.create(owner=owner, rows=rows, created_by=petition_officer)
    works = (
        lambda: confirm_import(batch, by=petition_officer).counts["new"],
        lambda: petition_road.make(mixed, "split", parts=parts, erases_words=True).state,
        lambda: [petition_road.registered(kind).kind for kind in (C, D, C)],
    )
    assert at_once(lambda number: works[number](), times=3) == [16, State.SPLIT, [C, D, C]]


def test_of_two_petitions_of_the_same_content_one_is_guided(petition_road, petition_officer):
    first = petition_road.registered(C)
    pair = [first, petition_road.registered(C, earlier=first)]
    for name in ("classify", "propose", "approve"):
        pair = [petition_road.make(one, name, Direction.GUIDE) for one in pair]
    documents = [petition_road.document() for _one in pair]

    def guide(number):
        data = {"document": documents[number]}
        return move(pair[number], "guide", by=petition_officer, on=DAY, data=data).state

    results = at_once(guide, times=2)
    assert sum(one == State.GUIDED for one in results) == 1
    assert sum(isinstance(one, MoveRefused) for one in results) == 1
    assert Petition.objects.filter(state=State.GUIDED).count() == 1


@pytest.mark.postgres
def test_guiding_the_later_while_the_first_is_found_to_be_a_denunciation(petition_road, petition_officer, monkeypatch):
    """Each holds one of the two and then asks for the other: the database undoes one, which is done anew."""
    first = petition_road.to(C, State.CLASSIFIED)
    later = petition_road.registered(C, earlier=first)
    for name in ("classify", "propose", "approve"):
        later = petition_road.make(later, name, Direction.GUIDE)
    document = petition_road.document()
    both_hold, met = Barrier(2), []

    def after_the_other_holds(work):
        def waiting(petition):
            met.append(petition.pk)
            if len(met) <= 2:
                both_hold.wait(timeout=20)
            return work(petition)

        return waiting

    for module, name in ((deciding, "hold_same_content"), (erasing, "_unlink_later")):
        monkeypatch.setattr(module, name, after_the_other_holds(getattr(module, name)))

    def make(number):
        if number:
            return move(later, "guide", by=petition_officer, on=DAY, data={"document": document}).state
        data = petition_road.data("classify", first) | {"kind": PetitionKind.DENUNCIATION, "round": ""}
        return move(first, "classify", by=petition_officer, on=DAY, data={**data, "paper_file": "15/HSM-2026"}).kind

    assert at_once(make, times=2) == [PetitionKind.DENUNCIATION, State.GUIDED]
    # One of the two was begun twice.
    assert sorted(met.count(pk) for pk in (first.pk, later.pk)) == [1, 2]
    assert Petition.objects.get(pk=later.pk).earlier_id is None


def test_one_form_plans_one_session_and_a_day_has_one_routine_session(receptions):
    token = uuid4()
    assert len({session.pk for session in at_once(lambda number: receptions.session(token=token))}) == 1
    routine = at_once(lambda number: receptions.session(kind=ReceptionKind.ROUTINE))
    assert sum(isinstance(one, ReceptionSession) for one in routine) == 1
    assert ReceptionSession.objects.count() == 2
    assert len(routine) == AT_ONCE
