"""A small world for the main job: two communes, bodies, one person per role, and a conference held ten days ago."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conferences.models import Conference
from tests.conferences.conftest import field, road, rules  # noqa: F401

from .portal import ENGINES, portal_on


@pytest.fixture(scope="session", params=ENGINES)
def demo(request, tmp_path_factory):
    """A portal of its own with the whole demonstration, and no worker yet. A summary takes a worker's thread 0.4 s."""
    folder = tmp_path_factory.mktemp("demo")
    with portal_on(request.param, folder, "demo", queue=10, SUMMARY_SECONDS="0.4") as portal:
        portal.manage("load_demo")
        yield portal


@pytest.fixture
def held_conference(commune_a, commission_body, rules):  # noqa: F811
    """In place of the one that the road has elsewhere: held ten days before whatever day it is."""
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
