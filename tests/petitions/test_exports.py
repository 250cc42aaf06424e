"""The list of petitions as a workbook: what it holds, whose names, never a denunciation, taken away on erasing."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from audit.models import AuditEvent
from handling import exports
from handling.exports import ask_for_export, list_workbook
from jobs.models import Job, JobFile
from petitions.exports import PETITIONS, petitions_asked_for
from petitions.models import PetitionKind
from petitions.models import PetitionState as State
from petitions.workflow import move
from registers.office import open_workbook
from tests.jobs.helpers import run_jobs
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db
EXPORT, LIST = reverse("petitions:petition_export"), reverse("petitions:petition_list")
SENDER = "Nguyễn Văn A, xóm 3, xã Kim Liên, 0900000001, 000000000000"


def cells(data):
    return open_workbook(io.BytesIO(bytes(data))).get_sheet_by_index(0).to_python()


def sheet(user, query=""):
    note, _empty, headings, *rows = cells(list_workbook(PETITIONS, user, petitions_asked_for(user, query)))
    assert note[0] == "Đơn tố cáo không có trong tệp xuất."
    return headings, rows


def codes(user, query=""):
    return [row[0] for row in sheet(user, query)[1]]


def test_each_row_says_what_the_list_and_the_page_say(petition_road, petition_officer):
    petition = petition_road.to(C, State.IN_PROGRESS)
    headings, [row] = sheet(petition_officer)
    assert dict(zip(headings, row, strict=True)) == {
        "Mã": petition.code,
        "Ngày tiếp nhận": date(2026, 10, 5),
        "Loại đơn": "Khiếu nại",
        "Nội dung": "Không đồng ý phương án bồi thường tại thửa 15",
        "Người gửi đơn": SENDER,
        "Số người ký": 3,
        "Nguồn": "Cơ quan khác chuyển đến",
        "Cơ quan tiếp nhận": petition.owner.display_name,
        "Đơn vị": "Tỉnh Nghệ An",
        "Lĩnh vực": "Bồi thường, hỗ trợ",
        "Thẩm quyền": "Cơ quan này",
        "Hướng xử lý": "Thụ lý để giải quyết",
        "Nơi nhận": "",
        "Cơ quan chủ trì": petition.owner.display_name,
        "Trạng thái": "Đang giải quyết",
        "Hạn": petition.handling.due_on,
        "Xong": "",
    }


def test_of_what_was_split_the_sheet_has_no_word(petition_road, petition_officer):
    petition = petition_road.to(PetitionKind.MIXED, State.SPLIT)
    headings, rows = sheet(petition_officer)
    row = next(dict(zip(headings, row, strict=True)) for row in rows if row[0] == petition.code)
    assert [row[name] for name in ("Nội dung", "Người gửi đơn", "Số người ký")] == ["Đã tách theo nội dung.", "", ""]


def test_the_english_sheet_has_english_words_and_the_gloss(petition_road, petition_officer, supervisor):
    gloss = "Nguyễn Văn A disagrees with the compensation"
    petition_road.registered(R, gloss_en=gloss)
    found = {}
    for user in (petition_officer, supervisor):
        with translation.override("en"):
            _note, _empty, headings, row = cells(list_workbook(PETITIONS, user, petitions_asked_for(user, "")))
        found[user] = dict(zip(headings, row, strict=True))["English gloss"]
    assert found == {petition_officer: gloss, supervisor: "N.V.A. disagrees with the compensation"}


def test_the_rows_are_those_of_the_list_in_its_order(petition_road, specialist, client_of):
    for kind, state in ((C, State.RECEIVED), (R, State.CLASSIFIED), (C, State.PROPOSED)):
        petition_road.to(kind, state)
    for query in ("", "kind=complaint", "sort=code", "sort=-due", "state=nonsense", "q=boi+thuong&due=undated"):
        listed = client_of(specialist).get(f"{LIST}?{query}").context["rows"]
        assert codes(specialist, query) == [row.code for row in listed], query


@pytest.mark.parametrize("query", ["", "kind=denunciation", "q=TC", "same={}"])
def test_no_denunciation_is_written_not_even_for_its_officer(query, petition_road, petition_officer):
    denunciation, complaint = petition_road.registered(D), petition_road.registered(C)
    expected = [] if query else [complaint.code]
    assert codes(petition_officer, query.format(denunciation.code)) == expected


@pytest.mark.parametrize(
    ("who", "rows"),
    [("petition_officer", 2), ("specialist", 2), ("focal_point", 1), ("clerk", 0), ("administrator", 0)],
)
def test_nothing_outside_the_reach_is_written(who, rows, petition_road, lead_department, request):
    petition_road.registered(C)
    petition = petition_road.to(C, State.ACCEPTED)
    petition_road.make(petition, "start", lead=lead_department)
    assert len(codes(request.getfixturevalue(who))) == rows


@pytest.mark.parametrize(
    ("who", "sender"),
    [
        ("petition_officer", SENDER),
        ("specialist", SENDER),
        ("commission_leader", SENDER),
        ("supervisor", "Ông/Bà N.V.A., xóm 3"),
        ("auditor", "Ông/Bà N.V.A., xóm 3"),
    ],
)
def test_senders_are_named_where_their_names_are_seen(who, sender, petition_road, request):
    petition_road.registered(C, summary="Ông Nguyễn Văn A, số 0900000001, khiếu nại")
    headings, [row] = sheet(request.getfixturevalue(who))
    assert row[headings.index("Người gửi đơn")] == sender
    assert ("0900000001" in row[headings.index("Nội dung")]) == (sender == SENDER)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_sheet_takes_the_same_queries_at_any_size(rows, petition_road, petition_officer, django_assert_num_queries):
    for _number in range(rows):
        petition_road.registered(R)
    petitions_asked_for(petition_officer, "").count()
    asked = petitions_asked_for(petition_officer, "")
    with django_assert_num_queries(3):
        list_workbook(PETITIONS, petition_officer, asked)


# --- asking ---


def test_a_short_list_is_written_at_once_and_noted(petition_road, petition_officer, client_of):
    petition = petition_road.registered(C)
    response = client_of(petition_officer).post(EXPORT, {"query": ""})
    assert [row[0] for row in cells(response.content)[3:]] == [petition.code]
    assert response["Content-Disposition"].startswith('attachment; filename="don-thu-')
    event = AuditEvent.objects.filter(action="exported").get()
    assert (event.actor, event.fields, event.object_label) == (petition_officer, ["petitions"], "petitions")


def test_a_long_list_is_written_by_a_job(petition_road, petition_officer, client_of, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    kept = [petition_road.registered(C) for _number in range(2)]
    petition_road.registered(D)
    response = client_of(petition_officer).post(EXPORT, {"query": "q=boi+thuong&sort=code"})
    job = Job.objects.get()
    assert response["Location"] == reverse("jobs:detail", args=[job.pk])
    assert {**job.arguments, "roles": None} == {
        "user": petition_officer.pk,
        "roles": None,
        "keys": [row.pk for row in kept],
    }
    run_jobs()
    assert [row[0] for row in cells(job.file.data)[3:]] == [row.code for row in kept]
    assert AuditEvent.objects.filter(action="exported").count() == 1


def test_what_became_a_denunciation_meanwhile_is_not_written(petition_road, petition_officer):
    first, second = petition_road.registered(C), petition_road.registered(C)
    job = ask_for_export(PETITIONS, petition_officer, "q=boi+thuong")
    as_denunciation(petition_road, first, petition_officer)
    run_jobs()
    assert [row[0] for row in cells(job.file.data)[3:]] == [second.code]


def as_denunciation(road, petition, officer):
    data = {"kind": D, "field": road.field, "is_eligible": True, "competence": "own", "paper_file": "15/HS-2026"}
    move(petition, "classify", by=officer, on=DAY, data=data)


def test_lists_written_before_a_petition_is_erased_go_with_its_words(petition_road, petition_officer):
    petition = petition_road.registered(C)
    ask_for_export(PETITIONS, petition_officer, "")
    run_jobs()
    assert JobFile.objects.count() == 1
    as_denunciation(petition_road, petition, petition_officer)
    assert JobFile.objects.count() == 0


def test_asking_is_a_post_of_somebody_with_a_role_for_petitions(petition_officer, administrator, client, client_of):
    assert client_of(petition_officer).get(EXPORT).status_code == 405
    assert client_of(administrator).post(EXPORT).status_code == 403
    assert client.post(EXPORT).url.partition("?")[0] == reverse("accounts:login")


def test_the_list_offers_the_export_to_whoever_may_ask(petition_officer, administrator, client_of):
    offered = [EXPORT in client_of(user).get(LIST).content.decode() for user in (petition_officer, administrator)]
    assert offered == [True, False]
