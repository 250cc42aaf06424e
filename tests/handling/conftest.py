"""A held conference of commune A, and the road its opinions are walked along."""

from tests.conferences.conftest import document, field, held_conference, ministry, road, rules  # noqa: F401
