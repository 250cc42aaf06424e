"""A register of petitions from a workbook: what rows come to, written at once, nothing of a denouncer kept."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from audit.models import AuditEvent
from petitions.confidentiality import sentence
from petitions.forms.senders import MOST as MOST_SENDERS
from petitions.forms.senders import SenderForm
from petitions.models import Petition, PetitionImport, PetitionState, RowMark, Sender, Source
from petitions.petition_columns import COLUMNS
from petitions.petition_sheets import MAX_ROWS, read_petitions
from petitions.services import petition_import
from petitions.services.contents import revise_content
from petitions.services.correcting import correct_registration
from petitions.services.petition_import import KNOWN, NEW, REJECTED, confirm_import, plan_import, start_import
from petitions.services.registering import SenderData
from petitions.services.turns import visitors_of
from petitions.tallies import differences
from registers.models import RuleParameter, UnitSuccession
from tests.conferences.sheets import workbook
from tests.petitions.canary import CANARY, tables_holding
from tests.petitions.petition_roads import C, D, M, R

pytestmark = pytest.mark.django_db
IMPORT, TEMPLATE = reverse("petitions:petition_import"), reverse("petitions:petition_template")
HEADINGS = ["STT", "Ngày nhận", "Loại đơn", "Nguồn", "Người gửi", "Địa chỉ", "Số người ký", "Nội dung", "Hồ sơ giấy"]


def sheet(*rows, headings=HEADINGS, **more):
    return workbook([[number, *row] for number, row in enumerate(rows, start=1)], headings=headings, **more)


def complaint(summary="Khiếu nại phương án bồi thường", name="Nguyễn Văn A", day="05/10/2026", kind="Khiếu nại"):
    return [day, kind, "Bưu chính", name, "xóm 3, xã Kim Liên", 3, summary, ""]


def denunciation(number="15/HSM-2026", *, name="", words=""):
    return ["06/10/2026", "Tố cáo", "Bưu chính", name, "", "", words, number]


@pytest.fixture
def owner(petition_road, petition_officer, petition_rules):
    return petition_road.owner


@pytest.fixture
def client(owner, petition_officer, client_of):
    return client_of(petition_officer)


def reasons(owner, *rows, **more):
    return [row["reasons"] for row in read_petitions(sheet(*rows, **more), owner)]


# --- reading ---


def test_rows_are_read_under_their_headings_in_any_order_and_language(owner):
    headings = ["Content", "KIND", "Received on", "Sender", "Số người ký"]
    book = workbook([["Kênh tiêu bị lấp", "PA", "5.10.2026", "Lê A;Trần B", 27]], headings=headings, above=[["SỔ"], []])
    (row,) = read_petitions(book, owner)
    values = row["values"]
    assert (row["number"], row["reasons"]) == (4, [])
    assert (values["kind"], values["received_on"], values["signatories"]) == (R, "2026-10-05", 27)
    assert [one["full_name"] for one in values["senders"]] == ["Lê A", "Trần B"]
    assert values["source"] == Source.IN_PERSON


ROUND = [*HEADINGS, "Lần (đầu/nhiều)"]


@pytest.mark.parametrize(
    ("written", "is_repeat"),
    [
        ("", False),
        ("Lần đầu", False),
        (1, False),
        ("Nhiều lần", True),
        ("Lần hai", True),
        ("lần thứ 3", True),
        (2, True),
        ("Repeated", True),
    ],
)
def test_the_round_says_whether_it_was_sent_before(written, is_repeat, owner, petition_officer):
    rows = read_petitions(sheet([*complaint(), written], [*denunciation(), written], headings=ROUND), owner)
    assert [row["reasons"] for row in rows] == [[], []]
    confirm_import(start_import(owner, rows, by=petition_officer), by=petition_officer)
    assert [(one.is_repeat, one.earlier) for one in Petition.objects.all()] == [(is_repeat, None)] * 2


def test_a_round_that_says_neither_is_rejected_and_not_repeated(owner):
    [[why]] = reasons(owner, [*complaint(), CANARY], headings=ROUND)
    assert why.startswith("Lần (đầu/nhiều): ") and CANARY not in why


def test_an_upload_that_waits_since_before_the_round_was_read_is_registered(owner, petition_officer):
    rows = read_petitions(sheet(complaint()), owner)
    del rows[0]["values"]["is_repeat"]
    confirm_import(start_import(owner, rows, by=petition_officer), by=petition_officer)
    assert Petition.objects.get().is_repeat is False


def test_a_day_may_be_a_day_of_the_sheet(owner):
    day = timezone.localdate() - timedelta(days=40)
    (row,) = read_petitions(sheet(complaint(day=day)), owner)
    assert row["values"]["received_on"] == day.isoformat()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({0: ""}, "Ngày nhận"),
        ({0: "31/02/2026"}, "Ngày nhận"),
        ({0: "05/10/1890"}, "Ngày nhận"),
        ({0: "05/10/2126"}, "Ngày nhận"),
        ({1: "Đơn"}, "Loại đơn: Ghi khiếu nại"),
        ({2: "chim bồ câu"}, "Nguồn"),
        ({3: ""}, "Người gửi"),
        ({3: "A" * 161}, "Người gửi"),
        ({4: "xóm 3; xóm 4"}, "Địa chỉ"),
        ({5: "nhiều"}, "Số người ký"),
        ({5: 0}, "Số người ký"),
        ({6: ""}, "Nội dung"),
        ({6: "x" * 6001}, "Nội dung"),
    ],
)
def test_what_is_wrong_is_said_with_its_column_and_keeps_no_word(change, said, owner):
    row = complaint()
    for place, value in change.items():
        row[place] = value
    (read,) = read_petitions(sheet(row), owner)
    assert [reason for reason in read["reasons"] if reason.startswith(said)] == read["reasons"] != []
    assert read["values"] == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2026", "no such day. Write a day like 25/11/2026."),
        ("29/02/2025", "no such day"),
        ("2026-13-01", "no such day"),
        ("đầu tháng", "Received on: Write a day like 25/11/2026."),
        ("31/12/1999", "from 01/01/2000 on"),
    ],
)
def test_a_day_that_never_was_is_told_from_what_is_no_day(typed, said, owner):
    with override("en"):
        ((reason,),) = reasons(owner, complaint(day=typed))
    assert said in reason


@pytest.mark.parametrize(("typed", "said"), [("2026-10-05", ""), ("05/10/26", "bốn chữ số"), ("2026-13-05", "ngày")])
def test_a_day_in_another_order_is_read_or_told_from_one_that_never_was(typed, said, owner):
    row = complaint(day=typed)
    with override("vi"):
        [found] = read_petitions(sheet(row), owner)
    if typed == "2026-10-05":
        assert (found["values"]["received_on"], found["reasons"]) == (typed, [])
    else:
        assert len(found["reasons"]) == 1 and said in found["reasons"][0]


@pytest.mark.parametrize(
    ("written", "is_remote"),
    [("x", True), ("✓", True), ("Có", True), ("đúng", True), ("", False), ("Không", False), ("abc", None)],
)
def test_a_remote_area_is_understood_or_asked_for(written, is_remote, owner):
    """It decides how long the settlement may take: what is not understood is no "no"."""
    with override("vi"):
        [found] = read_petitions(sheet([*complaint(), written], headings=[*HEADINGS, "Vùng sâu, vùng xa"]), owner)
    assert found["values"].get("is_remote") == is_remote
    assert [reason.partition(":")[0] for reason in found["reasons"]] == (
        [] if written != "abc" else ["Vùng sâu, vùng xa"]
    )


def test_an_unsigned_letter_has_neither_name_nor_address(owner):
    row = complaint(name="")
    row[4] = ""
    assert reasons(owner, row) == [[]]


NUMBERS = ["Ngày nhận", "Loại đơn", "Người gửi", "Số điện thoại", "Số CCCD", "Nội dung"]


@pytest.mark.parametrize(
    ("phone", "id_number", "said"),
    [
        ("0912 345 678; 0238.3.842.000", "040188001234; B1234567", []),
        ("", "", []),
        ("không có", "", ["Điện thoại"]),
        ("", "4018800123", ["Số CCCD"]),
        # As text it was written so.
        ("0912345678; ?", "40188001234", ["Điện thoại", "Số CCCD"]),
    ],
)
def test_numbers_of_people_are_checked_as_in_the_form(phone, id_number, said, owner):
    book = workbook([["05/10/2026", "KN", "Lê A; Trần B", phone, id_number, "Đơn"]], headings=NUMBERS)
    (row,) = read_petitions(book, owner)
    assert len(row["reasons"]) == len(said)
    form = SenderForm({"full_name": "Lê A", "phone": phone.split(";")[-1], "id_number": id_number.split(";")[-1]})
    assert form.is_valid() == (not said)


def test_a_cell_that_holds_an_identity_number_as_a_number_gets_its_zero_back(owner):
    rows = [["05/10/2026", "KN", "Lê A", "", number, "Đơn"] for number in (40188001234, 140188001234, 4018800123)]
    first, second, third = read_petitions(workbook(rows, headings=NUMBERS), owner)
    told = [row["values"]["senders"][0]["id_number"] for row in (first, second)]
    assert (told, len(third["reasons"])) == (["040188001234", "140188001234"], 1)


def test_no_more_senders_are_read_than_the_form_takes(owner):
    names = [f"Nguyễn Văn Số {number}" for number in range(MOST_SENDERS + 1)]
    many, most = complaint(name="; ".join(names)), complaint(name="; ".join(names[1:]))
    assert [len(told) for told in reasons(owner, many, most)] == [1, 0]


def test_fields_are_found_by_code_and_name_and_bodies_by_name(owner, land, lead_department):
    headings = ["Ngày nhận", "Loại đơn", "Nội dung", "Nguồn", "Lĩnh vực", "Cơ quan chuyển đến"]
    rows = [
        ["05/10/2026", "KN", "x", "Cơ quan khác chuyển đến", field, body]
        for field, body in ((land.code, lead_department.name), (land.name_vi, ""), ("chim", "Sở Chim"))
    ]
    first, second, third = read_petitions(workbook(rows, headings=headings), owner)
    assert (first["values"]["field"], first["values"]["sent_by"]) == (land.pk, lead_department.pk)
    together = complaint()
    together[2] = f"Cơ quan khác chuyển đến: {lead_department.name}"
    (row,) = read_petitions(sheet(together), owner)
    assert (row["values"]["source"], row["values"]["sent_by"]) == (Source.BODY, lead_department.pk)
    assert second["values"]["field"] == land.pk
    assert [reason.split(":")[0] for reason in third["reasons"]] == ["Cơ quan chuyển đến", "Lĩnh vực"]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("", Source.BODY),
        ("Báo chí", Source.PRESS),
        ("Bưu điện", None),
        ("Trực tiếp", None),
    ],
)
def test_a_body_that_sent_it_is_never_dropped_without_a_word(source, read, owner, lead_department):
    headings = ["Ngày nhận", "Loại đơn", "Nguồn", "Nội dung", "Cơ quan chuyển đến"]
    book = workbook(
        [
            ["05/10/2026", "KN", source, "Kênh tiêu bị lấp", lead_department.name],
            ["05/10/2026", "KN", source, "Kênh tiêu bị lấp nữa", ""],
        ],
        headings=headings,
    )
    row, control = read_petitions(book, owner)
    assert (row["values"].get("source"), row["values"].get("sent_by")) == (read, read and lead_department.pk)
    assert [reason.partition(":")[0] for reason in row["reasons"]] == ([] if read else ["Cơ quan chuyển đến"])
    assert (control["reasons"], control["values"]["sent_by"]) == ([], None)


def test_a_letter_dated_after_it_came_is_refused(owner):
    headings = ["Ngày nhận", "Loại đơn", "Nội dung", "Ngày ghi trên đơn"]
    (row,) = read_petitions(workbook([["05/10/2026", "KN", "x", "06/10/2026"]], headings=headings), owner)
    assert len(row["reasons"]) == 1


@pytest.mark.parametrize(
    "book",
    [
        lambda: sheet(),
        lambda: workbook([["x"]], headings=["Nội dung"]),
        lambda: sheet(*[complaint(f"Đơn {number}") for number in range(MAX_ROWS + 1)]),
    ],
    ids=["no rows", "no headings", "too many"],
)
def test_a_sheet_that_cannot_be_read_is_refused_whole(book, owner):
    with pytest.raises(ValidationError):
        read_petitions(book(), owner)


def test_the_register_that_is_exported_can_be_read_again(client, owner, petition_road, lead_department):
    from django.core.files.uploadedfile import SimpleUploadedFile

    RuleParameter.objects.create(
        key="report.closing_day", value=14, unit="day_of_month", valid_from=timezone.localdate().replace(month=1, day=1)
    )
    petition = petition_road.registered(C)
    query = f"body={owner.pk}"
    answer = client.post(reverse("petitions:petition_register_file"), {"format": "xlsx", "query": query})
    # For another body, whose book does not know the code: by its words the row is known to this one as well.
    (row,) = read_petitions(SimpleUploadedFile("so.xlsx", answer.content), lead_department)
    assert (row["reasons"], row["values"]["summary"]) == ([], petition.content.summary)
    batch = start_import(owner, [row], by=petition.created_by)
    assert [one.fate for one in plan_import(batch)] == [KNOWN]


def test_a_letter_of_before_the_notice_rule_has_no_such_clock(client, owner):
    RuleParameter.objects.filter(key="petition.notice").update(valid_from=date(2019, 2, 18))
    preview = client.post(IMPORT, {"owner": owner.pk, "file": sheet(complaint(day="05/10/2018"))})
    client.post(preview.url)
    assert Petition.objects.get().notice_due_on is None


def test_a_letter_of_before_any_rule_is_rejected_in_the_preview(client, owner):
    RuleParameter.objects.filter(key="denunciation.preliminary").update(valid_from=date(2019, 1, 1))
    old, new = denunciation(), complaint(day="05/10/2018")
    old[0] = "05/10/2018"
    rows = read_petitions(sheet(old, new), owner)
    assert [bool(row["reasons"]) for row in rows] == [True, False]
    assert rows[0]["reasons"][0].startswith("Ngày nhận: ")


# --- what may not be kept ---


@pytest.mark.parametrize(
    "row",
    [
        denunciation(name=CANARY),
        denunciation(words=f"{CANARY} tố cáo"),
        denunciation(CANARY),
        denunciation("Nguyen/Van/An-1960"),
        complaint(CANARY, name=CANARY, kind="Tố cáo"),
        complaint(CANARY, name=CANARY, kind="Tố cáo, kiến nghị"),
        complaint(CANARY, name=CANARY, kind=CANARY),
    ],
)
def test_of_a_denunciation_with_words_nothing_is_kept(row, client, owner):
    answer = client.post(IMPORT, {"owner": owner.pk, "file": sheet(row, name=f"{CANARY}.xlsx")})
    preview = client.get(answer.url)
    assert preview.context["counts"] == {NEW: 0, KNOWN: 0, REJECTED: 1}
    assert tables_holding(CANARY) == tables_holding("Nguyen/Van/An-1960") == set()
    assert CANARY not in preview.content.decode()
    client.post(answer.url)
    assert (Petition.objects.count(), tables_holding(CANARY)) == (0, set())


def test_it_is_said_which_columns_of_a_denunciation_are_to_be_emptied(owner):
    rows = (denunciation(name="Ai đó", words="Chữ"), denunciation(words="Chữ"), denunciation())
    with override("en"):
        told, fewer, control = reasons(owner, *rows)
        assert (told[1:], control) == ([sentence()], [])
    assert "empty the columns “Sender”, “Content” of this row" in told[0]
    assert "empty the columns “Content” of this row" in fewer[0]


def test_without_the_check_its_words_would_stand_in_the_upload(client, owner, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr("petitions.petition_sheets.check_paper_file", lambda value: None)
    answer = client.post(IMPORT, {"owner": owner.pk, "file": sheet(denunciation(CANARY))})
    assert tables_holding(CANARY) == {"petitions_petitionimport"}
    # The service that registers asks once more.
    page = client.post(answer.url).content.decode()
    assert ("Không đơn nào được vào sổ." in page, Petition.objects.count()) == (True, 0)


def test_the_page_and_the_template_say_why(client):
    assert "774/QĐ-TTg" in client.get(IMPORT).content.decode()
    assert client.get(TEMPLATE).status_code == 200


def test_the_template_can_be_imported_as_it_is(client, owner, land):
    from django.core.files.uploadedfile import SimpleUploadedFile

    for code in ("0503", "0106"):
        type(land).objects.create(code=code, name_vi=code, name_en=code, parent=land.parent or land)
    rows = read_petitions(SimpleUploadedFile("mau.xlsx", client.get(TEMPLATE).content), owner)
    assert [(row["values"]["kind"], row["reasons"]) for row in rows] == [(R, []), (D, [])]
    assert len(rows[0]["values"]["senders"]) == 2


# --- from preview to book ---


def test_confirming_registers_every_new_row_like_by_hand_and_once(client, owner, petition_officer):
    rows = (complaint(), complaint("Đơn"), denunciation(), complaint("Kiến nghị mở đường", kind="Kiến nghị"))
    rows[1][1] = "?"
    answer = client.post(IMPORT, {"owner": owner.pk, "file": sheet(*rows)})
    preview = client.get(answer.url)
    assert preview.context["counts"] == {NEW: 3, KNOWN: 0, REJECTED: 1}
    assert Petition.objects.count() == 0
    for _time in range(2):
        assert client.post(answer.url).status_code == 302
    assert list(Petition.objects.order_by("pk").values_list("kind", "source")) == [
        (C, "post"),
        (D, "post"),
        (R, "post"),
    ]
    first, secret, _last = Petition.objects.order_by("pk")
    assert (first.signatories, first.content.senders.get().represents, first.history.count()) == (3, True, 1)
    assert (secret.content, secret.paper_file) == (None, "15/HSM-2026")
    assert first.history.get().on == first.received_on == first.handling.assigned_on
    # A denunciation enters on the day of the import; its day and its clock are those of the letter.
    assert (secret.received_on, secret.booked_on, secret.arrival_year) == (date(2026, 10, 6), date(2026, 10, 6), 2026)
    assert (secret.history.get().on, secret.handling.due_on < timezone.localdate()) == (timezone.localdate(), True)
    batch = PetitionImport.objects.get()
    assert batch.counts == {NEW: 3, KNOWN: 0, REJECTED: 1}
    # Of the rejected row its number and what is wrong stay, to be corrected in the sheet.
    assert [(row["number"], row["values"]) for row in batch.rows] == [(3, {})]
    page = client.get(answer.url)
    assert (page.context["is_done"], [row.number for row, _label, _tone in page.context["rows"]]) == (True, [3])
    assert AuditEvent.objects.filter(action="imported", object_label=owner.code).count() == 1
    assert differences() == []


def test_the_same_sheet_sent_again_doubles_nothing(owner, petition_officer):
    rows = (complaint(), denunciation())
    for count in (2, 0):
        batch = start_import(owner, read_petitions(sheet(*rows), owner), by=petition_officer)
        assert confirm_import(batch, by=petition_officer).counts[NEW] == count
    assert Petition.objects.count() == 2


def _import(owner, by, *rows):
    return confirm_import(start_import(owner, read_petitions(sheet(*rows), owner), by=by), by=by).counts


def _into_denunciation(petition, road):
    road.make(petition, "classify", kind=D, paper_file="15/HS-2026")


def test_the_same_sheet_brings_no_denouncer_back(owner, petition_officer, petition_road):
    _import(owner, petition_officer, complaint(name=CANARY))
    _into_denunciation(Petition.objects.get(), petition_road)
    again = _import(owner, petition_officer, complaint(name=CANARY.upper()))
    assert (again[KNOWN], Petition.objects.count(), tables_holding(CANARY)) == (1, 1, set())


def test_nor_does_the_sheet_of_a_register_kept_by_hand(owner, petition_officer, petition_road):
    petition = petition_road.registered(C)
    day, sender = f"{petition.received_on:%d/%m/%Y}", petition.content.senders.first().full_name
    row = complaint(petition.content.summary, name=sender, day=day)
    _into_denunciation(petition, petition_road)
    assert _import(owner, petition_officer, row)[KNOWN] == 1


def test_without_the_marks_the_denouncer_would_be_back(owner, petition_officer, petition_road, monkeypatch):
    """The control of the tests above."""
    monkeypatch.setattr("petitions.services.petition_import.marked", lambda owners, keys: set())
    _import(owner, petition_officer, complaint(name=CANARY))
    _into_denunciation(Petition.objects.get(), petition_road)
    _import(owner, petition_officer, complaint(name=CANARY))
    assert "petitions_sender" in tables_holding(CANARY)


def test_a_mixed_letter_whose_words_were_erased_stays_known(owner, petition_officer, petition_road):
    _import(owner, petition_officer, complaint(kind="Nhiều nội dung"))
    mixed = petition_road.make(Petition.objects.get(), "classify", kind=M)
    parts = [{"kind": C, "field": petition_road.field, "summary": "Một phần"}]
    parts.append({"kind": D, "field": petition_road.field, "paper_file": "16/HS-2026"})
    petition_road.make(mixed, "split", parts=parts, erases_words=True)
    assert _import(owner, petition_officer, complaint(kind="Nhiều nội dung"))[KNOWN] == 1


def test_a_petition_corrected_meanwhile_is_known(owner, petition_officer):
    _import(owner, petition_officer, complaint())
    petition = Petition.objects.get()
    revise_content(
        petition,
        senders=[SenderData("Nguyễn Văn An")],
        signatories=3,
        summary="Viết lại",
        version=petition.version,
        by=petition_officer,
        on=timezone.localdate(),
    )
    assert (_import(owner, petition_officer, complaint())[KNOWN], Petition.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "name", ["ông Nguyễn Văn A; Bà Trần Thị B", "TRẦN THỊ B; Nguyễn  Văn A", "Bà Tran Thi B; ong nguyen van a"]
)
def test_names_are_known_in_any_order_spelling_and_with_a_title(name, owner, petition_officer):
    _import(owner, petition_officer, complaint(name="Nguyễn Văn A; Trần Thị B"))
    assert _import(owner, petition_officer, complaint(name=name))[KNOWN] == 1


@pytest.mark.parametrize("name", ["Nguyễn Văn A", "Nguyễn Văn A; Trần Thị C", "Ông; Trần Thị B", ""])
def test_other_names_are_another_letter(name, owner, petition_officer):
    _import(owner, petition_officer, complaint(name="Nguyễn Văn A; Trần Thị B"))
    row = complaint(name=name)
    row[4] = row[4] if name else ""
    assert _import(owner, petition_officer, row)[NEW] == 1


def test_a_letter_kept_by_hand_is_known_after_every_correction(owner, petition_officer, petition_road):
    """By what it was first, and by each thing it was called since."""
    petition = petition_road.registered(C)
    day, today = petition.received_on, timezone.localdate()
    rows = [complaint(petition.content.summary, name=petition.content.senders.get().full_name, day=f"{day:%d/%m/%Y}")]
    for name in ("Tên viết lại", "Tên viết lại lần nữa"):
        petition = revise_content(
            Petition.objects.get(pk=petition.pk),
            senders=[SenderData(name)],
            signatories=None,
            version=Petition.objects.get(pk=petition.pk).version,
            by=petition_officer,
            on=today,
        )
        rows.append(complaint(petition.content.summary, name=name, day=f"{day:%d/%m/%Y}"))
    petition = Petition.objects.get(pk=petition.pk)
    received_on = day - timedelta(days=1)
    correct_registration(petition, version=petition.version, by=petition_officer, on=today, received_on=received_on)
    assert _import(owner, petition_officer, *rows)[KNOWN] == len(rows)


@pytest.mark.parametrize(
    ("changes", "marks"),
    [
        ({}, 0),
        ({"signatories": 9}, 0),
        ({"gloss_en": "A road"}, 0),
        ({"summary": "Chữ khác"}, 1),
        ({"senders": [SenderData("Tên khác")]}, 1),
    ],
)
def test_a_correction_leaves_a_mark_where_the_row_is_known_by_something_else(changes, marks, petition_road):
    petition = petition_road.registered(C)
    was = {
        "senders": visitors_of(petition.content),
        "signatories": petition.signatories,
        "summary": petition.content.summary,
    }
    values = {**was, **changes, "version": petition.version, "by": petition.created_by, "on": date(2026, 10, 7)}
    revise_content(petition, **values)
    assert RowMark.objects.count() == marks


@pytest.mark.parametrize(
    ("changes", "marks"), [({}, 0), ({"is_remote": True}, 0), ({"received_on": date(2026, 10, 2)}, 1)]
)
def test_so_does_a_correction_of_its_registration(changes, marks, petition_road):
    petition = petition_road.registered(C)
    values = {"received_on": petition.received_on, **changes}
    correct_registration(petition, version=1, by=petition.created_by, on=date(2026, 10, 7), **values)
    assert RowMark.objects.count() == marks


def test_a_letter_that_came_again_rewritten_is_known_as_it_came_first(owner, petition_officer, petition_road):
    petition = petition_road.to(C, PetitionState.REWRITING)
    day = petition.received_on
    row = complaint(petition.content.summary, name=petition.content.senders.get().full_name, day=f"{day:%d/%m/%Y}")
    assert petition_road.make(petition, "resubmit").received_on != day
    assert _import(owner, petition_officer, row)[KNOWN] == 1


def test_the_preview_says_which_known_rows_stand_in_the_book_no_more(client, owner, petition_officer, petition_road):
    _import(owner, petition_officer, complaint(), complaint("Nội dung khác"))
    petition_road.make(Petition.objects.earliest("pk"), "strike")
    answer = client.post(IMPORT, {"owner": owner.pk, "file": sheet(complaint(), complaint("Nội dung khác"))})
    rows = [row for row, _label, _tone in client.get(answer.url).context["rows"]]
    assert [(row.fate, row.is_gone, row.content) for row in rows] == [
        (KNOWN, True, ""),
        (KNOWN, False, "Nội dung khác"),
    ]


def test_marks_hold_when_the_secret_key_was_changed(owner, petition_officer, settings):
    _import(owner, petition_officer, complaint())
    Sender.objects.update(full_name="Khác", folded_name="khac")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert _import(owner, petition_officer, complaint())[KNOWN] == 1


def test_a_body_that_succeeded_another_knows_its_rows(owner, petition_officer, lead_department):
    _import(owner, petition_officer, complaint())
    owner.successor = lead_department
    owner.save()
    assert _import(lead_department, petition_officer, complaint())[KNOWN] == 1


def test_words_of_a_letter_that_goes_are_taken_out_of_uploads_that_wait(
    client, owner, petition_officer, petition_road, commission_leader
):
    _import(owner, petition_officer, complaint(CANARY, name=CANARY))
    stays, goes = complaint("Nội dung khác"), complaint(CANARY, name=CANARY)
    answer = client.post(IMPORT, {"owner": owner.pk, "file": sheet(stays, goes)})
    rows = PetitionImport.objects.get(confirmed_at=None).rows
    other = PetitionImport.objects.create(owner=owner, rows=rows, created_by=commission_leader)
    _into_denunciation(Petition.objects.get(), petition_road)
    assert tables_holding(CANARY) == set()
    page = client.get(answer.url)
    assert (page.context["counts"], CANARY in page.content.decode()) == ({NEW: 1, KNOWN: 1, REJECTED: 0}, False)
    client.post(answer.url)
    assert Petition.objects.get(kind=C).content.summary == "Nội dung khác"
    assert [bool(row["values"]) for row in type(other).objects.get(pk=other.pk).rows] == [True, False]


@pytest.mark.parametrize("end", ["strike", "split"])
def test_and_those_of_a_letter_that_is_struck_out_or_split_with_a_denunciation(
    end, owner, petition_officer, petition_road
):
    kind = "Khiếu nại" if end == "strike" else "Nhiều nội dung"
    _import(owner, petition_officer, complaint(name=CANARY, kind=kind))
    start_import(owner, read_petitions(sheet(complaint(name=CANARY, kind=kind)), owner), by=petition_officer)
    assert "petitions_petitionimport" in tables_holding(CANARY)
    if end == "strike":
        petition_road.make(Petition.objects.get(), "strike")
    else:
        parts = [{"kind": D, "field": petition_road.field, "paper_file": f"{n}/HS-2026"} for n in (1, 2)]
        mixed = petition_road.make(Petition.objects.get(), "classify", kind=M)
        petition_road.make(mixed, "split", parts=parts, erases_words=True)
    assert tables_holding(CANARY) == set()


def test_of_a_row_that_is_known_by_its_mark_alone_an_upload_keeps_no_word(owner, petition_officer, petition_road):
    _import(owner, petition_officer, complaint(CANARY, name=CANARY))
    _into_denunciation(Petition.objects.get(), petition_road)
    rows = read_petitions(sheet(complaint(CANARY, name=CANARY)), owner)
    batch = start_import(owner, rows, by=petition_officer)
    assert (tables_holding(CANARY), batch.rows) == (
        set(),
        [{"number": 2, "values": {}, "reasons": [], "is_gone": True}],
    )
    assert confirm_import(batch, by=petition_officer).counts == {NEW: 0, KNOWN: 1, REJECTED: 0}


def test_what_went_from_one_book_of_a_unit_does_not_come_back_through_another(
    owner, petition_officer, petition_road, front_body, commune_body
):
    _import(owner, petition_officer, complaint(name=CANARY))
    petition = Petition.objects.get()
    # While it stands there, the same letter in the book of another body is that body's own.
    assert _fates(front_body, petition_officer, complaint(name=CANARY)) == [NEW]
    _into_denunciation(petition, petition_road)
    assert _fates(front_body, petition_officer, complaint(name=CANARY)) == [KNOWN]
    assert front_body.unit_id == owner.unit_id != commune_body.unit_id
    assert _fates(commune_body, petition_officer, complaint(name=CANARY)) == [NEW]


def test_nor_through_the_unit_that_took_its_unit_in(petition_officer, commune_body, sibling_body, petition_rules):
    _import(commune_body, petition_officer, complaint(name=CANARY))
    Sender.objects.update(full_name="Khác", folded_name="khac")
    assert _fates(sibling_body, petition_officer, complaint(name=CANARY)) == [NEW]
    UnitSuccession.objects.create(
        old=commune_body.unit,
        new=sibling_body.unit,
        effective=date(2025, 7, 1),
        resolution="1678/NQ-UBTVQH15",
        change="merged",
    )
    assert _fates(sibling_body, petition_officer, complaint(name=CANARY)) == [KNOWN]


def _fates(owner, by, *rows):
    return [row.fate for row in plan_import(start_import(owner, read_petitions(sheet(*rows), owner), by=by))]


def test_a_row_that_another_says_leaves_no_word_behind(owner, petition_officer):
    counts = _import(owner, petition_officer, complaint(CANARY, name=CANARY), complaint(CANARY, name=CANARY))
    assert counts == {NEW: 1, KNOWN: 0, REJECTED: 1}
    assert "petitions_petitionimport" not in tables_holding(CANARY)
    assert PetitionImport.objects.get().rows[0]["values"] == {}


def test_after_an_import_without_rejects_the_list_is_next(client, owner):
    answer = client.post(IMPORT, {"owner": owner.pk, "file": sheet(complaint())})
    assert client.post(answer.url, follow=True).redirect_chain[-1][0] == reverse("petitions:petition_list")


def test_rows_that_say_the_same_are_registered_once(owner, petition_officer):
    rows = read_petitions(sheet(complaint(), complaint(name="NGUYỄN VĂN A"), denunciation(), denunciation()), owner)
    planned = plan_import(start_import(owner, rows, by=petition_officer))
    assert [row.fate for row in planned] == [NEW, REJECTED, NEW, REJECTED]
    assert "2" in planned[1].reasons[0]


def test_a_row_that_fails_leaves_nothing_half_written(owner, petition_officer, monkeypatch):
    batch = start_import(owner, read_petitions(sheet(complaint(), complaint("Khác")), owner), by=petition_officer)

    def fails(owner, keys):
        assert Petition.objects.count() == 2
        raise RuntimeError

    monkeypatch.setattr(petition_import, "leave_marks", fails)
    with pytest.raises(RuntimeError):
        confirm_import(batch, by=petition_officer)
    batch.refresh_from_db()
    assert (Petition.objects.count(), batch.confirmed_at, len(batch.rows)) == (0, None, 2)


def test_what_is_asked_while_the_series_are_held_is_the_same_for_many_rows(owner, petition_officer):
    """Nobody in the province registers a letter meanwhile."""
    asked = []
    for count in (2, 40):
        rows = [complaint(f"Đơn {count} số {number}") for number in range(count)]
        rows += [denunciation(f"{count}{number}/HSM-2026") for number in range(count)]
        batch = start_import(owner, read_petitions(sheet(*rows), owner), by=petition_officer)
        with CaptureQueriesContext(connection) as queries:
            confirm_import(batch, by=petition_officer)
        held = [query["sql"] for query in queries]
        first = next(place for place, sql in enumerate(held) if "handling_numberseries" in sql)
        asked.append([sql.split()[0] for sql in held[first:] if "SAVEPOINT" not in sql and sql.split()[0] != "UPDATE"])
    assert asked[0].count("INSERT") >= 5
    assert len(asked[1]) <= len(asked[0])


def test_the_preview_asks_as_often_for_many_rows(owner, petition_officer, django_assert_num_queries):
    for count in (2, 40):
        rows = read_petitions(sheet(*[complaint(f"Đơn số {number}") for number in range(count)]), owner)
        batch = start_import(owner, rows, by=petition_officer)
        with django_assert_num_queries(5):
            plan_import(batch)


def test_an_upload_is_its_uploaders_and_goes_after_a_day(client, owner, petition_officer, commission_leader, client_of):
    batch = start_import(owner, read_petitions(sheet(complaint()), owner), by=petition_officer)
    page = reverse("petitions:petition_import_preview", args=[batch.pk])
    assert client_of(commission_leader).get(page).status_code == 403
    PetitionImport.objects.update(created_by=commission_leader)
    assert client.get(page).status_code == 404
    petition_import.discard_old_uploads(timezone.now())
    assert PetitionImport.objects.count() == 1
    petition_import.discard_old_uploads(timezone.now() + timedelta(days=1, minutes=1))
    assert PetitionImport.objects.count() == 0


def test_discarding_forgets_the_rows(client, owner, petition_officer):
    batch = start_import(owner, read_petitions(sheet(complaint(CANARY)), owner), by=petition_officer)
    assert tables_holding(CANARY)
    assert client.post(reverse("petitions:petition_import_discard", args=[batch.pk])).status_code == 302
    assert (PetitionImport.objects.count(), tables_holding(CANARY)) == (0, set())


def test_a_file_that_is_no_workbook_is_named_as_such(client, owner):
    from django.core.files.uploadedfile import SimpleUploadedFile

    for name, data in (("a.csv", b"a"), ("a.xlsx", b""), ("a.xlsx", b"PK\x03\x04 broken")):
        answer = client.post(IMPORT, {"owner": owner.pk, "file": SimpleUploadedFile(name, data)})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_every_column_has_a_heading_of_its_own():
    assert len({str(column.heading) for column in COLUMNS}) == len(COLUMNS)


def test_an_upload_discarded_while_it_is_confirmed_is_gone(owner, petition_officer, client_of, monkeypatch):
    batch = start_import(owner, read_petitions(sheet(complaint()), owner), by=petition_officer)

    def late(batch, *, by):
        PetitionImport.objects.all().delete()
        return confirm_import(batch, by=by)

    monkeypatch.setattr("petitions.views.petitions.imports.confirm_import", late)
    address = reverse("petitions:petition_import_preview", args=[batch.pk])
    assert client_of(petition_officer).post(address).status_code == 404
    assert not Petition.objects.exists()
