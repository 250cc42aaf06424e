"""Every (kind, state, move, role) of a petition is walked, against a table written from docs/petitions.md."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from audit.models import AuditEvent
from handling.moves import MoveRefused, StaleVersion
from petitions.models import Direction, Petition, PetitionMove, PetitionNote
from petitions.models import PetitionState as State
from petitions.work import waiting
from petitions.workflow import MOVES, move, move_held, open_moves
from tests.conftest import make_user
from tests.petitions.petition_roads import DAY, IMPOSSIBLE, C, D, M, R, Road

pytestmark = pytest.mark.django_db

OFFICER, DECIDER, HANDLER, BOTH = "officer", "decider", "handler", "officer and leader"
OPEN = {"received", "classified", "proposed", "approved", "accepted", "in_progress", "suspended"}
#: Where a move leads back to the state in which another was made.
BACK = "back"
#: move → (states it starts from, state it ends in or None, kinds, who, the direction it carries out).
TABLE = {
    "classify": ({"received", "classified"}, "classified", {C, D, R, M}, OFFICER, None),
    "split": ({"classified"}, "split", {M}, OFFICER, None),
    "strike": ({"received", "classified"}, "struck", {C, D, R, M}, OFFICER, None),
    "propose": ({"classified"}, "proposed", {C, D, R}, OFFICER, None),
    "return_proposal": ({"proposed", "approved"}, "classified", {C, D, R}, DECIDER, None),
    "approve": ({"proposed"}, "approved", {C, D, R}, DECIDER, None),
    "accept": ({"approved"}, "accepted", {C, D, R}, OFFICER, "accept"),
    "decline": ({"approved"}, "declined", {C, D, R}, OFFICER, "decline"),
    "guide": ({"approved"}, "guided", {C, R}, OFFICER, "guide"),
    "transfer": ({"approved"}, "transferred", {C, D, R}, OFFICER, "transfer"),
    "return_to_sender": ({"approved"}, "returned", {C, D, R}, OFFICER, "return"),
    "ask_rewrite": ({"approved"}, "rewriting", {C, R}, OFFICER, "rewrite"),
    "resubmit": ({"rewriting"}, "received", {C, R}, OFFICER, None),
    "file": ({"approved"}, "filed", {C, D, R}, OFFICER, "file"),
    "start": ({"accepted"}, "in_progress", {C, D, R}, HANDLER, None),
    "change_lead": ({"in_progress", "suspended"}, None, {C, R}, OFFICER, None),
    "settle": ({"in_progress"}, "settled", {C, D}, HANDLER, None),
    "reply": ({"accepted", "in_progress"}, "replied", {R}, HANDLER, None),
    "record_reply": ({"transferred", "replied"}, "replied", {C, D, R}, OFFICER, None),
    "record_letter": ({"transferred", "accepted", "in_progress"}, None, {C, D, R}, OFFICER, None),
    "publish": ({"settled"}, "published", {C, D}, HANDLER, None),
    "execute": ({"settled", "published"}, "executed", {C, D}, HANDLER, None),
    "hold_dialogue": ({"in_progress"}, None, {C}, HANDLER, None),
    "urge": ({"transferred", "accepted", "in_progress"}, None, {C, D, R}, BOTH, None),
    "extend": ({"accepted", "in_progress"}, None, {C, D, R}, DECIDER, None),
    "suspend": ({"accepted", "in_progress"}, "suspended", {C, D, R}, DECIDER, None),
    "resume": ({"suspended"}, BACK, {C, D, R}, DECIDER, None),
    "withdraw": (OPEN | {"rewriting"}, "withdrawn", {C, D, R, M}, OFFICER, None),
    "terminate": ({"accepted", "in_progress", "suspended"}, "terminated", {C, D}, DECIDER, None),
    "mark": (set(State) - {"closed", "split", "struck"}, None, {C, D, R, M}, OFFICER, None),
    "close": (
        {
            "transferred",
            "replied",
            "executed",
            "published",
            "declined",
            "guided",
            "returned",
            "filed",
            "withdrawn",
            "terminated",
            "rewriting",
        },
        "closed",
        {C, D, R, M},
        BOTH,
        None,
    ),
}
#: Moves that not every petition in their states has, and the states in which those of the road have them: there the
#: owner leads all that it accepts.
ON_THE_ROAD = {"record_letter": {"transferred"}, "urge": {"transferred"}}
ROLES = (
    "petition_officer",
    "commission_leader",
    "specialist",
    "registry_clerk",
    "clerk",
    "leader",
    "focal_point",
    "other_focal_point",
    "supervisor",
    "auditor",
    "administrator",
    "outsider",
    "sibling_clerk",
    "secretary",
    "commune_officer",
    "sibling_officer",
)
#: Who does in a commune what the commission's officer and leader do with its own petitions.
IN_A_COMMUNE = {"petition_officer": "commune_officer", "commission_leader": "leader"}
PLACES = [(kind, state) for kind in (C, D, R, M) for state in State if state not in IMPOSSIBLE[kind]]


@pytest.fixture
def commune_officer(commune_body):
    return make_user("petitions-a", "Phan Thị Xuân", Role.PETITION_OFFICER, commune_body)


@pytest.fixture
def sibling_officer(sibling_body):
    return make_user("petitions-b", "Tạ Văn Yên", Role.PETITION_OFFICER, sibling_body)


@pytest.fixture
def people(request):
    return {role: request.getfixturevalue(role) for role in ROLES}


@pytest.fixture(params=["commission", pytest.param("commune", marks=pytest.mark.slow)])
def book(request, petition_road, people, commune_body, lead_department, land):
    """(The road of petitions that a body of this level received, the roles that may make a move there)."""
    if request.param == "commission":
        return petition_road, expected
    own = {"officer": people["commune_officer"], "leader": people["leader"]}
    road = Road(commune_body, own, lead_department, land)
    return road, lambda petition, name: {IN_A_COMMUNE[role] for role in expected(petition, name)}


def makers(who, kind):
    """The roles of the cast that stand for a "who" of the table."""
    if who == OFFICER or (kind == D and who in (DECIDER, HANDLER, BOTH)):
        return {"petition_officer"}
    return {
        DECIDER: {"commission_leader"},
        HANDLER: {"petition_officer"},
        BOTH: {"petition_officer", "commission_leader"},
    }[who]


def expected(petition, name):
    """The roles that may make this move of this petition now."""
    sources, _target, kinds, who, direction = TABLE[name]
    fits = petition.state in ON_THE_ROAD.get(name, sources) and petition.kind in kinds
    if not fits or (direction and petition.direction != direction):
        return set()
    return makers(who, petition.kind)


def test_the_code_has_exactly_the_moves_of_the_design():
    assert {one.name: (set(one.sources), BACK if callable(one.target) else one.target) for one in MOVES} == {
        name: (sources, target) for name, (sources, target, *_rest) in TABLE.items()
    }


@pytest.mark.parametrize(("kind", "state"), PLACES)
def test_each_role_has_exactly_the_moves_of_the_design(kind, state, book, people):
    road, makers_of = book
    petition = Petition.objects.select_related("handling").get(pk=road.to(kind, state).pk)
    assert (petition.kind, petition.state) == (kind, state)
    offered = {role: {one.name for one in open_moves(person, petition)} for role, person in people.items()}
    assert offered == {role: {name for name in TABLE if role in makers_of(petition, name)} for role in people}


@pytest.mark.parametrize("direction", [one for one in Direction if one != Direction.REWRITE])
def test_an_approved_petition_can_go_the_approved_way_alone(direction, petition_road, petition_officer):
    petition = petition_road.to(C, State.APPROVED, direction)
    ways = {name for name, row in TABLE.items() if row[4]}
    offered = {one.name for one in open_moves(petition_officer, petition)} & ways
    assert offered == {name for name in ways if TABLE[name][4] == direction}


@pytest.mark.parametrize(("kind", "state"), PLACES)
def test_every_other_move_is_refused_and_writes_nothing(kind, state, book, people):
    road, makers_of = book
    petition = Petition.objects.for_move().get(pk=road.to(kind, state).pk)
    data = {"document": road.document(), "day": DAY}
    written = [model.objects.count() for model in (PetitionMove, PetitionNote, AuditEvent)]
    for name in TABLE:
        may = makers_of(petition, name)
        for role, person in people.items():
            if role not in may:
                with pytest.raises((MoveRefused, PermissionDenied)):
                    move_held(petition, name, by=person, on=DAY, data=data)
    row = Petition.objects.get(pk=petition.pk)
    assert (row.state, row.version) == (petition.state, petition.version)
    assert [model.objects.count() for model in (PetitionMove, PetitionNote, AuditEvent)] == written


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for name, row in TABLE.items() for kind in sorted(row[2])])
def test_every_move_of_the_design_is_made_and_written_down(kind, name, petition_road):
    sources, target, _kinds, _who, direction = TABLE[name]
    sources = ON_THE_ROAD.get(name, sources)
    state = next(one for one in State if one in sources and one not in IMPOSSIBLE[kind])
    petition = petition_road.to(kind, state, Direction(direction) if direction else Direction.ACCEPT)
    moved = petition_road.make(petition, name, Direction(direction) if direction else Direction.ACCEPT)
    # The road suspends what is in progress.
    assert moved.state == (State.IN_PROGRESS if target == BACK else target or state)
    entry = moved.history.last()
    assert (entry.move, entry.from_state, entry.to_state, entry.version) == (name, state, moved.state, moved.version)
    event = AuditEvent.objects.filter(object_type="petitions.petition", action="moved").first()
    assert (event.object_label, event.changes) == (moved.code, {"state": [str(state), str(moved.state)]})


def test_who_leads_the_settlement_handles_everything_but_denunciations(petition_road, focal_point, lead_department):
    petition = petition_road.to(C, State.ACCEPTED)
    started = petition_road.make(petition, "start", lead=lead_department)
    assert {one.name for one in open_moves(focal_point, started)} == {"settle", "hold_dialogue"}
    denunciation = petition_road.to(D, State.ACCEPTED)
    with pytest.raises(ValidationError) as refused:
        petition_road.make(denunciation, "start", lead=lead_department)
    assert list(refused.value.message_dict) == ["lead"]


def test_letters_of_the_body_that_leads_are_recorded_until_it_is_settled(petition_road, lead_department):
    petition = petition_road.make(petition_road.to(C, State.ACCEPTED), "start", lead=lead_department)
    for _letter in range(2):
        petition = petition_road.make(petition, "record_letter")
    assert petition.state == State.IN_PROGRESS
    assert [paper.body for paper in petition.papers.filter(kind="interim")] == [lead_department] * 2
    petition_road.make(petition, "urge")
    own = petition_road.to(C, State.IN_PROGRESS)
    for name in ("record_letter", "urge"):
        with pytest.raises(MoveRefused):
            petition_road.make(own, name)


def test_an_interim_reply_leaves_the_petition_to_be_urged_and_others_follow_the_reply(petition_road, lead_department):
    petition = petition_road.make(petition_road.to(R, State.TRANSFERRED), "record_letter")
    assert petition.state == State.TRANSFERRED
    petition = petition_road.make(petition_road.make(petition, "urge"), "record_reply")
    assert petition_road.make(petition, "record_reply").state == State.REPLIED
    assert petition.papers.filter(kind__in=("reply", "interim"), body=lead_department).count() == 3


def test_the_leader_of_the_commission_decides_what_a_department_received(
    lead_department, commission_body, commission_leader, leader, land, petition_rules
):
    officer = make_user("so.donthu", "Trần Thị Thư", Role.PETITION_OFFICER, lead_department)
    people = {"officer": officer, "leader": commission_leader}
    proposed = Road(lead_department, people, commission_body, land).to(R, State.PROPOSED)
    assert list(waiting(commission_leader, DAY)) == [proposed]
    assert {one.name for one in open_moves(commission_leader, proposed)} == {"approve", "return_proposal"}
    assert open_moves(leader, proposed) == []


def test_the_leader_of_the_commission_decides_nothing_of_a_commune(
    commune_body, leader, commission_leader, commission_body, land, petition_rules
):
    people = {"officer": make_user("xa.donthu", "Lê Thị Na", Role.PETITION_OFFICER, commune_body), "leader": leader}
    proposed = Road(commune_body, people, commission_body, land).to(R, State.PROPOSED)
    assert list(waiting(commission_leader, DAY)) == []
    assert open_moves(commission_leader, proposed) == []
    assert {one.name for one in open_moves(leader, proposed)} == {"approve", "return_proposal"}


def test_after_its_own_answer_a_body_records_no_reply_of_another(petition_road, petition_officer):
    answered = petition_road.make(petition_road.to(R, State.ACCEPTED), "reply")
    assert {one.name for one in open_moves(petition_officer, answered)} == {"mark", "close"}


def test_whoever_is_second_is_told_so(petition_road, petition_officer):
    petition = petition_road.to(R, State.RECEIVED)
    data = petition_road.data("classify", petition)
    move(petition, "classify", by=petition_officer, on=DAY, data=data, version=petition.version)
    with pytest.raises(StaleVersion) as stale:
        move(petition, "classify", by=petition_officer, on=DAY, data=data, version=petition.version)
    assert stale.value.current.state == State.CLASSIFIED
