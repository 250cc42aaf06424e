"""Reading a list of delegates as people write them, and refusing what is none."""

import io
import unicodedata
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from conferences import delegate_sheets
from conferences.delegate_sheets import headings, read_delegates
from tests.conferences.sheets import workbook


def names(rows):
    return [row["full_name"] for row in rows]


def test_a_plain_list_is_read_with_the_numbers_of_its_rows():
    rows = read_delegates(workbook([[1, "Nguyễn Văn An", "Bí thư Đảng ủy; Chủ tịch HĐND xã", None, "Xã Kim Liên"]]))
    assert rows == [
        {
            "number": 2,
            "full_name": "Nguyễn Văn An",
            "posts": ["Bí thư Đảng ủy", "Chủ tịch HĐND xã"],
            "organisation": "",
            "unit": "Xã Kim Liên",
            "group": "",
            "status": "",
            "salutation": "",
            "substitute": "",
            "group_typed": "",
            "status_typed": "",
            "salutation_typed": "",
        }
    ]


def test_headings_are_found_under_title_lines_in_any_order_and_language():
    above = [["ĐẢNG BỘ TỈNH NGHỆ AN"], [], ["DANH SÁCH ĐẠI BIỂU"]]
    read = read_delegates(workbook([["Xã Kim Liên", "An"]], headings=["UNIT", "Full  name:"], above=above))
    assert [(row["number"], row["full_name"], row["unit"]) for row in read] == [(5, "An", "Xã Kim Liên")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_headings_the_export_writes_are_read_back(language):
    with override(language):
        written = headings()
    read = read_delegates(workbook([[1, "Lê Thị Hoa", "", "Phóng viên", "", "", "", "", ""]], headings=written))
    assert names(read) == ["Lê Thị Hoa"]


def test_decomposed_text_is_stored_composed():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Đức Thường")
    heading = unicodedata.normalize("NFD", "Họ và tên")
    read = read_delegates(workbook([[decomposed, "Xã Kim Liên"]], headings=[heading, "Đơn vị"]))
    assert names(read) == ["Nguyễn Đức Thường"]


def test_posts_are_separated_by_semicolons_and_lines_and_kept_once():
    posts = "Bí thư Đảng ủy;\nChủ tịch HĐND; bí thư đảng ủy"
    assert read_delegates(workbook([[1, "An", posts]]))[0]["posts"] == ["Bí thư Đảng ủy", "Chủ tịch HĐND"]


def test_group_headings_and_totals_are_passed_over_and_give_the_group():
    rows = [
        ["I", "ĐẠI BIỂU CẤP HUYỆN"],
        [1, "Trần Văn Bình", "Bí thư Huyện ủy", None, "Huyện Nam Đàn"],
        ["II", "Đại biểu cấp xã"],
        [1, "Lê Thị Hoa", "Bí thư Đảng ủy", None, "Xã Kim Liên"],
        [],
        [None, "Tổng cộng: 2"],
    ]
    assert [(row["full_name"], row["group"]) for row in read_delegates(workbook(rows))] == [
        ("Trần Văn Bình", "district"),
        ("Lê Thị Hoa", "commune"),
    ]


def test_words_for_group_and_attendance_are_understood_and_others_are_kept_to_be_named():
    rows = [
        [1, "A", "x", None, None, "Báo chí", "Vắng có phép"],
        [2, "B", "x", None, None, "Press", "Attended"],
        [3, "C", "x", None, None, "Người lạ", "chưa rõ"],
    ]
    read = [(row["group"], row["status"], row["group_typed"]) for row in read_delegates(workbook(rows))]
    assert read == [("press", "excused", "Báo chí"), ("press", "attended", "Press"), ("", "", "Người lạ")]


@pytest.mark.parametrize(
    ("heading", "typed", "read"),
    [
        *[("Xưng hô", "Ông", "mr"), ("Ông/Bà", "bà", "ms"), ("Giới tính", "Nam", "mr"), ("GIỚI TÍNH", "Nữ", "ms")],
        *[("Form of address", "Ms", "ms"), ("Gender", "male", "mr"), ("Xưng hô", "", ""), ("Xưng hô", "Ngài", "")],
    ],
)
def test_the_form_of_address_is_read_where_there_is_such_a_column(heading, typed, read):
    row = read_delegates(workbook([["An", typed, "Bí thư"]], headings=["Họ và tên", heading, "Chức vụ"]))[0]
    assert (row["salutation"], row["salutation_typed"]) == (read, typed)


def test_the_sheet_with_the_headings_is_taken_wherever_it_is():
    assert names(read_delegates(workbook([[1, "An", "x"]], sheets=["Bìa"]))) == ["An"]


def refusal(file):
    with pytest.raises(ValidationError) as caught, override("en"):
        read_delegates(file)
    return " ".join(caught.value.messages)


def test_a_sheet_without_the_headings_is_refused_with_a_sentence():
    assert "Họ và tên" in refusal(workbook([[1, 2]], headings=["Mã", "Số lượng"]))


def test_a_sheet_without_rows_is_refused_with_the_row_of_its_headings():
    assert "row 1" in refusal(workbook([]))


def test_a_list_that_is_too_long_is_refused_with_both_numbers(monkeypatch):
    monkeypatch.setattr(delegate_sheets, "MAX_ROWS", 3)
    assert "4" in refusal(workbook([[n, f"Người {n}", "x"] for n in range(4)]))
    assert len(read_delegates(workbook([[n, f"Người {n}", "x"] for n in range(3)]))) == 3


def test_twenty_thousand_rows_are_the_limit():
    assert delegate_sheets.MAX_ROWS == 20_000


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 not a workbook", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_refused(content):
    assert refusal(SimpleUploadedFile("ds.xlsx", content))


def test_a_bomb_is_refused_before_it_is_unpacked():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    assert refusal(SimpleUploadedFile("ds.xlsx", output.getvalue()))
