import datetime

import pytest

from conferences.models import Conference, ConferenceStaff
from registers.models import Field, OfficialDocument, Organisation, RuleParameter
from tests.conferences.opinion_roads import Road


@pytest.fixture
def rules(db):
    """The rule parameters that moves read."""
    since = datetime.date(2018, 1, 1)
    for key, value, unit in (
        ("opinion.answer_after", 15, "working"),
        ("opinion.answer_after_complex", 30, "working"),
        ("opinion.extension_max", 366, "calendar"),
        ("dialogue.announce_before", 7, "calendar"),
    ):
        RuleParameter.objects.create(key=key, value=value, unit=unit, valid_from=since, verified=True)


@pytest.fixture
def held_conference(db, commune_a, secretary, rules):
    """A conference of commune A that was held, served by the secretary."""
    conference = Conference.objects.create(
        code="HN-2026-9001",
        title="Hội nghị tiếp xúc, đối thoại với Nhân dân",
        level=commune_a.level,
        unit=commune_a,
        held_on=datetime.date(2026, 10, 1),
        planned_participants=120,
        participants=118,
        state="held",
    )
    ConferenceStaff.objects.create(conference=conference, user=secretary, valid_from=datetime.date(2026, 9, 1))
    return conference


@pytest.fixture
def ministry(db, province):
    return Organisation.objects.create(
        code="BO-XD", name="Bộ Xây dựng", unit=province, side="state", rank=10, valid_from=datetime.date(2018, 1, 1)
    )


@pytest.fixture
def field(db):
    parent = Field.objects.create(code="04", name_vi="Giao thông", name_en="Transport")
    return Field.objects.create(code="0401", name_vi="Đường thôn, xã", name_en="Village roads", parent=parent)


@pytest.fixture
def document(db, province):
    return OfficialDocument.objects.create(
        type="official_letter", number="120", symbol="CV/BTGDVTU", date=datetime.date(2026, 10, 6), issuer_name="Ban"
    )


@pytest.fixture
def road(held_conference, field, lead_department, commission_body, clerk, commission_leader, focal_point):
    """Walks opinions of the held conference to a state, as the people of the cast do."""
    return Road(
        held_conference,
        field=field,
        lead=lead_department,
        assigner=commission_body,
        clerk=clerk,
        chief=commission_leader,
        focal_point=focal_point,
    )
