"""A workbook that is read loses nothing without a word: no sheet, no column, no cell."""

from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from registers.office import inspect, open_workbook
from registers.sheet_reading import SheetColumn, read_sheet

COLUMNS = (SheetColumn("kind", "Loại", ("loai don",), 10), SheetColumn("day", "Ngày", (), 10))
HEADINGS, ROW = ["Loại", "Ngày"], ["Khiếu nại", "05/10/2026"]


def book(*sheets):
    """An upload; each sheet is (name, state, rows). A text that begins with # is an error of Excel."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, state, rows in sheets:
        sheet = made.create_sheet(name)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
        for cell in (cell for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("#")):
            cell.data_type = "e"
    data = BytesIO()
    made.save(data)
    return SimpleUploadedFile("so.xlsx", data.getvalue())


def read(*sheets):
    return read_sheet(open_workbook(book(*sheets)), COLUMNS, lambda keys: {"kind", "day"} <= keys)


def refusal(*sheets):
    with pytest.raises(ValidationError) as refused, override("vi"):
        read(*sheets)
    return refused.value.messages[0]


def test_the_sheet_with_the_headings_is_read_wherever_it_stands():
    rows, start, places = read(("Ghi chú", "visible", [["Hướng dẫn"]]), ("Đơn", "visible", [["Sổ"], HEADINGS, ROW]))
    assert (rows[start], start, places) == (ROW, 2, {"kind": 0, "day": 1})
    assert read(("Ghi chú", "visible", [["Hướng dẫn"]])) is None


def test_of_several_sheets_none_is_left_out_in_silence():
    said = refusal(("Tháng 9", "visible", [HEADINGS, ROW]), ("Tháng 10", "visible", [HEADINGS, ROW]))
    assert "“Tháng 9”, “Tháng 10”" in said


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_what_nobody_sees_is_not_read(state):
    rows, start, _places = read(("Nháp", state, [HEADINGS, ["Tố cáo", ""]]), ("Đơn", "visible", [HEADINGS, ROW]))
    assert rows[start] == ROW
    assert "“Nháp”" in refusal(("Nháp", state, [HEADINGS, ROW]), ("Ghi chú", "visible", [["Hướng dẫn"]]))


def test_of_two_columns_headed_alike_none_is_dropped():
    assert "“Loại”, “Loại đơn”" in refusal(("Đơn", "visible", [[*HEADINGS, "Loại đơn"], [*ROW, "Tố cáo"]]))


def test_a_cell_with_an_error_is_not_read_as_empty():
    said = refusal(("Đơn", "visible", [HEADINGS, ["#N/A", "05/10/2026"], ["#REF!", "#VALUE!"]]))
    assert "A2, A3, B3" in said


def test_a_workbook_that_is_only_kept_may_hold_errors():
    kept = book(("Đơn", "visible", [HEADINGS, ["#N/A", "05/10/2026"]]))
    inspect(kept.read(), "xlsx")
