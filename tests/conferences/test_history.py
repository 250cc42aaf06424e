"""The database itself keeps the histories from being changed or deleted."""

import pytest
from django.db import IntegrityError, transaction

from conferences.models import ConferenceMove, OpinionMove
from conferences.services.opinions import ContentItem, TurnData, register_turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def moves(held_conference, clerk):
    turn = TurnData(
        unit=held_conference.unit,
        conference=held_conference,
        taken_on=held_conference.held_on,
        items=(ContentItem("Đường thôn"),),
    )
    register_turn(turn, by=clerk, on=held_conference.held_on)
    ConferenceMove.objects.create(
        conference=held_conference, move="hold", to_state="held", on=held_conference.held_on, by=clerk, version=1
    )
    return OpinionMove, ConferenceMove


@pytest.mark.parametrize("change", [lambda rows: rows.update(to_state="closed"), lambda rows: rows.delete()])
def test_a_history_row_is_neither_changed_nor_deleted(change, moves):
    for model in moves:
        with pytest.raises(IntegrityError), transaction.atomic():
            change(model.objects.all())
        assert model.objects.count() == 1
