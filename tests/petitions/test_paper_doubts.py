"""A number that another paper has, or that says another kind, is told of and taken all the same."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from petitions.models import Petition
from petitions.models import PetitionState as State
from petitions.paper_doubts import doubts_of
from registers.services import record_document
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db


def doubts(petition, number, *, user, kinds=(), date=DAY, issuer=None):
    with translation.override("en"):
        return doubts_of(petition, number, date=date, kinds=kinds, issuer=issuer or petition.owner, user=user)


def paper(road, typed="12-TB/BTGDV"):
    number, symbol = typed.split("-", 1)
    return record_document(type="notice", number=number, symbol=symbol, date=DAY, by=road.people["officer"])


@pytest.mark.parametrize(
    ("number", "kinds", "told"),
    [
        ("12-QĐ/BTGDV", ("TB",), True),
        ("12-TB/BTGDV", ("TB",), False),
        ("12/KL-UBND", ("QĐ", "KL"), False),
        ("12", ("TB",), False),
        ("12-QĐ/BTGDV", (), False),
    ],
)
def test_a_kind_that_is_not_that_of_the_paper_is_told(number, kinds, told, petition_road):
    found = doubts(petition_road.registered(C), number, kinds=kinds, user=petition_road.people["officer"])
    assert [("QĐ" in one and "TB" in one) for one in found] == ([True] if told else [])


def test_a_number_of_the_same_petition_is_told(petition_road):
    petition = petition_road.to(C, State.APPROVED)
    petition = petition_road.make(petition, "accept", document=paper(petition_road))
    officer = petition_road.people["officer"]
    (told,) = doubts(petition, "12-TB/BTGDV", user=officer)
    assert "Acceptance notice" in told
    assert doubts(petition, "13-TB/BTGDV", user=officer) == []
    assert doubts(petition, "12-TB/BTGDV", user=officer, date=DAY.replace(year=2027)) == []


def test_a_number_of_another_petition_of_the_body_is_told_to_those_who_see_that(petition_road, lead_department):
    denounced = petition_road.to(D, State.APPROVED)
    petition_road.make(denounced, "accept", document=paper(petition_road, "77-TB"))
    petition, people = petition_road.to(R, State.TRANSFERRED), petition_road.people
    (told,) = doubts(petition, "77-TB", user=people["officer"])
    assert denounced.code not in told
    # A leader reads no denunciation, and is not told that there is one.
    assert doubts(petition, "77-TB", user=people["leader"]) == []
    # Another body numbers its letters by itself.
    assert doubts(petition, "77-TB", user=people["officer"], issuer=lead_department) == []


def test_the_page_takes_it_and_warns(petition_road, client_of):
    petition = petition_road.to(C, State.APPROVED)
    client = client_of(petition_road.people["officer"])
    sent = {"document_date": f"{DAY:%d/%m/%Y}", "document_number": "12-QĐ/BTGDV"}
    url = reverse("petitions:petition_move", args=[petition.code, "accept"])
    answer = client.post(url, sent | {"version": petition.version})
    levels = [message.level_tag for message in get_messages(answer.wsgi_request)]
    assert (answer.status_code, levels) == (302, ["success", "warning"])
    url = reverse("petitions:petition_move", args=[petition.code, "start"])
    version = Petition.objects.get(pk=petition.pk).version
    answer = client.post(url, sent | {"version": version, "lead": petition.owner_id})
    levels = [message.level_tag for message in get_messages(answer.wsgi_request)]
    assert (answer.status_code, levels[-2:]) == (302, ["success", "warning"])
