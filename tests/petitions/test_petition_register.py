"""The register of petitions: what each row says, who sees which rows, and the files that leave the portal."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from dialogue_portal.text import slug
from handling import book_files
from handling.book_files import Format, find_format
from jobs.models import Job, JobFile
from petitions.models import PetitionState as State
from petitions.register import REGISTER, rows
from petitions.workflow import move
from registers.models import RuleParameter
from registers.office import open_workbook
from registers.periods import period
from tests.jobs.helpers import run_jobs
from tests.petitions.petition_roads import DAY, C, D, M, R

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("petitions:petition_register"), reverse("petitions:petition_register_file")
OCTOBER = "from=2026-10-01&to=2026-10-31"
HEADINGS = [
    *("Số đến", "Ngày nhận", "Nguồn", "Người gửi", "Địa chỉ", "Số người ký", "Nội dung", "Loại đơn", "Lĩnh vực"),
    *("Đủ ĐK?", "Lần (đầu/nhiều)", "Thẩm quyền", "Hướng xử lý", "Số/ngày văn bản xử lý", "Cơ quan nhận", "Hạn"),
    *("Kết quả", "Ngày kết thúc", "Lưu hồ sơ"),
]
SECRET = "Mật – hồ sơ giấy"


@pytest.fixture(autouse=True)
def closing_day(db):
    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=date(2018, 1, 1))


def page(client, query=OCTOBER, status=200):
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == status
    return response


def lines(client, query=OCTOBER):
    """Each row of the page as {heading: words}."""
    found = page(client, query).context["lines"]
    return [{str(column.heading): words for column, words in line.cells} for line in found]


def asked(client, suffix="xlsx", query=OCTOBER):
    return client.post(FILE, {"format": suffix, "query": query})


def cells(data):
    return open_workbook(io.BytesIO(bytes(data))).get_sheet_by_index(0).to_python()


# --- rows ---


def test_the_book_has_the_nineteen_columns_of_the_domain_in_their_order(petition_officer):
    assert [str(column.heading) for column in REGISTER.columns] == HEADINGS
    assert list(REGISTER.numbers()) == list(range(1, 20))


def test_a_row_says_what_became_of_the_petition(petition_road, petition_officer, lead_department, client_of):
    petition = petition_road.to(C, State.TRANSFERRED)
    [row] = lines(client_of(petition_officer))
    assert row == {
        "Số đến": "1",
        "Ngày nhận": "05/10/2026",
        "Nguồn": "Cơ quan khác chuyển đến",
        "Người gửi": "Nguyễn Văn A",
        "Địa chỉ": "xóm 3, xã Kim Liên",
        "Số người ký": "3",
        "Nội dung": "Không đồng ý phương án bồi thường tại thửa 15",
        "Loại đơn": "Khiếu nại",
        "Lĩnh vực": "Bồi thường, hỗ trợ",
        "Đủ ĐK?": "Đủ",
        "Lần (đầu/nhiều)": "Lần đầu",
        "Thẩm quyền": "Cơ quan nhà nước khác",
        "Hướng xử lý": "Chuyển cơ quan có thẩm quyền",
        "Số/ngày văn bản xử lý": "12/TB, 07/10/2026",
        "Cơ quan nhận": lead_department.display_name,
        "Hạn": "19/10/2026",
        "Kết quả": "Đã chuyển",
        "Ngày kết thúc": "07/10/2026",
        "Lưu hồ sơ": petition.code,
    }


def test_conditions_that_fail_rounds_and_findings_are_said(petition_road, petition_officer, client_of):
    first = petition_road.to(R, State.REWRITING)
    petition_road.registered(R, earlier=first)
    petition_road.to(C, State.SETTLED)
    petition_road.registered(M)
    rows = lines(client_of(petition_officer))
    said = [(row["Đủ ĐK?"], row["Lần (đầu/nhiều)"], row["Kết quả"]) for row in rows]
    assert said == [
        ("Không đủ; Không ghi ngày, tháng, năm", "Lần đầu", "Chờ viết lại"),
        ("–", "Nhiều lần", "Tiếp nhận"),
        ("Đủ", "Lần đầu", "Đã có quyết định, kết luận: Nội dung đúng một phần"),
        ("–", "–", "Tiếp nhận"),
    ]


@pytest.mark.parametrize("kinds", [(C, D), (C, R)])
def test_of_what_was_split_the_book_says_the_same_with_and_without_a_denunciation(
    kinds, petition_road, petition_officer, client_of, land
):
    petition = petition_road.to(M, State.CLASSIFIED)
    words = {D: {"paper_file": "16/HSM-2026"}}
    parts = [{"kind": kind, "field": land, **words.get(kind, {"summary": "Một phần"})} for kind in kinds]
    petition_road.make(petition, "split", parts=parts, erases_words=True)
    row = lines(client_of(petition_officer))[0]
    said = [row[name] for name in ("Người gửi", "Địa chỉ", "Số người ký", "Nội dung", "Kết quả")]
    assert said == ["–", "–", "–", "Đã tách theo nội dung.", "Đã tách"]


def test_rows_stand_by_arrival_number_within_body_and_period(petition_road, petition_officer, client_of):
    for day in (date(2026, 10, 6), date(2026, 10, 2), date(2026, 9, 30)):
        petition_road.registered(R, received_on=day)
    client = client_of(petition_officer)
    assert [row["Ngày nhận"] for row in lines(client)] == ["06/10/2026", "02/10/2026"]
    assert [row["Số đến"] for row in lines(client, "kind=month&number=10&year=2026")] == ["1", "2", "3"]
    assert len(lines(client, "")) == 3


def test_pages_have_fifty_rows(petition_road, petition_officer, client_of):
    for _number in range(52):
        petition_road.registered(R)
    client = client_of(petition_officer)
    assert [len(lines(client, f"{OCTOBER}&page={number}")) for number in (1, 2)] == [50, 2]


@pytest.mark.parametrize("query", ["from=2026-10-31&to=2026-10-01", "kind=month&number=99", "body=999999"])
def test_a_period_or_body_that_is_none_is_said(query, petition_road, petition_officer, client_of):
    petition_road.registered(R)
    assert page(client_of(petition_officer), query, status=422).context["asked"] is None


def test_who_reads_no_body_yet_gets_an_empty_page(leader, client_of):
    assert page(client_of(leader), "").context["asked"] is None


# --- names and denunciations ---


@pytest.mark.parametrize(
    ("who", "name", "address", "content"),
    [
        ("petition_officer", "Nguyễn Văn A", "xóm 3, xã Kim Liên", "Nguyễn Văn A ở thửa 15"),
        ("specialist", "Nguyễn Văn A", "xóm 3, xã Kim Liên", "Nguyễn Văn A ở thửa 15"),
        ("supervisor", "Ông/Bà N.V.A.", "xóm 3", "N.V.A. ở thửa 15"),
        ("auditor", "Ông/Bà N.V.A.", "xóm 3", "N.V.A. ở thửa 15"),
    ],
)
def test_names_stand_where_they_are_shown(who, name, address, content, petition_road, client_of, request):
    petition_road.registered(C, summary="Nguyễn Văn A ở thửa 15")
    user = request.getfixturevalue(who)
    [row] = lines(client_of(user))
    assert (row["Người gửi"], row["Địa chỉ"], row["Nội dung"]) == (name, address, content)
    assert tuple(cells(asked(client_of(user)).content)[-1][index] for index in (3, 4, 6)) == (name, address, content)


def test_a_denunciation_is_a_coded_row_for_its_officers_alone(
    petition_road, petition_officer, commission_leader, supervisor, client_of
):
    denunciation = petition_road.to(D, State.ACCEPTED)
    [row] = lines(client_of(petition_officer))
    assert (row["Người gửi"], row["Địa chỉ"], row["Số người ký"], row["Nội dung"]) == (SECRET, "–", "–", SECRET)
    assert (row["Loại đơn"], row["Lưu hồ sơ"]) == ("Tố cáo", f"{denunciation.code}; 15/HS-2026")
    petition_road.registered(R)
    for user in (commission_leader, supervisor):
        client = client_of(user)
        assert [row["Loại đơn"] for row in lines(client)] == ["Kiến nghị, phản ánh"]
        assert denunciation.code not in page(client).content.decode()


def test_a_page_with_names_or_denunciations_is_noted_once_a_day(petition_road, petition_officer, supervisor, client_of):
    denunciation = petition_road.registered(D)
    for user in (petition_officer, petition_officer, supervisor):
        page(client_of(user))
    events = AuditEvent.objects.filter(action="read").order_by("object_type")
    assert [(event.actor, event.object_label) for event in events] == [
        (petition_officer, denunciation.code),
        (petition_officer, petition_road.owner.code),
    ]


@pytest.mark.parametrize(
    ("denunciations", "note"),
    [
        (0, "Đơn tố cáo chỉ ghi trong sổ giấy."),
        (2, "2 dòng đơn tố cáo chỉ ghi trong sổ giấy."),
    ],
)
def test_no_copy_holds_a_denunciation_and_says_how_many_rows_it_leaves_out(
    denunciations, note, petition_road, petition_officer, client_of
):
    for _number in range(denunciations):
        petition_road.registered(D)
    petition = petition_road.registered(C)
    book = open_workbook(io.BytesIO(asked(client_of(petition_officer)).content))
    assert [row[18] for row in book.get_sheet_by_index(0).to_python()[4:]] == [petition.code]
    [[said], [missing]] = book.get_sheet_by_index(1).to_python()[1:]
    assert (said, missing.startswith("Số không có trong sổ này")) == (note, True)


@pytest.mark.parametrize("denunciations", [0, 2, 3])
def test_a_copy_of_a_body_below_the_province_tells_no_count(denunciations, petition_road, petition_officer):
    """Nor one of 3: a copy of days that overlap would tell the rest."""
    petition_road.owner.unit.level = "commune"
    for _number in range(denunciations):
        petition_road.registered(D)
    period = book_files.free_range(date(2026, 10, 1), date(2026, 10, 31))
    note = REGISTER.notes(petition_officer, petition_road.owner, period)[0]
    assert note == "Đơn tố cáo chỉ ghi trong sổ giấy."


# --- files ---


def test_a_format_that_takes_fewer_rows_says_so_and_changes_nothing(
    petition_road, petition_officer, client_of, monkeypatch
):
    workbook = book_files.find_format("xlsx")
    monkeypatch.setitem(book_files._formats, "xlsx", replace(workbook, most=1))
    petition_road.registered(C)
    client = client_of(petition_officer)
    assert asked(client)["Content-Type"].startswith("application/vnd")
    petition_road.registered(C)
    refused = asked(client)
    assert refused.status_code == 302
    assert "tối đa 1 dòng" in client.get(refused.url).content.decode()
    assert not Job.objects.exists()


def test_the_workbook_is_laid_out_as_the_book(petition_road, petition_officer, client_of):
    petition_road.registered(C)
    response = asked(client_of(petition_officer))
    title, _empty, headings, numbers, row = cells(response.content)
    assert title[0] == f"Sổ theo dõi đơn – {petition_road.owner} – 01/10/2026 – 31/10/2026"
    assert (headings, numbers) == (HEADINGS, [str(number) for number in range(1, 20)])
    assert (row[1], row[5], row[15]) == (date(2026, 10, 5), 3, date(2026, 10, 19))
    name = f"so-theo-doi-don-{slug(petition_road.owner.name)}-20261001-20261031.xlsx"
    assert f'filename="{name}"' in response["Content-Disposition"]
    event = AuditEvent.objects.filter(action="exported").get()
    assert (event.actor, event.fields) == (petition_officer, ["register_of_petitions"])


@pytest.mark.parametrize("rows", [10, pytest.param(1_000, marks=pytest.mark.slow)])
def test_the_page_takes_the_same_queries_at_any_size(
    rows, petition_road, petition_officer, client_of, django_assert_num_queries
):
    copy_many(petition_road.to(C, State.TRANSFERRED), rows - 1)
    client = client_of(petition_officer)
    client.get("/jobs/")
    with django_assert_num_queries(24):
        assert page(client).context["page_obj"].paginator.count == rows


# SQLite reads 999 keys at a time.
@pytest.mark.parametrize("rows", [10, pytest.param(999, marks=pytest.mark.slow)])
def test_the_workbook_takes_the_same_queries_at_any_size(
    rows, petition_road, petition_officer, client_of, django_assert_num_queries
):
    copy_many(petition_road.to(C, State.TRANSFERRED), rows - 1)
    client = client_of(petition_officer)
    client.get("/jobs/")
    with django_assert_num_queries(16):
        assert len(cells(asked(client).content)) == 4 + rows


def copy_many(first, number):
    """So many petitions more, each with content, sender and paper of its own."""
    from handling.models import Handling
    from petitions.models import Petition, PetitionContent, PetitionPaper, Sender

    values = {field.attname: getattr(first, field.attname) for field in Petition._meta.concrete_fields}
    for name in ("id", "submission_token"):
        values.pop(name)
    handlings = Handling.objects.bulk_create(
        Handling(kind="petition", unit_id=first.unit_id, assigned_on=DAY) for _one in range(number)
    )
    contents = PetitionContent.objects.bulk_create(PetitionContent(summary=f"Đơn {one}") for one in range(number))
    Sender.objects.bulk_create(Sender(content=content, full_name="Nguyễn Văn B") for content in contents)
    petitions = Petition.objects.bulk_create(
        Petition(
            **{
                **values,
                "code": f"KN-2026-X{one}",
                "arrival_number": 100 + one,
                "handling_id": handlings[one].pk,
                "content_id": contents[one].pk,
            }
        )
        for one in range(number)
    )
    document = first.papers.get(kind="transfer").document
    PetitionPaper.objects.bulk_create(
        PetitionPaper(petition=row, kind="transfer", document=document, on=DAY) for row in petitions
    )


def test_a_long_book_is_written_by_a_job(petition_road, petition_officer, client_of, monkeypatch):
    xlsx = find_format("xlsx")
    short = Format(xlsx.suffix, xlsx.content_type, xlsx.write, at_once=1)
    monkeypatch.setitem(book_files._formats, "xlsx", short)
    kept = [petition_road.registered(C) for _number in range(2)]
    petition_road.registered(D)
    response = asked(client_of(petition_officer))
    job = Job.objects.get()
    assert response["Location"] == reverse("jobs:detail", args=[job.pk])
    assert {**job.arguments, "roles": None} == {
        "user": petition_officer.pk,
        "roles": None,
        "body": petition_road.owner.pk,
        "first": "2026-10-01",
        "last": "2026-10-31",
        "period": "01/10/2026 – 31/10/2026",
        "format": "xlsx",
    }
    run_jobs()
    assert [row[18] for row in cells(job.file.data)[4:]] == [row.code for row in kept]
    assert AuditEvent.objects.filter(action="exported").count() == 1


def test_a_book_written_before_a_petition_is_erased_goes_with_its_words(petition_road, petition_officer, client_of):
    petition = petition_road.registered(C)
    part = book_files.Asked(
        petition_road.owner, book_files.free_range(date(2026, 10, 1), date(2026, 10, 31), name="Tháng 10")
    )
    book_files.ask_for_book(REGISTER, petition_officer, part, find_format("xlsx"))
    run_jobs()
    assert JobFile.objects.count() == 1
    data = {"kind": D, "field": petition_road.field, "is_eligible": True, "competence": "own", "paper_file": "15/HS"}
    move(petition, "classify", by=petition_officer, on=DAY, data=data)
    assert JobFile.objects.count() == 0


def test_asking_for_nothing_that_can_be_written(petition_road, petition_officer, client_of):
    petition_road.registered(C)
    client = client_of(petition_officer)
    assert asked(client, "docx").status_code == 404
    assert asked(client, query="body=999999").url == f"{PAGE}?body=999999"
    assert client.get(FILE).status_code == 405


def test_a_letter_that_came_again_stays_where_its_number_is(petition_road, petition_officer):
    petition = petition_road.to(R, State.REWRITING)
    october, november = (period("month", 2026, number, 31) for number in (10, 11))
    petition_road.make(petition, "resubmit", on=date(2026, 11, 20), received_on=date(2026, 11, 20))
    found = [[row.code for row in rows(petition_officer, petition.owner, one)] for one in (october, november)]
    assert found == [[petition.code], []]
