"""A small world for the main job: two communes, bodies, one person per role, and a conference held ten days ago."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from conferences.models import Conference
from registers.models import Field, RuleParameter
from tests.conferences.opinion_roads import Road

from .portal import ENGINES, portal_on

SINCE = date(2018, 1, 1)


@pytest.fixture(scope="session", params=ENGINES)
def demo(request, tmp_path_factory):
    """A portal of its own with the whole demonstration, and no worker yet. A summary takes a worker's thread 0.4 s."""
    folder = tmp_path_factory.mktemp("demo")
    with portal_on(request.param, folder, "demo", queue=10, SUMMARY_SECONDS="0.4") as portal:
        portal.manage("load_demo")
        yield portal


@pytest.fixture
def rules(db):
    for key, value, unit in (
        ("opinion.answer_after", 15, "working"),
        ("opinion.answer_after_complex", 30, "working"),
        ("dialogue.announce_before", 7, "calendar"),
    ):
        RuleParameter.objects.create(key=key, value=value, unit=unit, valid_from=SINCE, verified=True)


@pytest.fixture
def field(db):
    parent = Field.objects.create(code="04", name_vi="Giao thông", name_en="Transport")
    return Field.objects.create(code="0401", name_vi="Đường thôn, xã", name_en="Village roads", parent=parent)


@pytest.fixture
def conference(commune_a, commission_body, rules, field):
    return Conference.objects.create(
        code="HN-2026-9001",
        title="Hội nghị tiếp xúc, đối thoại với Nhân dân xã Kim Liên",
        level=commune_a.level,
        unit=commune_a,
        organiser=commission_body,
        held_on=timezone.localdate() - timedelta(days=10),
        planned_participants=120,
        participants=118,
        state="held",
    )


@pytest.fixture
def road(conference, field, lead_department, commission_body, clerk, commission_leader, focal_point):
    """Walks further opinions of the conference to a state, as the services do."""
    return Road(
        conference,
        field=field,
        lead=lead_department,
        assigner=commission_body,
        clerk=clerk,
        chief=commission_leader,
        focal_point=focal_point,
    )
