"""A reason of a move has the name of the day of the move, not of the day the letter came."""

from datetime import timedelta

import pytest

from petitions.models import Direction
from petitions.models import PetitionState as State
from petitions.reason_words import decline_words
from registers.models import ListedReason
from tests.petitions.petition_roads import DAY, C

pytestmark = pytest.mark.django_db


def test_the_page_names_a_reason_as_on_the_day_it_was_proposed(petition_road, client_of):
    petition = petition_road.to(C, State.PROPOSED, Direction.DECLINE)
    assert petition.received_on < DAY
    old = ListedReason.objects.get(list="decline", code=petition.decline_reason, valid_until=None)
    words = {"list": old.list, "code": old.code, "name_en": "New name", "rank": old.rank}
    ListedReason.objects.create(**words, name="Tên mới", valid_from=DAY)
    page = client_of(petition_road.people["officer"]).get(f"/petitions/{petition.code}/")
    assert page.context["decline_words"] == decline_words(petition) in ("Tên mới", "New name")
    ListedReason.objects.filter(valid_from=DAY).update(valid_from=DAY + timedelta(days=1))
    assert decline_words(petition) not in ("Tên mới", "New name")
