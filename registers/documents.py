"""Numbers and symbols of official documents, as they are written on paper. Pure functions."""

import re

from .models import OfficialDocument

_NUMBER = re.compile(r"^(?:Số\s*:?\s*)?(\d+[A-Za-z]?)\s*([-/])\s*(\S.*)$", re.IGNORECASE)
_YEAR = re.compile(r"^\d{4}/")


def split_number(typed):
    """("07", "-", "ĐA/TU") of "07-ĐA/TU", ("768", "/", "NQ-UBTVQH14") of "768/NQ-UBTVQH14".

    What cannot be split is the symbol as a whole. Nothing is corrected: the three parts joined are what was typed.
    """
    found = _NUMBER.match(typed)
    return found.groups() if found else ("", OfficialDocument.Mark.HYPHEN, typed)


def mark_of(symbol):
    """The usual mark before a symbol: Party symbols have their slash inside ("ĐA/TU"), those of the State do not.

    "202/2025/QH15" has the year first and a slash before it.
    """
    is_party = "/" in symbol and not _YEAR.match(symbol)
    return OfficialDocument.Mark.HYPHEN if is_party or not symbol else OfficialDocument.Mark.SLASH
