"""A held conference of commune A, and the road its opinions are walked along."""

import pytest

from tests.conferences.conftest import document, field, held_conference, ministry, rules  # noqa: F401
from tests.conferences.opinion_roads import Road


@pytest.fixture
def road(held_conference, field, lead_department, commission_body, clerk, commission_leader, focal_point):  # noqa: F811
    return Road(
        held_conference,
        field=field,
        lead=lead_department,
        assigner=commission_body,
        clerk=clerk,
        chief=commission_leader,
        focal_point=focal_point,
    )
