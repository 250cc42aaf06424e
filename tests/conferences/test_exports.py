"""The list of opinions as a workbook: what it holds, whose names, and the job that writes a long one."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Membership, User
from accounts.roles import Role
from audit.models import AuditEvent
from conferences.exports import OPINIONS, opinions_asked_for
from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from handling import exports
from handling.copies import erase_copies
from jobs.models import Job, JobFile
from jobs.registry import JobFailed
from registers.office import open_workbook
from tests.conferences.opinion_roads import many, registered
from tests.jobs.helpers import run_jobs

pytestmark = pytest.mark.django_db


def cells(data):
    return open_workbook(io.BytesIO(bytes(data))).get_sheet_by_index(0).to_python()


def sheet(user, query=""):
    return cells(exports.list_workbook(OPINIONS, user, opinions_asked_for(user, query)))


def codes(user, query=""):
    return [row[0] for row in sheet(user, query)[1:]]


# --- what the sheet holds ---


def test_each_row_says_what_the_list_and_the_page_say(road, clerk):
    opinion = road.to(State.VERIFIED, "Đề nghị nâng cấp đường thôn", gloss_en="Please repair the road")
    headings, row = sheet(clerk)
    assert dict(zip(headings, row, strict=True)) == {
        "Mã": opinion.code,
        "Ngày": date(2026, 10, 1),
        "Nội dung": "Đề nghị nâng cấp đường thôn",
        "Người nêu": "Nguyễn Văn Thường, Trưởng xóm, Xóm 3, 0912345678",
        "Đơn vị": "Xã Kim Liên, Tỉnh Nghệ An",
        "Cấp": "Cấp xã",
        "Hội nghị": "HN-2026-9001",
        "Thời điểm": "Tại hội nghị",
        "Lĩnh vực": "Đường thôn, xã",
        "Cơ quan chủ trì": "Sở Nông nghiệp và Môi trường",
        "Trạng thái": "Đã thẩm định",
        "Kết quả": "Giải quyết sau hội nghị",
        "Hạn": date(2026, 10, 26),
        "Xong": date(2026, 10, 5),
    }


def test_the_english_sheet_has_english_words_and_the_gloss(road, clerk):
    road.to(State.CLASSIFIED, "Đề nghị nâng cấp đường thôn", gloss_en="Please repair the road")
    with translation.override("en"):
        headings, row = sheet(clerk)
    found = dict(zip(headings, row, strict=True))
    assert (found["English gloss"], found["Field"], found["State"], found["Outcome"], found["Due"]) == (
        "Please repair the road",
        "Village roads",
        "Classified",
        "Pending",
        "",
    )


def test_the_rows_are_those_of_the_list_in_its_order(road, clerk, specialist, client_of):
    for state in (State.RECEIVED, State.ASSIGNED, State.CLASSIFIED, State.ASSIGNED):
        road.to(state)
    for query in ("", "state=assigned", "sort=code", "sort=-due", "state=nonsense", "q=duong&due=undated"):
        listed = client_of(specialist).get(f"{reverse('conferences:opinion_list')}?{query}").context["rows"]
        assert codes(specialist, query) == [row.code for row in listed], query


@pytest.mark.parametrize(
    ("who", "rows"),
    [("clerk", 2), ("specialist", 2), ("focal_point", 1), ("sibling_clerk", 0), ("administrator", 0), ("outsider", 0)],
)
def test_nothing_outside_the_reach_is_written(who, rows, road, request):
    road.to(State.RECEIVED)
    road.to(State.ASSIGNED)
    assert len(codes(request.getfixturevalue(who))) == rows


@pytest.mark.parametrize(
    ("who", "speaker"),
    [
        ("clerk", "Nguyễn Văn Thường, Trưởng xóm, Xóm 3, 0912345678"),
        ("commission_leader", "Nguyễn Văn Thường, Trưởng xóm, Xóm 3, 0912345678"),
        ("secretary", "Nguyễn Văn Thường, Trưởng xóm, Xóm 3, 0912345678"),
        ("focal_point", "Nguyễn Văn Thường, Trưởng xóm, Xóm 3, 0912345678"),
        ("supervisor", "Ông/Bà N.V.T., Trưởng xóm, xóm 3"),
        ("auditor", "Ông/Bà N.V.T., Trưởng xóm, xóm 3"),
    ],
)
def test_speakers_are_named_where_their_names_are_seen(who, speaker, road, request):
    road.to(State.ASSIGNED)
    headings, row = sheet(request.getfixturevalue(who))
    assert row[headings.index("Người nêu")] == speaker


def test_a_sheet_ends_at_the_most_that_is_exported(held_conference, clerk, monkeypatch):
    rows = many(held_conference, clerk, 7)
    monkeypatch.setattr(exports, "MOST_EXPORTED", 5)
    assert codes(clerk) == [row.code for row in reversed(rows)][:5]


def test_the_progress_is_told_at_every_step(held_conference, clerk, monkeypatch):
    many(held_conference, clerk, 5)
    monkeypatch.setattr(exports, "STEP", 2)
    told = []
    exports.list_workbook(OPINIONS, clerk, opinions_asked_for(clerk, ""), step=told.append)
    assert told == [0, 2, 4]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_sheet_takes_the_same_queries_at_any_size(rows, held_conference, clerk, django_assert_num_queries):
    many(held_conference, clerk, rows)
    opinions_asked_for(clerk, "").count()
    asked = opinions_asked_for(clerk, "")
    with django_assert_num_queries(2):
        exports.list_workbook(OPINIONS, clerk, asked)


# --- at once or by a job ---


@pytest.mark.parametrize(("rows", "jobs"), [(3, 0), (4, 1)])
def test_a_list_is_written_at_once_up_to_the_limit(rows, jobs, held_conference, clerk, client_of, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    many(held_conference, clerk, rows)
    response = client_of(clerk).post(reverse("conferences:opinion_export"), {"query": "q=duong"})
    assert (response.status_code, Job.objects.count()) == (302 if jobs else 200, jobs)


def test_asking_is_a_post_of_somebody_signed_in(clerk, client, client_of):
    url = reverse("conferences:opinion_export")
    assert client_of(clerk).get(url).status_code == 405
    assert client.post(url).url.partition("?")[0] == reverse("accounts:login")


def test_a_job_writes_the_sheet_and_one_event(held_conference, clerk):
    many(held_conference, clerk, 3)
    registered(held_conference, clerk, "Đề nghị cấp nước sạch")
    job = exports.ask_for_export(OPINIONS, clerk, "q=duong")
    run_jobs()
    job.refresh_from_db()
    assert [row[0] for row in cells(job.file.data)[1:]] == codes(clerk, "q=duong")
    assert len(codes(clerk, "q=duong")) == 3
    event = AuditEvent.objects.filter(action="exported").get()
    assert (event.actor, event.fields, event.object_label) == (clerk, ["opinions"], "opinions")


def test_a_job_keeps_keys_in_place_of_the_words_of_the_address(held_conference, clerk):
    rows = many(held_conference, clerk, 2)
    job = exports.ask_for_export(OPINIONS, clerk, "q=duong&sort=code")
    assert job.arguments["keys"] == [row.pk for row in rows]
    assert set(job.arguments) == {"user", "roles", "keys"}
    job.arguments["keys"] = []
    assert len(cells(exports.run(OPINIONS, job, lambda done, total: None).file[2])) == 1


def test_every_asking_is_a_job_of_its_own(held_conference, clerk):
    first, second = exports.ask_for_export(OPINIONS, clerk, ""), exports.ask_for_export(OPINIONS, clerk, "")
    assert first.pk != second.pk


def test_what_the_person_sees_is_decided_when_the_job_runs(held_conference, clerk):
    many(held_conference, clerk, 3)
    job = exports.ask_for_export(OPINIONS, clerk, "")
    clerk.memberships.update(valid_until=date(2026, 1, 1))
    result = exports.run(OPINIONS, job, lambda done, total: None)
    assert len(cells(result.file[2])) == 1


def test_a_person_without_access_any_more_gets_no_file(held_conference, clerk):
    job = exports.ask_for_export(OPINIONS, clerk, "")
    type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
    with pytest.raises(JobFailed) as failed:
        exports.run(OPINIONS, job, lambda done, total: None)
    assert str(failed.value) == "Người yêu cầu tệp này không còn quyền truy cập."


def test_a_job_tells_how_many_of_how_many(held_conference, clerk, monkeypatch):
    many(held_conference, clerk, 5)
    monkeypatch.setattr(exports, "STEP", 2)
    monkeypatch.setattr(exports, "MOST_EXPORTED", 4)
    told = []
    exports.run(OPINIONS, exports.ask_for_export(OPINIONS, clerk, ""), lambda done, total: told.append((done, total)))
    assert told == [(0, 4), (2, 4)]


def test_the_file_is_named_by_its_day(held_conference, clerk):
    assert exports.file_name(OPINIONS, date(2026, 11, 3)) == "y-kien-2026-11-03.xlsx"


def test_the_file_stays_open_while_every_role_is_held(clerk, lead_department, commune_body):
    def permitted():
        return exports.permits(User.objects.get(pk=clerk.pk), job)

    job = exports.ask_for_export(OPINIONS, clerk, "")
    assert permitted()
    Membership.objects.create(
        user=clerk, organisation=lead_department, role=Role.FOCAL_POINT, valid_from=date(2018, 1, 1)
    )
    assert permitted()
    clerk.memberships.filter(organisation=commune_body).update(valid_until=date(2026, 1, 1))
    assert not permitted()


def test_lists_written_since_an_opinion_are_taken_away_with_its_words(held_conference, clerk):
    first, second = many(held_conference, clerk, 2)
    job = exports.ask_for_export(OPINIONS, clerk, "")
    run_jobs()
    Job.objects.filter(pk=job.pk).update(finished_at=first.created_at)
    erase_copies("opinion", second)
    assert JobFile.objects.filter(job=job).exists()
    erase_copies("opinion", first)
    assert not JobFile.objects.exists()


def test_an_export_leaves_the_opinions_alone(road, clerk):
    road.to(State.VERIFIED)
    before = list(Opinion.objects.values())
    sheet(clerk)
    assert list(Opinion.objects.values()) == before


def test_each_step_is_told_between_two_reads_and_the_order_stays(held_conference, clerk, monkeypatch):
    monkeypatch.setattr(exports, "STEP", 2)
    many(held_conference, clerk, 5)
    told = []
    data = exports.list_workbook(OPINIONS, clerk, opinions_asked_for(clerk, "sort=code"), step=told.append)
    codes = [row[0] for row in cells(data)[1:]]
    assert told == [0, 2, 4]
    assert codes == sorted(codes) and len(codes) == 5
