"""After a merger whoever acts for the successor goes on with the petitions and receptions of the bodies before it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.reach import forget_reach, reach_of
from accounts.roles import Role
from handling.kinds import kinds
from petitions import permissions
from petitions.models import Petition, ReceptionSession
from petitions.models import PetitionState as State
from petitions.work import reminded, waiting
from petitions.workflow import move, open_moves
from tests.conftest import make_organisation, make_user
from tests.petitions.petition_roads import DAY, C, D

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
ENDED = date(2026, 10, 1)


@pytest.fixture
def merged(petition_road, commission_body):
    """The owner became part of another body, and that one of a third: (officer, leader) of the third."""
    between = make_organisation("GIUA", "Ban ở giữa", commission_body.unit, "party", 6)
    last = make_organisation("MOI", "Ban mới", commission_body.unit, "party", 5)
    bodies = type(last).objects
    bodies.filter(pk=between.pk).update(successor=last, valid_until=ENDED)
    bodies.filter(pk=petition_road.owner.pk).update(successor=between, valid_until=ENDED)
    officer = make_user("moi.donthu", "Cán bộ mới", Role.PETITION_OFFICER, last)
    return officer, make_user("moi.lanhdao", "Lãnh đạo mới", Role.COMMISSION_LEADER, last)


@pytest.mark.parametrize("kind", [C, D])
def test_the_successors_officer_sees_moves_is_asked_and_reminded(kind, petition_road, merged):
    petition, (officer, _leader) = petition_road.registered(kind), merged
    assert Petition.objects.visible_to(officer).filter(pk=petition.pk).exists()
    assert "classify" in [move.name for move in open_moves(officer, petition)]
    assert petition in waiting(officer, TODAY)
    rows = Petition.objects.filter(pk=petition.pk)
    assert (petition.handling_id, officer.pk) in reminded(rows, TODAY)
    moved = move(petition, "classify", by=officer, on=DAY, data=petition_road.data("classify", petition))
    assert moved.state == State.CLASSIFIED


def test_the_successors_leader_decides(petition_road, merged):
    petition, (_officer, leader) = petition_road.to(C, State.PROPOSED), merged
    assert "approve" in [move.name for move in open_moves(leader, petition)]
    assert petition in waiting(leader, TODAY)


def test_who_speaks_for_the_successor_of_the_lead_goes_on(petition_road, lead_department, merged):
    new = make_organisation("SO-MOI", "Sở mới", lead_department.unit, "state", 30)
    lead_department.successor, lead_department.valid_until = new, ENDED
    lead_department.save()
    petition = petition_road.to(C, State.IN_PROGRESS)
    petition.handling.lead = lead_department
    petition.handling.save()
    focal = make_user("so.moi", "Đầu mối mới", Role.FOCAL_POINT, new)
    assert petition in Petition.objects.visible_to(focal)
    assert "settle" in [move.name for move in open_moves(focal, petition)]
    assert petition in waiting(focal, TODAY)
    assert (petition.handling_id, focal.pk) in reminded(Petition.objects.all(), TODAY)


def test_an_officer_of_another_body_sees_nothing_of_it(petition_road, merged, lead_department):
    """The control: it is the succession that opens it."""
    petition = petition_road.registered(D)
    stranger = make_user("khac.donthu", "Cán bộ khác", Role.PETITION_OFFICER, lead_department)
    assert not Petition.objects.visible_to(stranger).exists()
    assert open_moves(stranger, petition) == []


def test_a_body_whose_successor_is_only_named_goes_on_itself(petition_road, commission_body, petition_officer):
    new = make_organisation("MOI", "Ban mới", commission_body.unit, "party", 5)
    officer = make_user("moi.donthu", "Cán bộ mới", Role.PETITION_OFFICER, new)
    petition, today = petition_road.registered(C), timezone.localdate()
    for last_day, seen in ((None, False), (today, False), (today - timedelta(days=1), True)):
        type(new).objects.filter(pk=petition.owner_id).update(successor=new, valid_until=last_day)
        forget_reach(officer)
        assert Petition.objects.visible_to(officer).filter(pk=petition.pk).exists() is seen


def test_receptions_go_on_and_new_ones_are_of_the_body_of_today(receptions, merged):
    session, (officer, _leader) = receptions.session(), merged
    assert permissions.receives(officer, session)
    assert session in ReceptionSession.objects.visible_to(officer)
    own = reach_of(officer).organisations_of(Role.PETITION_OFFICER)
    assert permissions.bodies_receiving(officer) == permissions.bodies_registering(officer) == own
    assert session.owner_id not in own


def test_reminders_ask_as_often_whatever_there_is(petition_road, merged, django_assert_num_queries):
    kind = next(one for one in kinds() if one.key == "petition")
    for _time in range(2):
        petition_road.registered(C, on=DAY)
        with django_assert_num_queries(6):
            kind.reminded(Petition.objects.all(), TODAY)
