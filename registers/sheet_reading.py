"""Reading rows from the sheets that offices keep: a heading row somewhere on top, values as people write them.

Headings and values are understood in Vietnamese and in English, whatever the language of the reader; title lines over
the heading row are passed over.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from python_calamine import SheetVisibleEnum

from dialogue_portal.text import clean_line, fold

#: The heading row stands in the first rows, under the title of the list at most.
_HEADING_ROWS = 15


@dataclass(frozen=True)
class SheetColumn:
    """A column: its key in a read row, its heading, what else its heading may be (folded), its width on paper."""

    key: str
    heading: object
    also: tuple[str, ...]
    width: int


def read_sheet(workbook, columns, is_enough):
    """(rows of cells, number of the heading row, {key: column index}) of the one sheet that has the headings.

    None when none has. Nothing is passed over without a word: raises `ValidationError` when several sheets have them,
    or only a hidden one, and for a heading that stands twice.
    """
    found, hidden = {}, []
    for sheet in workbook.sheets_metadata:
        rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        headings = _find_headings(rows, columns, is_enough)
        if headings and sheet.visible != SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
        elif headings:
            found[sheet.name] = (rows, *headings)
    if len(found) > 1:
        raise ValidationError(
            _("Several sheets have these headings: %(names)s. Put their rows on one, or import each alone.")
            % {"names": _quoted(found)}
        )
    if hidden and not found:
        raise ValidationError(
            _("The sheet with these headings is hidden: %(names)s. Show it in Excel, so that all see what is read.")
            % {"names": _quoted(hidden)}
        )
    return next(iter(found.values()), None)


def _quoted(names):
    return ", ".join(f"“{name}”" for name in names)


def _find_headings(rows, columns, is_enough):
    known = _known_headings(columns)
    for number, row in enumerate(rows[:_HEADING_ROWS], start=1):
        places = {}
        for index, cell in enumerate(row):
            if key := known.get(_heading_key(cell)):
                places.setdefault(key, []).append(index)
        if is_enough(places.keys()):
            return number, {key: _only(indices, row) for key, indices in places.items()}
    return None


def _only(indices, row):
    """The one column of a key: of two, the words of one would be lost."""
    if len(indices) > 1:
        names = _quoted(clean_line(cell_text(row[index])) for index in indices)
        raise ValidationError(_("Two columns are headed alike: %(names)s. Leave one of them.") % {"names": names})
    return indices[0]


def _heading_key(cell):
    return fold(clean_line(cell_text(cell))).strip(" .:*")


def _known_headings(columns):
    known = {}
    for column in columns:
        for words in (*in_both_languages(column.heading), *column.also):
            known[_heading_key(words)] = column.key
    return known


def in_both_languages(words):
    for language in ("vi", "en"):
        with override(language):
            yield str(words)


def known_values(choices, words, key):
    """{folded word: value}: the stored value, its label in both languages, and what people write (`words`)."""
    known = {key(word): value.value for word, value in words.items()}
    for choice in choices:
        known[choice.value] = choice.value
        for label in in_both_languages(choice.label):
            known[key(label)] = choice.value
    return known


def value_key(text):
    return fold(clean_line(text)).strip(" .:")


def cell_text(cell):
    """A cell as text: 1.0 is "1", a day is written dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return f"{cell:%d/%m/%Y}"
    return str(cell)
