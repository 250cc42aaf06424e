"""Reading rows from the sheets that offices keep: a heading row somewhere on top, values as people write them.

Headings and values are understood in Vietnamese and in English, whatever the language of the reader; title lines over
the heading row are passed over.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import override

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


def find_headings(rows, columns, is_enough):
    """(number of the heading row, {key: column index}), or None when no row `is_enough(keys)` on top of the sheet."""
    known = _known_headings(columns)
    for number, row in enumerate(rows[:_HEADING_ROWS], start=1):
        places = {}
        for index, cell in enumerate(row):
            key = known.get(_heading_key(cell))
            if key:
                places.setdefault(key, index)
        if is_enough(places.keys()):
            return number, places
    return None


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
