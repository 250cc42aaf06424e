"""Conferences with their delegates, and opinions: asked of a conference of commune A that the secretary serves."""

from datetime import date

from django.utils import timezone

from conferences.models import Conference, ConferenceStaff, DelegateImport
from conferences.services.delegates import DelegateData, add_delegate
from tests.permissions.rows import COMMISSION, DONE, OPENING, Row

#: Who keeps a conference of commune A, and who only reads it; to everybody else it does not exist.
KEEPERS = ("clerk", "leader", *COMMISSION, "secretary")
LEADERS = ("leader", "commission_leader")
READERS = ("supervisor", "auditor")


def furnish(world):
    furnish_conferences(world)


# --- Conferences -----------------------------------------------------------------------------------------------------


def furnish_conferences(world):
    clerk = world.people["clerk"]
    world.conference = Conference.objects.create(
        code="HN-2026-7001",
        title="Đối thoại với Nhân dân",
        level=world.commune_a.level,
        unit=world.commune_a,
        held_on=date(2026, 10, 1),
        participants=90,
        state="held",
    )
    world.staff = ConferenceStaff.objects.create(
        conference=world.conference, user=world.people["secretary"], valid_from=timezone.localdate()
    )
    data = DelegateData("Lê Thị Hoa", ("Bí thư Đảng ủy",), world.commune_a)
    world.delegate = add_delegate(world.conference, data, by=clerk)
    world.upload = DelegateImport.objects.create(conference=world.conference, file_name="ds.xlsx", created_by=clerk)
    world.imported = DelegateImport.objects.create(
        conference=world.conference, file_name="cu.xlsx", created_by=clerk, confirmed_at=timezone.now()
    )


def conference(world):
    return {"code": world.conference.code}


def nowhere(world):
    return {"code": "HN-1999-0001"}


def step(name):
    return lambda world: {"code": world.conference.code, "name": name}


def delegate(world):
    return {"code": world.conference.code, "pk": world.delegate.pk}


def staff(world):
    return {"code": world.conference.code, "pk": world.staff.pk}


def upload(world):
    return {"code": world.conference.code, "pk": world.upload.pk}


def imported(world):
    return {"code": world.conference.code, "pk": world.imported.pk}


def paper(world):
    return {"code": world.conference.code, "paper": "plan"}


def decision(world):
    return {"code": world.conference.code, "paper": "decision"}


def present(world):
    return {"status": "attended"}


CONFERENCES = [
    Row("conferences:conference_list", {200: OPENING}),
    Row("conferences:conference_export", {200: OPENING}, method="post", post_only=True),
    Row("conferences:conference_new", {200: ("clerk", "leader", "sibling_clerk", *COMMISSION)}),
    Row("conferences:conference", {200: (*KEEPERS, *READERS)}, 404, scope="commune A", kwargs=conference),
    Row("conferences:conference", {}, 404, scope="unknown", kwargs=nowhere),
    Row("conferences:conference_edit", {200: KEEPERS, 403: READERS}, 404, kwargs=conference),
    Row(
        "conferences:conference_move",
        {200: KEEPERS, 403: READERS},
        404,
        scope="a move of those who keep it",
        kwargs=step("draft_minutes"),
    ),
    Row(
        "conferences:conference_move",
        {200: LEADERS, 403: ("clerk", "specialist", "secretary", *READERS)},
        404,
        scope="a move of leaders",
        kwargs=step("close"),
    ),
    Row("conferences:conference_move", {}, 404, scope="unknown move", kwargs=step("nonsense")),
    Row("conferences:paper_record", {200: KEEPERS, 403: READERS}, 404, scope="the decision", kwargs=decision),
    # The plan was not recorded by its move yet: nobody corrects it.
    Row("conferences:paper_record", {403: (*KEEPERS, *READERS)}, 404, scope="the plan", kwargs=paper),
    # The plan of this conference has no file: nobody gets one.
    Row("conferences:conference_paper", {}, 404, kwargs=paper),
    Row(
        "conferences:conference_staff",
        {200: ("leader", *COMMISSION), 403: ("clerk", "secretary", *READERS)},
        404,
        kwargs=conference,
    ),
    Row(
        "conferences:staff_release",
        {DONE: ("leader", *COMMISSION), 403: ("clerk", "secretary", *READERS)},
        404,
        kwargs=staff,
        method="post",
        post_only=True,
    ),
]

DELEGATES = [
    Row("conferences:delegate_list", {200: (*KEEPERS, *READERS)}, 404, kwargs=conference),
    Row("conferences:delegate_print", {200: (*KEEPERS, *READERS)}, 404, kwargs=conference),
    # Readers see masked names, so there is nothing to export for them.
    Row(
        "conferences:delegate_export",
        {200: KEEPERS, 403: READERS},
        404,
        kwargs=conference,
        method="post",
        post_only=True,
    ),
    Row("conferences:delegate_template", {200: KEEPERS, 403: READERS}, 404, kwargs=conference),
    Row("conferences:delegate_new", {200: KEEPERS, 403: READERS}, 404, kwargs=conference),
    Row("conferences:delegate_edit", {200: KEEPERS, 403: READERS}, 404, kwargs=delegate),
    Row(
        "conferences:delegate_remove",
        {DONE: KEEPERS, 403: READERS},
        404,
        kwargs=delegate,
        method="post",
        post_only=True,
    ),
    Row(
        "conferences:delegate_attendance",
        {DONE: KEEPERS, 403: READERS},
        404,
        kwargs=delegate,
        method="post",
        data=present,
        post_only=True,
    ),
    Row(
        "conferences:delegate_attendance_many",
        {DONE: KEEPERS, 403: READERS},
        404,
        kwargs=conference,
        method="post",
        data=present,
        post_only=True,
    ),
    Row("conferences:delegate_import", {200: KEEPERS, 403: READERS}, 404, kwargs=conference),
    # An upload that waits for confirmation is its owner's alone.
    Row("conferences:delegate_import_preview", {200: ("clerk",), 403: READERS}, 404, kwargs=upload),
    Row(
        "conferences:delegate_import_discard",
        {DONE: ("clerk",), 403: READERS},
        404,
        kwargs=upload,
        method="post",
        post_only=True,
    ),
    Row(
        "conferences:delegate_import_undo",
        {DONE: KEEPERS, 403: READERS},
        404,
        kwargs=imported,
        method="post",
        post_only=True,
    ),
]

ROWS = [*CONFERENCES, *DELEGATES]
