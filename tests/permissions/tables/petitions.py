"""Petitions of the commission: a complaint that waits to be classified, and a denunciation."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from petitions.models import PaperKind, PetitionKind, PetitionPaper, Source
from petitions.services.contents import attach
from petitions.services.registering import PetitionData, SenderData, register_petition
from registers.models import RuleParameter
from registers.services import record_document, store_upload
from tests.conftest import SINCE
from tests.permissions.rows import COMMISSION, DONE, SIGNED_IN, Row

DAY = date(2026, 10, 2)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
#: By unit tree; officers of the body that received it besides.
READERS = (*COMMISSION, "supervisor", "auditor", "petition_officer")
NAMED = (*COMMISSION, "petition_officer")
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
    world.petition_file = attach(world.petition, letter(), by=by)
    paper = record_document(type="notice", number="12", date=DAY, attachment=store_upload(letter(), by=by), by=by)
    world.petition_paper = PetitionPaper.objects.create(
        petition=world.petition, kind=PaperKind.LETTER, document=paper, on=DAY
    )
    coded = PetitionData(kind=PetitionKind.DENUNCIATION, **common, paper_file="15/HSM-2026")
    world.denunciation = register_petition(coded, by=by, on=DAY)


def letter():
    return SimpleUploadedFile("don.pdf", PDF, "application/pdf")


def petition(world):
    return {"code": world.petition.code}


def denunciation(world):
    return {"code": world.denunciation.code}


def step(name, of="petition"):
    return lambda world: {"code": getattr(world, of).code, "name": name}


def correction(world):
    rows = {"senders-TOTAL_FORMS": 0, "senders-INITIAL_FORMS": 0}
    return {"version": world.petition.version, "summary": "Khiếu nại giá bồi thường", **rows}


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
    Row("petitions:petition_edit", {200: ("petition_officer",), 403: ONLY_READING}, kwargs=petition, **OUTSIDE),
    Row(
        "petitions:petition_edit",
        {DONE: ("petition_officer",), 403: ONLY_READING},
        kwargs=petition,
        method="post",
        data=correction,
        **OUTSIDE,
    ),
    Row("petitions:petition_edit", {403: ("petition_officer",)}, kwargs=denunciation, **SECRET),
    Row("petitions:petition_registration", {200: ("petition_officer",), 403: ONLY_READING}, kwargs=petition, **OUTSIDE),
    Row("petitions:petition_registration", {200: ("petition_officer",)}, kwargs=denunciation, **SECRET),
    Row(
        "petitions:petition_registration",
        {422: ("petition_officer",), 403: ONLY_READING},
        kwargs=petition,
        method="post",
        **OUTSIDE,
    ),
    Row(
        "petitions:petition_attach",
        {422: ("petition_officer",), 403: ONLY_READING},
        kwargs=petition,
        method="post",
        post_only=True,
        **OUTSIDE,
    ),
    Row(
        "petitions:petition_attach",
        {422: ("petition_officer",)},
        kwargs=denunciation,
        method="post",
        post_only=True,
        **SECRET,
    ),
    Row(
        "petitions:petition_file",
        {200: NAMED},
        kwargs=lambda world: {**petition(world), "pk": world.petition_file.pk},
        **OUTSIDE,
    ),
    Row(
        "petitions:petition_paper_file",
        {200: NAMED},
        kwargs=lambda world: {**petition(world), "pk": world.petition_paper.pk},
        **OUTSIDE,
    ),
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
