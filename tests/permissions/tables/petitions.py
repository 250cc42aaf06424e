"""Petitions of the commission: a complaint that waits to be classified, and a denunciation."""

from datetime import date

from petitions.models import PetitionKind, Source
from petitions.services.registering import PetitionData, SenderData, register_petition
from registers.models import RuleParameter
from tests.conftest import SINCE
from tests.permissions.rows import COMMISSION, SIGNED_IN, Row

DAY = date(2026, 10, 2)
#: By unit tree; officers of the body that received it besides.
READERS = (*COMMISSION, "supervisor", "auditor", "petition_officer")
ONLY_READING = tuple(who for who in READERS if who != "petition_officer")


def furnish(world):
    for key, days in (("petition.process", 10), ("petition.notice", 10), ("denunciation.preliminary", 7)):
        RuleParameter.objects.get_or_create(
            key=key, level="", valid_from=SINCE, defaults={"value": days, "unit": "working"}
        )
    by = world.people["petition_officer"]
    common = {"owner": by.memberships.get().organisation, "source": Source.POST, "received_on": DAY}
    named = {"summary": "Khiếu nại phương án bồi thường", "senders": (SenderData("Nguyễn Văn A"),)}
    complaint = PetitionData(kind=PetitionKind.COMPLAINT, **common, **named)
    world.petition = register_petition(complaint, by=by, on=DAY)
    coded = PetitionData(kind=PetitionKind.DENUNCIATION, **common, paper_file="15/HSM-2026")
    world.denunciation = register_petition(coded, by=by, on=DAY)


def petition(world):
    return {"code": world.petition.code}


def denunciation(world):
    return {"code": world.denunciation.code}


def step(name, of="petition"):
    return lambda world: {"code": getattr(world, of).code, "name": name}


OUTSIDE = {"others": 404, "scope": "received by the commission"}
SECRET = {"others": 404, "scope": "denunciation"}

ROWS = [
    Row("petitions:petition_list", {200: SIGNED_IN}),
    Row("petitions:petition_new", {200: ("petition_officer",)}),
    Row(
        "petitions:petition_new", {422: ("petition_officer",)}, method="post", data=lambda world: {"kind": "complaint"}
    ),
    Row("petitions:petition_similar", {200: ("petition_officer",)}, method="post", post_only=True),
    Row("petitions:petition", {200: READERS}, kwargs=petition, **OUTSIDE),
    Row("petitions:petition", {200: ("petition_officer",)}, kwargs=denunciation, **SECRET),
    Row(
        "petitions:petition_move",
        {200: ("petition_officer",), 403: ONLY_READING},
        kwargs=step("classify"),
        **OUTSIDE,
    ),
    Row(
        "petitions:petition_move",
        {422: ("petition_officer",), 403: ONLY_READING},
        kwargs=step("classify"),
        method="post",
        **OUTSIDE,
    ),
    Row("petitions:petition_move", {200: ("petition_officer",)}, kwargs=step("classify", "denunciation"), **SECRET),
    Row("petitions:petition_move", {404: SIGNED_IN}, kwargs=step("nothing"), scope="no such move"),
]
