"""What an opinion is may come to light while somebody answers it: it becomes a petition from there in one step."""

import pytest
from django.urls import reverse

from conferences.models import Opinion, OpinionText
from conferences.models.vocabulary import OpinionState
from conferences.tallies import differences
from petitions.models import Petition
from petitions.tallies import differences as petition_differences
from tests.conferences.conftest import field, held_conference, road, rules  # noqa: F401

pytestmark = pytest.mark.django_db
KNOWING = {"paper_file": "15/HSM-2026", "knows_erasure": "on"}


LATER = ["assigned", "in_progress", "answered", "verified"]


@pytest.mark.parametrize("state", LATER)
@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_an_opinion_under_way_is_turned_into_a_petition_in_one_step(
    state,
    kind,
    road,  # noqa: F811
    specialist,
    client_of,
    petition_officer,
    petition_rules,
    commission_body,
):
    opinion = road.to(state)
    client = client_of(specialist)
    more = KNOWING if kind == "denunciation" else {}
    data = {"kind": kind, "owner": commission_body.pk, "version": opinion.version, **more}
    assert client.post(reverse("petitions:opinion_to_petition", args=[opinion.code]), data).status_code == 302
    closed = Opinion.objects.get(pk=opinion.pk)
    assert (closed.state, closed.outcome, closed.is_counted) == (OpinionState.CLOSED, "petition", False)
    assert closed.decisions.filter(withdrawn=False).count() == 1
    assert closed.handling.done_on is not None
    assert Petition.objects.get().kind == kind
    assert OpinionText.objects.filter(opinion=closed).exists() is (kind == "complaint")
    assert differences() == petition_differences() == []
