"""Opinions: asked of one of commune A's conference, led by the lead department, with a file."""

from datetime import date
from uuid import UUID

from conferences.models import Opinion, OpinionAttachment
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.workflow import move
from registers.models import Attachment, Field, RuleParameter, StoredFile
from tests.permissions.rows import COMMISSION, DONE, OPENING, SIGNED_IN, Row
from tests.permissions.tables import conferences

DAY = date(2026, 10, 2)
TOKEN = UUID(int=7)
#: Whoever sees the opinion: its unit, the commission, its lead, the secretary, and those who only read.
OWNERS = ("clerk", "leader", *COMMISSION)
NAMED = (*OWNERS, "focal_point", "secretary")
READERS = (*NAMED, "supervisor", "auditor")
REGISTERING = ("clerk", "sibling_clerk", *COMMISSION, "secretary")


def furnish(world):
    if hasattr(world, "opinion"):
        return
    if not hasattr(world, "conference"):
        conferences.furnish(world)
    for key, days in (("opinion.answer_after", 15), ("opinion.answer_after_complex", 30)):
        RuleParameter.objects.get_or_create(
            key=key, level="", valid_from=date(2018, 1, 1), defaults={"value": days, "unit": "working"}
        )
    turn = TurnData(
        unit=world.commune_a,
        conference=world.conference,
        taken_on=DAY,
        speaker=SpeakerData(full_name="Nguyễn Văn A"),
        items=(ContentItem("Đề nghị nâng cấp đường thôn"),),
    )
    by = world.people["commission_leader"]
    opinion = register_turn(turn, by=by, on=DAY)[0]
    field, _created = Field.objects.get_or_create(code="04", defaults={"name_vi": "Giao thông", "name_en": "Transport"})
    opinion = move(opinion, "classify", by=by, on=DAY, data={"field": field, "competent_level": "commune"})
    lead = world.people["focal_point"].memberships.get().organisation
    world.opinion = move(opinion, "assign", by=by, on=DAY, data={"lead": lead})
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, data=b"x")
    kept = Attachment.objects.create(stored=stored, name="phieu.pdf", content_type="application/pdf", uploaded_by=by)
    world.opinion_file = OpinionAttachment.objects.create(opinion=world.opinion, attachment=kept)


def opinion(world):
    return {"code": world.opinion.code}


def nowhere(world):
    return {"code": "YK-1999-0001"}


def step(name):
    return lambda world: {"code": world.opinion.code, "name": name}


def file(world):
    return {"code": world.opinion.code, "pk": world.opinion_file.pk}


def version(world):
    return {"version": Opinion.objects.get(pk=world.opinion.pk).version}


def corrected(world):
    return {
        **version(world),
        "conference": world.conference.pk,
        "phase": "at",
        "channel": "written",
        "speaker": "Nguyễn Văn B",
        "kind": "citizen",
    }


def ticked(world):
    return {"pick": [world.opinion.pk]}


IN_AREA = {"others": 404, "scope": "commune A"}

ROWS = [
    Row("conferences:opinion_list", {200: OPENING}),
    Row("conferences:opinion_export", {200: OPENING}, method="post", post_only=True),
    Row("conferences:opinion_new", {200: REGISTERING}),
    Row("conferences:opinion_new", {422: REGISTERING}, method="post", data=lambda world: {"token": TOKEN}),
    Row(
        "conferences:opinion_draft",
        {200: REGISTERING},
        method="post",
        data=lambda world: {"token": TOKEN, "text": "Đường"},
        post_only=True,
    ),
    Row("conferences:opinion_draft_discard", {DONE: REGISTERING}, method="post", post_only=True),
    Row("conferences:speaker_options", {200: SIGNED_IN}),
    Row(
        "conferences:opinion_bulk_assign",
        {200: ("leader", *COMMISSION)},
        method="post",
        data=ticked,
        post_only=True,
    ),
    Row("conferences:opinion_bulk_report", {DONE: SIGNED_IN}, scope="nothing was assigned"),
    Row("conferences:opinion", {200: READERS}, kwargs=opinion, **IN_AREA),
    Row("conferences:opinion", {404: SIGNED_IN}, kwargs=nowhere, scope="no such opinion"),
    Row(
        "conferences:opinion_edit",
        {200: ("clerk", *COMMISSION, "secretary"), 403: ("leader", "focal_point", "supervisor", "auditor")},
        kwargs=opinion,
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_correct",
        {200: ("clerk", *COMMISSION, "secretary"), 403: ("leader", "focal_point", "supervisor", "auditor")},
        kwargs=opinion,
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_correct",
        {DONE: ("clerk", *COMMISSION, "secretary"), 403: ("leader", "focal_point", "supervisor", "auditor")},
        kwargs=opinion,
        method="post",
        data=corrected,
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_extend",
        {200: ("leader", *COMMISSION), 403: ("clerk", "focal_point", "secretary", "supervisor", "auditor")},
        kwargs=opinion,
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_attach",
        {422: ("clerk", *COMMISSION, "secretary", "focal_point"), 403: ("leader", "supervisor", "auditor")},
        kwargs=opinion,
        method="post",
        post_only=True,
        **IN_AREA,
    ),
    Row("conferences:opinion_file", {200: NAMED}, kwargs=file, **IN_AREA),
    Row("conferences:decision_file", {404: SIGNED_IN}, kwargs=file, scope="no such decision"),
    Row("conferences:evidence_file", {404: SIGNED_IN}, kwargs=file, scope="no such decision"),
    Row(
        "conferences:opinion_erase_speaker",
        {
            200: ("commission_leader",),
            403: ("clerk", "leader", "specialist", "focal_point", "secretary", "supervisor", "auditor"),
        },
        kwargs=opinion,
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_erase_speaker",
        {
            DONE: ("commission_leader",),
            403: ("clerk", "leader", "specialist", "focal_point", "secretary", "supervisor", "auditor"),
        },
        kwargs=opinion,
        method="post",
        **IN_AREA,
    ),
    Row("conferences:answer_file", {404: SIGNED_IN}, kwargs=file, scope="no such answer"),
    Row(
        "conferences:opinion_move",
        {200: ("focal_point",), 403: tuple(who for who in READERS if who != "focal_point")},
        kwargs=step("acknowledge"),
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_move",
        {DONE: ("focal_point",), 403: tuple(who for who in READERS if who != "focal_point")},
        kwargs=step("acknowledge"),
        method="post",
        data=version,
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_move",
        {200: ("leader", *COMMISSION), 403: ("clerk", "focal_point", "secretary", "supervisor", "auditor")},
        kwargs=step("forward"),
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_move",
        {200: ("leader", *COMMISSION), 403: ("clerk", "focal_point", "secretary", "supervisor", "auditor")},
        kwargs=step("reassign"),
        **IN_AREA,
    ),
    Row(
        "conferences:opinion_move",
        {200: COMMISSION, 403: ("clerk", "leader", "focal_point", "secretary", "supervisor", "auditor")},
        kwargs=step("reclassify"),
        **IN_AREA,
    ),
    Row("conferences:opinion_move", {404: SIGNED_IN}, kwargs=step("no_such_move"), scope="no such move"),
]
