"""Workbooks for the tests of delegate lists."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ["TT", "Họ và tên", "Chức vụ", "Cơ quan", "Đơn vị", "Thành phần", "Tình trạng", "Người dự thay"]


def workbook(rows, *, headings=HEADINGS, above=(), name="dai-bieu.xlsx", sheets=()):
    """An uploaded .xlsx with the rows under the headings; `above` are title lines, `sheets` empty sheets before."""
    book = openpyxl.Workbook()
    page = book.active
    for title in sheets:
        book.create_sheet(title, 0)
    for line in (*above, headings, *rows):
        page.append(list(line))
    output = io.BytesIO()
    book.save(output)
    return SimpleUploadedFile(name, output.getvalue(), content_type=XLSX)
