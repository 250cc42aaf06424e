"""Writing workbooks. Every export goes through here, so that no text of a citizen becomes a formula or a link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What Excel takes; beyond these it offers to "repair" the file.
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_LAST_ROW = 1_048_576
_NAME_STOPS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NARROWEST, _WIDEST = 8, 60
# Rows looked at when the widths of columns are not given.
_SAMPLE = 50


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its heading row, its rows (any iterable, read once), widths in characters if known.

    A cell is text, a number, a date, a time stamp, a truth value or None. `title` is a line over the headings.
    `over` is a line of headings that several columns share, as (heading, number of columns); `under` are lines below
    the headings that look like them, such as the numbers of the columns of a form.
    """

    name: object
    headings: Sequence
    rows: Iterable
    widths: Sequence[int] = ()
    title: object = ""
    over: Sequence[tuple[object, int]] = ()
    under: Sequence[Sequence[str]] = ()


def write_workbook(sheets):
    """The bytes of an .xlsx with a heading row that stays in view, filters, and dates as dd/mm/yyyy.

    Text is written as text whatever it begins with. Rows are streamed to disk: memory does not grow with them.
    """
    output = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(output, options) as workbook:
        formats = _formats(workbook)
        taken = set()
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(_sheet_name(str(sheet.name), taken)), sheet, formats)
    return output.getvalue()


def _formats(workbook):
    base = {"valign": "top", "font_name": "Times New Roman", "font_size": 12}
    line = {**base, "border": 1, "border_color": "#BFBFBF"}
    return {
        "title": workbook.add_format({**base, "bold": True, "font_size": 14}),
        "heading": workbook.add_format(
            {**line, "bold": True, "bg_color": "#F3EFE8", "text_wrap": True, "align": "center", "valign": "vcenter"}
        ),
        "text": workbook.add_format({**line, "text_wrap": True, "num_format": "@"}),
        # Excel shows the grouping mark of the reader's own country.
        "number": workbook.add_format({**line, "num_format": "#,##0"}),
        "decimal": workbook.add_format({**line, "num_format": "#,##0.0#"}),
        "date": workbook.add_format({**line, "num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": workbook.add_format({**line, "num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
    }


def _sheet_name(name, taken):
    """A name that Excel takes: no more than 31 characters, none of []:*?/\\, not twice in a book."""
    wanted = " ".join(name.translate(_NAME_STOPS).split()).strip("'") or _("Sheet")
    chosen, number = wanted[:_LONGEST_NAME], 1
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{wanted[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
    taken.add(chosen.casefold())
    return chosen


def _write_sheet(worksheet, sheet, formats):
    headings = [str(heading) for heading in sheet.headings]
    rows = iter(sheet.rows)
    # Streaming writes a row once and forgets it; widths must be known before the first one.
    sample = list(islice(rows, _SAMPLE))
    for index, width in enumerate(_widths(headings, sample, sheet.widths)):
        worksheet.set_column(index, index, width)
    top = 0
    if sheet.title:
        worksheet.write_string(0, 0, str(sheet.title), formats["title"])
        top = 2
    first = top
    if sheet.over:
        _write_over(worksheet, top, sheet.over, formats["heading"])
        top += 1
    for line in (headings, *sheet.under):
        for index, heading in enumerate(line):
            worksheet.write_string(top, index, str(heading)[:_LONGEST_CELL], formats["heading"])
        top += 1
    top -= 1
    last = top
    for last, row in enumerate(chain(sample, rows), start=top + 1):
        if last >= _LAST_ROW:
            raise ValueError(f"A sheet holds {_LAST_ROW} rows at most.")
        for index, value in enumerate(row):
            _write_cell(worksheet, last, index, value, formats)
    _lay_out(worksheet, (first, top), last, len(headings))


def _write_over(worksheet, row, over, cell_format):
    column = 0
    for heading, span in over:
        if span > 1:
            worksheet.merge_range(row, column, row, column + span - 1, str(heading), cell_format)
        else:
            worksheet.write_string(row, column, str(heading), cell_format)
        column += span


def _lay_out(worksheet, heads, last, columns):
    """`heads` are the first and the last row of the headings, which every printed page repeats."""
    first, top = heads
    worksheet.freeze_panes(top + 1, 0)
    if columns:
        worksheet.autofilter(top, 0, max(last, top + 1), columns - 1)
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.repeat_rows(first, top)
    worksheet.fit_to_pages(1, 0)


def _widths(headings, rows, given):
    """Widths as given, else by the longest word of the heading and the first rows, within limits."""
    for index, heading in enumerate(headings):
        if index < len(given) and given[index]:
            yield given[index]
            continue
        texts = [len(str(row[index])) for row in rows if index < len(row) and row[index] is not None]
        word = max(map(len, heading.split()), default=0)
        # Room for the filter button beside the heading's longest word.
        yield min(max(_NARROWEST, word + 3, *texts) + 1, _WIDEST)


def _write_cell(worksheet, row, column, value, formats):
    if value is None or value == "":
        worksheet.write_blank(row, column, None, formats["text"])
    elif isinstance(value, bool):
        worksheet.write_string(row, column, _("Yes") if value else _("No"), formats["text"])
    elif isinstance(value, int):
        worksheet.write_number(row, column, value, formats["number"])
    elif isinstance(value, (float, Decimal)):
        worksheet.write_number(row, column, value, formats["decimal"])
    elif isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        worksheet.write_datetime(row, column, local, formats["moment"])
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, value, formats["date"])
    else:
        worksheet.write_string(row, column, str(value)[:_LONGEST_CELL], formats["text"])
