"""Registers that must look as the rules say: one description makes the page, the workbook and the paper.

A room describes its book; `handling.book_files` writes it. A book is asked for by a body and a period. What may leave
the portal can be less than the page shows: `printed` decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.utils import formats

from dialogue_portal.templatetags.portal import vn
from jobs.models import Job
from jobs.services import take_back_files
from registers.models import Organisation
from registers.periods import Period

from .lists import COUNTED_EXACTLY, PAGE, CappedPaginator, rows_of_keys

NOTHING = "–"
#: From so many characters on a column holds sentences; below the other it holds numbers and dates.
SENTENCES, FIGURES = 24, 10


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, `value(row)`, and the heading it shares with its neighbours."""

    heading: object
    width: int
    value: Callable
    group: object = ""

    @property
    def size(self):
        """How wide it is on the page, as a word for a class."""
        return "wide" if self.width >= SENTENCES else "slim" if self.width < FIGURES else "even"


@dataclass(frozen=True)
class Book:
    """What a room says of a register.

    `kind` is the kind of its job; `record` the kind of record whose erasing takes its files away; `noun` what the trail
    calls it; `stem` the begin of the name of a file; `form` says where its columns are laid down.
    `rows(user, body, period)`: what this user sees of it, in its order. `read(rows, user)`: the same with what the
    columns read, names only where this user sees them. `printed(rows)`: those that may leave the portal.
    `stays(row)`: what the browser's own printing leaves out as well. `notes(user, body, period)`: sentences under what
    is printed. `url(row)`: the page of a row, or "".
    """

    kind: str
    record: str
    noun: str
    stem: str
    title: object
    form: object
    columns: tuple[Column, ...]
    rows: Callable
    read: Callable
    url: Callable
    printed: Callable = lambda rows: rows
    stays: Callable = lambda row: False
    notes: Callable = lambda user, body, period: []

    def heads(self):
        """The headings that columns share, as (heading, number of columns); none when none is shared."""
        if not any(column.group for column in self.columns):
            return []
        return [(str(group), len(list(among))) for group, among in groupby(self.columns, lambda column: column.group)]

    def head_lines(self):
        """The head as lines of (heading, columns, lines it takes); beside a shared heading a single one takes two."""
        upper, lower = [], []
        deep = 2 if self.heads() else 1
        for group, among in groupby(self.columns, lambda column: column.group):
            among = list(among)
            if group:
                upper.append((group, len(among), 1))
                lower += [(column.heading, 1, 1) for column in among]
            else:
                upper += [(column.heading, 1, deep) for column in among]
        return [upper, lower] if lower else [upper]

    def numbers(self):
        """The line under the headings."""
        return range(1, len(self.columns) + 1)

    def take_back(self, obj):
        """Take away the files written since the record was made: any of them may hold its words."""
        take_back_files(Job.objects.filter(kind=self.kind), since=obj.created_at)


class Asked(NamedTuple):
    """Which part of a book."""

    body: Organisation
    period: Period

    @property
    def days(self):
        """The period in words, with its days."""
        label, days = self.period.label, self.period.days
        return label if label == days else f"{label} ({days})"


class Line(NamedTuple):
    url: str
    cells: list
    stays: bool


def page_context(book, user, asked, number):
    """What the template of a book reads: page `number` of what the user sees of it, every cell in words."""
    found = book.rows(user, *asked)
    paginator = CappedPaginator(found, PAGE)
    page = paginator.get_page(number)
    rows = rows_of_keys(list(page.object_list.values_list("pk", flat=True)), book.read(found, user))
    return {
        "page_obj": page,
        "rows": rows,
        "lines": [Line(book.url(row), cells_of(book, row), book.stays(row)) for row in rows],
        "is_more": paginator.is_more,
        "limit": COUNTED_EXACTLY,
    }


def cells_of(book, row):
    """(column, words) for each column of a row."""
    return [(column, in_words(column.value(row))) for column in book.columns]


def in_words(value):
    """A value as page and paper print it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    return vn(value) if isinstance(value, int) else str(value)
