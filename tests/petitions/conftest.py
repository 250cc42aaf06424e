"""The cast of petitions: the commission receives them; its officer works on them and its leader decides."""

from datetime import date, timedelta

import pytest

from registers.loading import load_reasons
from registers.models import Field, RuleParameter
from tests.petitions.petition_roads import Road
from tests.petitions.receptions_cast import Receptions

SINCE = date(2018, 1, 1)
#: The rules that petitions ask for, as `registers/data/rules.csv` ships them.
RULES = {
    "petition.process": (10, "working"),
    "petition.notice": (10, "working"),
    "petition.reply_awaited": (20, "working"),
    "recommendation.settle": (30, "calendar"),
    "recommendation.extension_max": (90, "calendar"),
    "complaint.accept": (10, "calendar"),
    "complaint.first.settle": (30, "calendar"),
    "complaint.first.settle_complex": (45, "calendar"),
    "complaint.first.settle_remote": (45, "calendar"),
    "complaint.first.settle_remote_complex": (60, "calendar"),
    "complaint.second.settle": (45, "calendar"),
    "complaint.second.settle_complex": (60, "calendar"),
    "complaint.second.settle_remote": (60, "calendar"),
    "complaint.second.settle_remote_complex": (70, "calendar"),
    "denunciation.preliminary": (7, "working"),
    "denunciation.transfer_if_not_competent": (5, "working"),
    "denunciation.settle": (30, "calendar"),
    "denunciation.extension": (30, "calendar"),
    "denunciation.extensions": (0, "count"),
    "denunciation.extensions_complex": (1, "count"),
    "denunciation.extensions_very_complex": (2, "count"),
    "complaint.second.dialogue": (1, "required"),
}
#: The rules of receptions that changed on 01/07/2026 stand with both their values.
RECEPTION_RULES = {
    "reception.delegation_people": (5, "people"),
    "reception.representatives": (2, "people"),
    "reception.many_representatives_from": (10, "people"),
    "reception.many_representatives": (5, "people"),
}
CHANGED_RULES = {"reception.delegation_allowed": (1, 0), "reception.online_allowed": (0, 1)}
CHANGE = date(2026, 7, 1)


@pytest.fixture
def petition_rules(db):
    RuleParameter.objects.bulk_create(
        RuleParameter(key=key, value=value, unit=unit, valid_from=SINCE) for key, (value, unit) in RULES.items()
    )
    load_reasons()


@pytest.fixture
def land(db):
    parent = Field.objects.create(code="02", name_vi="Giải phóng mặt bằng", name_en="Site clearance")
    return Field.objects.create(code="0201", name_vi="Bồi thường, hỗ trợ", name_en="Compensation", parent=parent)


@pytest.fixture
def petition_road(commission_body, petition_officer, commission_leader, lead_department, land, petition_rules):
    return Road(commission_body, {"officer": petition_officer, "leader": commission_leader}, lead_department, land)


@pytest.fixture
def reception_rules(db):
    rules = [
        RuleParameter(key=key, value=value, unit=unit, valid_from=SINCE)
        for key, (value, unit) in RECEPTION_RULES.items()
    ]
    for key, (before, after) in CHANGED_RULES.items():
        until = CHANGE - timedelta(days=1)
        rules.append(RuleParameter(key=key, value=before, unit="allowed", valid_from=SINCE, valid_until=until))
        rules.append(RuleParameter(key=key, value=after, unit="allowed", valid_from=CHANGE))
    for level, days in (("province", 1), ("commune", 2)):
        rules.append(
            RuleParameter(key="reception.days", level=level, value=days, unit="days_per_month", valid_from=SINCE)
        )
    RuleParameter.objects.bulk_create(rules)
    load_reasons()


@pytest.fixture
def receptions(commission_body, petition_officer, reception_rules):
    return Receptions(commission_body, petition_officer)
