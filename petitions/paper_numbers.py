"""Numbers that lead from a denunciation to its papers: digits and listed abbreviations, which can spell no name."""

import re

from django.core.exceptions import ValidationError
from django.db.models import F, Value
from django.db.models.functions import Replace
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext as _

from registers.documents import example_number, has_listed_symbols

#: What stands between number and year of a paper file: hồ sơ, hồ sơ mật, hồ sơ tố cáo, tố cáo, đơn thư.
FILE_SYMBOLS = ("HS", "HSM", "HSTC", "TC", "ĐT")
_SYMBOLS = rf"(?:{'|'.join(FILE_SYMBOLS)})"
_SYMBOL = rf"{_SYMBOLS}(?:-{_SYMBOLS})?"
#: 15/HSM-2026, 15/HS-TC/2026, 15 HSM; HS 15, HS số 15/2026; 15/2026.
_FILES = (
    re.compile(rf"[0-9]{{1,6}}(?:/| ?-? ?){_SYMBOL}(?:[-/ ](?P<year>[0-9]{{4}}))?"),
    re.compile(rf"{_SYMBOL} (?:số )?[0-9]{{1,6}}(?:[-/](?P<year>[0-9]{{4}}))?"),
    re.compile(r"[0-9]{1,6}/(?P<year>[0-9]{4})"),
)
_OLDEST = 2000


def check_paper_file(value):
    """Raise `ValidationError` unless it reads like 15/HSM-2026, or as people write it otherwise with the same parts.

    The sentence does not repeat what was typed.
    """
    found = next(filter(None, (form.fullmatch(value) for form in _FILES)), None)
    if found is None or (found["year"] and not _OLDEST <= int(found["year"]) <= timezone.localdate().year + 1):
        raise ValidationError(
            _(
                "Number and year of the paper file, with one of the symbols %(symbols)s: for example 15/HSM-2026, "
                "12/HS-TC/2026, HS 12 or 12/2026; no other letters."
            ),
            params={"symbols": ", ".join(FILE_SYMBOLS)},
        )


def file_is_coded(column):
    """The condition for a CHECK that a column holds digits and listed symbols with what stands between, or nothing.

    It is looser than `check_paper_file`, since both databases must know it without a function of Django's (a pattern is
    a function on SQLite): digits may stand anywhere. Still no letter is left that could be of a name.
    """
    rest = F(column)
    for part in (*"0123456789/- ", "số"):
        rest = Replace(rest, Value(part))
    return In(rest, ["", *FILE_SYMBOLS, *(f"{one}{two}" for one in FILE_SYMBOLS for two in FILE_SYMBOLS)])


def check_document_number(value, body=None):
    """Raise `ValidationError` unless it is a number, alone or with a kind of document and bodies of the register.

    The sentence names the symbol of `body`, whose paper it is as far as anybody knows.
    """
    if has_listed_symbols(value):
        return
    if body is None or not body.symbol:
        raise ValidationError(
            _(
                "Only the number, or with it the kind of document and the symbol of a body in the register, for "
                "example 12/TB-UBND; leave out any other symbol."
            )
        )
    # Words of the register, and no parameter: the form takes what a sentence repeats for what was typed.
    told = _(
        "Only the number, or with it the kind of document and the symbol of a body in the register, which is "
        "%(symbol)s for %(body)s: for example %(example)s; leave out any other symbol."
    )
    raise ValidationError(told % {"symbol": body.symbol, "body": body, "example": example_number(body)})
