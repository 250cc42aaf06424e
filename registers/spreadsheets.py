"""Writing .xlsx: the one way every export of the portal is made.

Text is never a formula or a link: an opinion that begins with “=” stays an opinion.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Excel's own limits.
LONGEST_SHEET_NAME = 31
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, headings, rows of plain values, and column widths in characters."""

    name: object
    headings: list
    rows: Iterable
    widths: list | tuple = ()
    title: object = ""


def write_workbook(sheets):
    """The bytes of a workbook. Rows may be an iterator: memory stays flat however many there are."""
    output = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(output, options) as book:
        formats = {
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F3EFE8", "bottom": 1}
            ),
            "title": book.add_format({"bold": True, "font_size": 13}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top", "align": "left"}),
            "number": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
            "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(str(sheet.name)[:LONGEST_SHEET_NAME]), sheet, formats)
    return output.getvalue()


def _write_sheet(page, sheet, formats):
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    top = 0
    if sheet.title:
        page.write_string(0, 0, str(sheet.title), formats["title"])
        top = 2
    for column, heading in enumerate(sheet.headings):
        page.write_string(top, column, str(heading), formats["head"])
    page.freeze_panes(top + 1, 0)
    number = top
    for number, row in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(row):
            _write(page, number, column, value, formats)
    page.autofilter(top, 0, max(number, top + 1), max(len(sheet.headings) - 1, 0))


def _write(page, row, column, value, formats):
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, str(value), formats["text"])
    elif isinstance(value, int):
        page.write_number(row, column, value, formats["whole"])
    elif isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
        page.write_datetime(row, column, local, formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    elif hasattr(value, "as_tuple") or isinstance(value, float):
        page.write_number(row, column, value, formats["number"])
    else:
        page.write_string(row, column, str(value)[:LONGEST_CELL], formats["text"])
