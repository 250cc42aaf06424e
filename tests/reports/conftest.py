"""Held conferences of commune A with their opinions, for tests that count, freeze and print them."""

from datetime import date
from itertools import count

import pytest

from conferences.models import Conference, ConferenceStaff
from registers.models import Field, RuleParameter
from tests.conferences.opinion_roads import Road
from tests.petitions.conftest import land, petition_road, petition_rules  # noqa: F401

DAY = date(2026, 10, 1)
_numbers = count(1)


@pytest.fixture
def rules(db):
    """The rule parameters that moves read."""
    for key, value, unit in (
        ("opinion.answer_after", 15, "working"),
        ("opinion.answer_after_complex", 30, "working"),
        ("dialogue.announce_before", 7, "calendar"),
    ):
        RuleParameter.objects.create(
            key=key, value=value, unit=unit, valid_from=date(2018, 1, 1), legal_basis="Luật", verified=True
        )


@pytest.fixture
def field(db):
    parent = Field.objects.create(code="04", name_vi="Giao thông", name_en="Transport")
    return Field.objects.create(code="0401", name_vi="Đường thôn, xã", name_en="Village roads", parent=parent)


@pytest.fixture
def other_field(db):
    parent = Field.objects.create(code="01", name_vi="Đất đai", name_en="Land")
    return Field.objects.create(code="0101", name_vi="Cấp giấy chứng nhận", name_en="Land titles", parent=parent)


def hold(unit, held_on=DAY, participants=100, **values):
    """A held conference of a unit."""
    number = next(_numbers)
    return Conference.objects.create(
        code=f"HN-{held_on:%Y}-{number:04d}",
        title="Hội nghị tiếp xúc, đối thoại với Nhân dân",
        level=unit.level,
        unit=unit,
        held_on=held_on,
        participants=participants,
        state="held",
        **values,
    )


@pytest.fixture
def conference(commune_a, secretary, rules):
    """A held conference of commune A, served by the secretary."""
    held = hold(commune_a)
    ConferenceStaff.objects.create(conference=held, user=secretary, valid_from=date(2026, 9, 1))
    return held


@pytest.fixture
def road_of(rules, field, lead_department, commission_body, clerk, commission_leader, focal_point):
    """`road_of(conference)` walks opinions of it; the commission stands for whoever registers them."""

    def make(conference, field=field):
        return Road(
            conference,
            field=field,
            lead=lead_department,
            assigner=commission_body,
            clerk=commission_leader,
            chief=commission_leader,
            focal_point=focal_point,
        )

    return make
