"""A book as a file: at once when it is short, by a job when it is long. Rooms above give further formats."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from django.shortcuts import redirect
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.downloads import file_response
from audit.services import record
from dialogue_portal.templatetags.portal import vn
from dialogue_portal.text import slug
from jobs import registry
from jobs.registry import JobFailed, Result
from jobs.services import enqueue
from registers.models import Organisation
from registers.periods import free_range
from registers.reasons import read_once
from registers.spreadsheets import XLSX, Sheet, write_workbook

from . import copies
from .books import Asked
from .exports import KEEP_DAYS, keys_of, lines_of, owner_of, permits, roles_of


@dataclass(frozen=True)
class Format:
    """A way to write a book: `write(book, asked, user, lines, notes)` returns bytes.

    Up to `at_once` rows while one waits, up to `most` by a job (0: as many as there are). `lines` is read once and
    gives the values of each row. A `language` is that of whatever it writes; without one it is the reader's.
    """

    suffix: str
    content_type: str
    write: Callable
    at_once: int
    most: int = 0
    is_available: Callable = lambda: True
    language: str = ""


_formats: dict[str, Format] = {}


def register_format(one):
    _formats[one.suffix] = one


def find_format(suffix):
    """The format of this suffix when it can be written here, else None."""
    one = _formats.get(suffix)
    return one if one is not None and one.is_available() else None


def formats_available():
    """Suffixes of what can be written here."""
    return [suffix for suffix in _formats if find_format(suffix)]


def register(book):
    """Make the job of this book known, and how its files are taken away."""
    registry.register(book.kind, label=book.title, run=partial(run, book), permits=permits, keep_days=KEEP_DAYS)
    copies.register(book.record, book.take_back)


class TooLong(Exception):
    """More rows than a format takes; the message is a sentence for who asked."""


def book_response(book, request, asked, one):
    """The answer to asking for this part of the book in a format: the file, or the way to its job.

    Raises `TooLong`.
    """
    rows = book.printed(book.rows(request.user, *asked)).order_by()
    if one.most and rows[: one.most + 1].count() > one.most:
        sentence = _("A .%(format)s file of a register takes at most %(most)s rows: choose a shorter period, or Excel.")
        raise TooLong(sentence % {"format": one.suffix, "most": vn(one.most)})
    if rows[: one.at_once + 1].count() > one.at_once:
        return redirect("jobs:detail", ask_for_book(book, request.user, asked, one).pk)
    data = write_book(book, request.user, asked, one)
    _note(book, request.user)
    return file_response(data, name=file_name(book, asked, one), content_type=one.content_type)


def write_book(book, user, asked, one, *, progress=lambda done, total: None):
    """The bytes of this part of the book: what may leave the portal of what this user sees."""
    rows = book.printed(book.rows(user, *asked))
    keys = keys_of(rows)
    values = [column.value for column in book.columns]
    lines = lines_of(keys, book.read(rows, user), values, lambda done: progress(done, len(keys)))
    with translation.override(one.language or translation.get_language()), read_once():
        return one.write(book, asked, user, lines, book.notes(user, *asked))


def file_name(book, asked, one):
    """ "so-theo-doi-don-dang-uy-xa-kim-lien-20260101-20260331.pdf": whose book it is by name, as papers have it."""
    body, period = asked
    return f"{book.stem}-{slug(body.name)[:80]}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.{one.suffix}"


def ask_for_book(book, user, asked, one):
    """Queue a long book and return its job."""
    body, period = asked
    arguments = {
        "user": user.pk,
        "roles": roles_of(user),
        "body": body.pk,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "period": period.label,
        "format": one.suffix,
    }
    title = f"{body}, {period.label} (.{one.suffix})"
    return enqueue(book.kind, key=f"{book.kind}:{uuid4()}", arguments=arguments, by=user, title=title[:250])


def run(book, job, progress):
    """The job: what the person may see is decided when it runs, not when it was asked for."""
    user, asked = owner_of(job), _asked_by(job.arguments)
    one = find_format(job.arguments["format"])
    if one is None:
        raise JobFailed(_("PDF cannot be made here: the Pango library is missing. Ask for the Excel file."))
    data = write_book(book, user, asked, one, progress=progress)
    return Result(apply=lambda: _note(book, user), file=(file_name(book, asked, one), one.content_type, data))


def _asked_by(arguments):
    days = (parse_date(arguments[name]) for name in ("first", "last"))
    return Asked(Organisation.objects.get(pk=arguments["body"]), free_range(*days, arguments["period"]))


def _note(book, user):
    record(Action.EXPORTED, user, by=user, fields=[book.noun], label=book.noun)


def _workbook(book, asked, user, lines, notes):
    columns = book.columns
    sheets = [
        Sheet(
            book.title,
            [column.heading for column in columns],
            lines,
            widths=[column.width for column in columns],
            title=f"{book.title} – {asked.body} – {asked.days}",
            over=book.heads(),
            under=[[str(number) for number in book.numbers()]],
        )
    ]
    if notes:
        sheets.append(Sheet(_("Notes"), [_("Notes")], [[text] for text in notes], widths=[120]))
    return write_workbook(sheets)


register_format(Format("xlsx", XLSX, _workbook, at_once=1_000))
