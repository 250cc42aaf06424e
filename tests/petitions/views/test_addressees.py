"""The body a petition was transferred to sees who sent it, as on the slip, and what is asked of it."""

import pytest
from django.urls import reverse

from petitions.models import PetitionState as State
from tests.petitions.petition_roads import C, D

pytestmark = pytest.mark.django_db


def page(client, petition):
    return client.get(reverse("petitions:petition", args=[petition.code]))


def test_the_addressee_sees_the_sender_and_what_to_do(petition_road, focal_point, supervisor, client_of):
    petition = petition_road.to(C, State.TRANSFERRED)
    text = page(client_of(focal_point), petition).content.decode()
    assert ("Nguyễn Văn A" in text, "Đơn được chuyển đến cơ quan của bạn" in text) == (True, True)
    # The control: who only reads the tree sees neither.
    text = page(client_of(supervisor), petition).content.decode()
    assert ("Nguyễn Văn A" in text, "Đơn được chuyển đến cơ quan của bạn" in text) == (False, False)


def test_others_and_denunciations_stay_closed(petition_road, focal_point, other_focal_point, client_of):
    assert page(client_of(other_focal_point), petition_road.to(C, State.TRANSFERRED)).status_code == 404
    assert page(client_of(focal_point), petition_road.to(D, State.TRANSFERRED)).status_code == 404


def test_reasons_and_instructions_are_of_the_body_that_decided(petition_road, client_of, petition_officer, focal_point):
    petition = petition_road.to(C, State.TRANSFERRED)
    texts = [page(client_of(one), petition).content.decode() for one in (petition_officer, focal_point)]
    assert ["Theo đề nghị của cán bộ" in text for text in texts] == [True, False]
