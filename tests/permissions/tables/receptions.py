"""Citizen reception: a session of the commission with a visitor and somebody who denounces, one that is planned."""

from datetime import date, time, timedelta

from django.utils import timezone

from petitions.models import PetitionKind, Receiver, ReceptionKind
from petitions.services.receptions import SessionData, plan_session
from petitions.services.registering import SenderData
from petitions.services.turns import TurnData, record_turn
from registers.models import RuleParameter
from tests.conftest import SINCE
from tests.permissions.rows import COMMISSION, DONE, SIGNED_IN, Row
from tests.permissions.tables import petition_statistics

DAY = date(2026, 10, 8)
TREES = (*COMMISSION, "clerk", "leader", "sibling_clerk", "supervisor", "auditor")
#: By unit tree; a commune reads nothing of the province. The officers of the body besides.
READERS = (*COMMISSION, "supervisor", "auditor", "petition_officer")
ONLY_READING = tuple(who for who in READERS if who != "petition_officer")
KEEPING = {"others": 404, "scope": "commission"}
RULES = (
    ("reception.delegation_people", 5),
    ("reception.representatives", 2),
    ("reception.many_representatives_from", 10),
    ("reception.many_representatives", 5),
    ("petition.process", 10),
    ("petition.notice", 10),
    ("denunciation.preliminary", 7),
)


def furnish(world):
    petition_statistics.furnish(world)
    for key, value in RULES:
        unit = "people" if key.startswith("reception") else "working"
        RuleParameter.objects.get_or_create(
            key=key, level="", valid_from=SINCE, defaults={"value": value, "unit": unit}
        )
    by = world.people["petition_officer"]
    owner = by.memberships.get().organisation
    people = {"leader": "Trần Văn Lâm, Trưởng ban", "receiver": Receiver.HEAD}
    data = SessionData(owner, ReceptionKind.PERIODIC, DAY, time(7, 30), "Trụ sở", **people)
    world.session = plan_session(data, by=by)
    visitor = TurnData(
        kind=PetitionKind.RECOMMENDATION, summary="Mương tiêu bị lấp", visitors=(SenderData("Nguyễn Thị Sen"),)
    )
    record_turn(world.session, visitor, on=DAY, by=by)
    record_turn(world.session, TurnData(kind=PetitionKind.DENUNCIATION), on=DAY, by=by)
    world.session.refresh_from_db()
    coming = {**vars(data), "on": timezone.localdate() + timedelta(days=7)}
    world.coming = plan_session(SessionData(**coming), by=by)


def held(world):
    return {"code": world.session.code}


def coming(world):
    return {"code": world.coming.code}


def turn(number):
    return lambda world: {"code": world.session.code, "number": number}


def nobody(world):
    return {"senders-TOTAL_FORMS": 0, "senders-INITIAL_FORMS": 0}


def kept(name, kwargs=held, *, answer=200, **more):
    return Row(name, {answer: ("petition_officer",), 403: ONLY_READING}, kwargs=kwargs, **KEEPING, **more)


ROWS = [
    Row("petitions:reception_list", {200: (*TREES, "petition_officer")}),
    Row("petitions:reception_days", {200: (*TREES, "petition_officer")}),
    Row("petitions:reception_new", {200: ("petition_officer",)}),
    Row("petitions:reception_new", {422: ("petition_officer",)}, method="post"),
    Row(
        "petitions:reception_routine",
        {DONE: ("petition_officer",)},
        method="post",
        post_only=True,
        data=lambda world: {"owner": world.session.owner_id},
    ),
    Row("petitions:reception", {200: READERS}, others=404, scope="commission", kwargs=held),
    Row("petitions:reception", {404: SIGNED_IN}, kwargs=lambda world: {"code": "TD-2026-9999"}, scope="none"),
    kept("petitions:reception_edit"),
    kept("petitions:reception_edit", method="post", answer=422),
    kept("petitions:reception_hold", method="post", post_only=True, answer=DONE),
    kept("petitions:reception_cancel", coming),
    kept("petitions:reception_cancel", coming, method="post", answer=422),
    kept("petitions:turn_new"),
    kept("petitions:turn_new", method="post", data=nobody, answer=422),
    kept("petitions:turn_edit", turn(1)),
    kept("petitions:turn_edit", turn(1), method="post", data=nobody, answer=422),
    kept("petitions:turn_edit", turn(2)),
    kept("petitions:turn_strike", turn(1), method="post", post_only=True, answer=DONE),
    kept("petitions:turn_petition", turn(1)),
    kept("petitions:turn_petition", turn(1), method="post", data=lambda world: {"version": 1}, answer=DONE),
    kept("petitions:turn_petition", turn(2), method="post", data=lambda world: {"version": 1}, answer=422),
]
ROWS += [
    # Of the one body that received; what others may not read of it is not in the rows.
    Row("petitions:reception_register", {200: (*TREES, "petition_officer")}),
    Row(
        "petitions:reception_register_file",
        {404: (*TREES, "petition_officer")},
        method="post",
        post_only=True,
        scope="no such format",
    ),
    Row(
        "petitions:reception_register_file",
        {200: (*COMMISSION, "supervisor", "auditor", "petition_officer"), DONE: ("clerk", "leader", "sibling_clerk")},
        method="post",
        data=lambda world: {"format": "xlsx"},
    ),
]
