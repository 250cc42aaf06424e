"""A register on paper: landscape A4, letterhead, numbered columns under a head that each page repeats."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from dialogue_portal.text import date_long
from handling.book_files import Format, register_format
from handling.books import in_words

from .letterheads import head, issuer_of
from .pdf import PDF, is_available, render_pdf
from .petition_papers import letterheads_of

#: A row takes about 20 ms; more than these nobody waits for.
AT_ONCE = 50
#: Nobody reads more pages, and a worker has other things to do.
MOST = 5_000


def book_context(book, asked, user, lines, notes):
    """What the paper prints: plain values, as of now."""
    body, today = asked.body, timezone.localdate()
    letterhead = letterheads_of(body)[0]
    issuer = issuer_of(body, today, letterhead)
    return {
        "language": get_language(),
        "title": str(book.title),
        "form": str(book.form),
        "body": str(body),
        # A register has no number.
        "head": head(issuer, letterhead, type_symbol=""),
        "date_line": f"{issuer.place}, {date_long(today)}",
        "period": asked.days,
        "head_lines": book.head_lines(),
        "numbers": list(book.numbers()),
        "rows": [[in_words(value) for value in line] for line in lines],
        "notes": notes,
        "by": user.full_name,
        "as_of": timezone.now(),
    }


def widths(book):
    """Each column's share of the page: fixed, since measuring a thousand rows costs more than setting them."""
    total = sum(column.width for column in book.columns)
    return "".join(
        f"col:nth-child({number}) {{ width: {100 * column.width / total:.2f}% }}\n"
        for number, column in zip(book.numbers(), book.columns, strict=True)
    )


def book_pdf(book, asked, user, lines, notes):
    """The bytes of the PDF. Raises OSError when Pango is missing (see `pdf.is_available`)."""
    return render_pdf("papers/book.html", book_context(book, asked, user, lines, notes), styles=widths(book))


def register():
    # Books are kept in Vietnamese, whoever prints them.
    register_format(Format("pdf", PDF, book_pdf, AT_ONCE, MOST, is_available, settings.LANGUAGE_CODE))
