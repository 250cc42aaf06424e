"""Two people press at once: nothing is registered, planned or guided twice."""

from uuid import uuid4

import pytest

from handling.moves import MoveRefused
from petitions.models import Direction, Petition, ReceptionKind, ReceptionSession, RowMark
from petitions.models import PetitionState as State
from petitions.petition_sheets import read_petitions
from petitions.services.petition_import import confirm_import, start_import
from petitions.workflow import move
from registers.models import Organisation
from tests.at_once import AT_ONCE, at_once
from tests.petitions.petition_roads import DAY, C
from tests.petitions.test_petition_import import complaint, sheet

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


def test_one_form_plans_one_session_and_a_day_has_one_routine_session(receptions):
    token = uuid4()
    assert len({session.pk for session in at_once(lambda number: receptions.session(token=token))}) == 1
    routine = at_once(lambda number: receptions.session(kind=ReceptionKind.ROUTINE))
    assert sum(isinstance(one, ReceptionSession) for one in routine) == 1
    assert ReceptionSession.objects.count() == 2
    assert len(routine) == AT_ONCE
