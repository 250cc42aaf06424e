from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from registers.models import RuleMissing, RuleParameter

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules():
    def rule(level, value, start, until=None):
        return RuleParameter.objects.create(
            key="dialogue.announce_before",
            level=level,
            value=value,
            unit="calendar",
            valid_from=start,
            valid_until=until,
        )

    rule("", 5, date(2018, 1, 1), date(2019, 12, 31))
    rule("", 7, date(2020, 1, 1))
    rule("commune", 10, date(2025, 7, 1))


@pytest.mark.parametrize(
    ("on", "level", "value"),
    [
        (date(2018, 1, 1), "", 5),
        (date(2019, 12, 31), "province", 5),
        (date(2020, 1, 1), "commune", 7),
        (date(2025, 7, 1), "commune", 10),
        (date(2026, 1, 1), "province", 7),
    ],
)
def test_the_rule_of_the_day_and_level_is_found(rules, on, level, value):
    assert RuleParameter.objects.for_date("dialogue.announce_before", on, level).value == value


def test_a_missing_rule_is_an_error_with_a_sentence(rules):
    with translation.override("en"), pytest.raises(RuleMissing) as missing:
        RuleParameter.objects.for_date("dialogue.announce_before", date(2017, 12, 31))
    assert str(missing.value) == "No rule “dialogue.announce_before” is in force on 31/12/2017."


def test_a_rule_begins_once_a_day_and_does_not_end_before(rules):
    with pytest.raises(IntegrityError, match=r"rule_once_per_level_and_start|UNIQUE"), transaction.atomic():
        RuleParameter.objects.create(
            key="dialogue.announce_before", value=1, unit="calendar", valid_from=date(2020, 1, 1)
        )
    with pytest.raises(IntegrityError, match="rule_ends_after_it_starts"), transaction.atomic():
        RuleParameter.objects.create(
            key="x", value=1, unit="calendar", valid_from=date(2020, 1, 1), valid_until=date(2019, 1, 1)
        )
