"""Workbooks that leave the portal: no text becomes a formula, dates are dates, Excel opens them without repair."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from registers.office import open_workbook
from registers.spreadsheets import Sheet, write_workbook
from tests.registers.crafted import upload

#: Rows 8 of the suite of attacks: how a cell begins to be more than text.
PREFIXES = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
PAYLOADS = [f'{prefix}HYPERLINK("http://evil.example","bấm")' for prefix in PREFIXES]
PAYLOADS += ["=cmd|' /C calc'!A0", "http://evil.example", "mailto:a@b.c"]


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def book_of(*sheets):
    return openpyxl.load_workbook(io.BytesIO(write_workbook(sheets)))


def test_no_text_becomes_a_formula_or_a_link():
    data = write_workbook([Sheet("Ý kiến", ["Nội dung"], ([payload] for payload in PAYLOADS))])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))
    assert "<f>" not in text and "<hyperlink" not in text and "relationships/hyperlink" not in text


def test_values_keep_their_kind():
    moment = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    row = ["Nguyễn Văn Đức", 1121, 94.9, Decimal("92.10"), date(2026, 2, 5), moment, True, None, "", "=1+1"]
    page = book_of(Sheet("A", list("abcdefghij"), [row])).active
    assert [cell.value for cell in page[2]] == [
        *("Nguyễn Văn Đức", 1121, 94.9, 92.1),
        *(datetime(2026, 2, 5), datetime(2026, 11, 23, 8, 30)),
        *("Có", None, None, "=1+1"),
    ]
    assert [page.cell(2, column).number_format for column in (2, 3, 5, 6)] == [
        *("#,##0", "#,##0.0#", "dd/mm/yyyy", "dd/mm/yyyy hh:mm")
    ]
    assert page["J2"].data_type == "s"


def test_headings_stay_in_view_with_filters():
    page = book_of(Sheet("A", ["Họ và tên", "Tuổi"], [["An", 1], ["Bình", 2]])).active
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B3")


def test_a_title_stands_over_the_headings():
    page = book_of(Sheet("A", ["Họ và tên"], [["An"]], title="DANH SÁCH ĐẠI BIỂU")).active
    assert [page["A1"].value, page["A3"].value, page["A4"].value, page.freeze_panes] == [
        *("DANH SÁCH ĐẠI BIỂU", "Họ và tên", "An", "A4")
    ]


def test_widths_are_as_given_or_by_the_longest_value():
    page = book_of(Sheet("A", ["a", "b", "c"], [["x", "y" * 30, "z" * 500]], widths=[12])).active
    widths = [round(page.column_dimensions[letter].width) for letter in "ABC"]
    assert widths == [13, 32, 61]


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["Hội nghị: 2023/08"], ["Hội nghị 2023 08"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["Số liệu", "SỐ LIỆU"], ["Số liệu", "SỐ LIỆU 2"]),
        ([""], ["Trang"]),
    ],
)
def test_names_of_sheets_are_those_excel_takes(names, kept):
    assert book_of(*(Sheet(name, ["a"], []) for name in names)).sheetnames == kept


def test_rows_may_be_endless_as_far_as_memory_goes():
    rows = ([number, f"Dòng {number}"] for number in range(3_000))
    page = book_of(Sheet("A", ["STT", "Nội dung"], rows)).active
    assert page.max_row == 3_001


def test_a_text_longer_than_a_cell_is_cut_and_not_lost():
    page = book_of(Sheet("A", ["a"], [["x" * 40_000]])).active
    assert len(page["A2"].value) == 32_767


def test_what_is_exported_can_be_imported():
    data = write_workbook([Sheet("A", ["Họ và tên"], [["Đặng Thị Ánh"]])])
    workbook = open_workbook(upload("a.xlsx", data))
    assert workbook.get_sheet_by_index(0).to_python() == [["Họ và tên"], ["Đặng Thị Ánh"]]


def test_a_form_has_shared_headings_and_numbered_columns():
    sheet = Sheet(
        "Biểu",
        ["Đơn vị", "Tổng", "Nam"],
        [["Xã Kim Liên", 3, 1]],
        title="BIỂU 01",
        over=[("", 1), ("Số người", 2)],
        under=[["A", "1", "2"], ["", "2+3", ""]],
    )
    page = book_of(sheet).active
    assert [[cell.value or None for cell in row] for row in page.iter_rows(min_row=3)] == [
        [None, "Số người", None],
        ["Đơn vị", "Tổng", "Nam"],
        ["A", "1", "2"],
        [None, "2+3", None],
        ["Xã Kim Liên", 3, 1],
    ]
    assert [str(merged) for merged in page.merged_cells.ranges] == ["B3:C3"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A7", "A6:C7")


@pytest.mark.parametrize(
    ("more", "repeated"),
    [({}, "$1:$1"), ({"title": "Sổ"}, "$3:$3"), ({"over": [("", 1), ("Số người", 1)], "under": [["1", "2"]]}, "$1:$3")],
)
def test_every_printed_page_repeats_all_lines_of_the_headings(more, repeated):
    [sheet] = book_of(Sheet("Sổ", ["Cơ quan", "Số"], [["Ban", 1]], **more)).worksheets
    assert sheet.print_title_rows == repeated
