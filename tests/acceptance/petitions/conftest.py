"""The cast and roads of the tests of petitions, and a conference with opinions."""

from tests.conferences.conftest import held_conference, rules  # noqa: F401
from tests.petitions.conftest import (  # noqa: F401
    land,
    petition_road,
    petition_rules,
    reception_rules,
    receptions,
)
