"""Which papers of a petition may be made in which state, and in which letterheads."""

import pytest

from petitions.models import Direction, PaperKind, Source
from petitions.models import PetitionState as State
from registers.models import Organisation
from reports.papers.petition_papers import PAPER_TYPES, letterheads_of, offers_of
from tests.petitions.petition_roads import C, D, M, R

pytestmark = pytest.mark.django_db
RECEIPT, PROPOSAL = "receipt", "proposal_slip"


def offered(petition):
    petition.refresh_from_db()
    offers = offers_of(petition, list(petition.papers.select_related("document")))
    return [(offer.type.key, "recorded" if offer.recorded else "open") for offer in offers]


def opens(*keys):
    return [(key, "open") for key in keys]


@pytest.mark.parametrize(
    ("kind", "state", "direction", "papers"),
    [
        (C, State.RECEIVED, "", opens(RECEIPT)),
        (M, State.RECEIVED, "", opens(RECEIPT)),
        (C, State.CLASSIFIED, "", opens(RECEIPT)),
        (C, State.PROPOSED, Direction.ACCEPT, opens(RECEIPT, PROPOSAL)),
        (C, State.APPROVED, Direction.ACCEPT, opens(RECEIPT, PROPOSAL, "acceptance_notice")),
        (C, State.APPROVED, Direction.DECLINE, opens(RECEIPT, PROPOSAL, "refusal_notice")),
        (R, State.APPROVED, Direction.GUIDE, opens(RECEIPT, PROPOSAL, "guidance_slip")),
        (R, State.APPROVED, Direction.TRANSFER, opens(RECEIPT, PROPOSAL, "transfer_slip")),
        (R, State.APPROVED, Direction.REWRITE, opens(RECEIPT, PROPOSAL)),
        (C, State.GUIDED, "", [*opens(RECEIPT, PROPOSAL), ("guidance_slip", "recorded")]),
        (C, State.DECLINED, "", [*opens(RECEIPT, PROPOSAL), ("refusal_notice", "recorded")]),
        (
            *(C, State.TRANSFERRED, ""),
            [*opens(RECEIPT, PROPOSAL), ("transfer_slip", "recorded"), ("urging_letter", "open")],
        ),
        (C, State.IN_PROGRESS, "", [*opens(RECEIPT, PROPOSAL), ("acceptance_notice", "recorded")]),
        (C, State.SETTLED, "", [*opens(RECEIPT, PROPOSAL), ("acceptance_notice", "recorded")]),
        (C, State.FILED, "", opens(RECEIPT, PROPOSAL)),
    ],
)
def test_papers_follow_the_state_and_the_direction(paper_road, kind, state, direction, papers):
    source = Source.IN_PERSON
    assert offered(paper_road.to(kind, state, direction or Direction.ACCEPT, source=source)) == papers


def test_an_urging_letter_may_be_written_again_beside_the_recorded_ones(paper_road):
    petition = paper_road.to(C, State.TRANSFERRED)
    for _time in range(2):
        petition = paper_road.make(petition, "urge")
    assert offered(petition)[-3:] == [*[("urging_letter", "recorded")] * 2, ("urging_letter", "open")]


def test_whoever_settles_it_is_urged_and_nobody_urges_themselves(paper_road, lead_department):
    petition = paper_road.to(C, State.ACCEPTED)
    assert "urging_letter" not in dict(offered(petition))
    assert "urging_letter" in dict(offered(paper_road.make(petition, "start", lead=lead_department)))
    assert "urging_letter" not in dict(offered(paper_road.to(C, State.IN_PROGRESS)))


def test_what_was_returned_by_the_leader_is_proposed_no_more(paper_road):
    petition = paper_road.make(paper_road.to(C, State.PROPOSED), "return_proposal")
    assert offered(petition) == opens(RECEIPT)


@pytest.mark.parametrize("source", [known for known in Source if known not in (Source.IN_PERSON, Source.RECEPTION)])
def test_a_receipt_is_for_what_was_handed_in(paper_road, source):
    assert offered(paper_road.registered(C, source=source)) == []


@pytest.mark.parametrize("state", [State.RECEIVED, State.APPROVED, State.TRANSFERRED, State.IN_PROGRESS, State.CLOSED])
def test_nothing_of_a_denunciation_is_offered(paper_road, state):
    petition = paper_road.to(D, state, source=Source.IN_PERSON)
    assert petition.papers.exists() == (state != State.RECEIVED)
    assert offered(petition) == []


def test_every_paper_names_how_it_is_recorded():
    recorded = {known.key: known.recorded_as for known in PAPER_TYPES}
    assert recorded == {
        "receipt": "",
        "proposal_slip": "",
        "guidance_slip": PaperKind.GUIDANCE,
        "transfer_slip": PaperKind.TRANSFER,
        "acceptance_notice": PaperKind.ACCEPTANCE,
        "refusal_notice": PaperKind.REFUSAL,
        "urging_letter": PaperKind.URGING,
    }


@pytest.mark.parametrize(
    ("side", "kind", "letterheads"),
    [
        ("party", "committee", ["party", "state"]),
        ("state", "authority", ["state", "party"]),
        ("party", "commission", ["party"]),
        ("state", "department", ["state"]),
        ("front", "front", ["state"]),
    ],
)
def test_a_body_prints_on_its_own_side_and_committees_on_both(side, kind, letterheads):
    assert letterheads_of(Organisation(side=side, kind=kind)) == letterheads
