"""Numbers and symbols of official documents, as they are written on paper."""

import re

from .models import OfficialDocument, Organisation, OrganisationSide

_NUMBER = re.compile(r"^(?:Số\s*:?\s*)?(\d+[A-Za-z]?)\s*([-/])\s*(\S.*)$", re.IGNORECASE)
_YEAR = re.compile(r"^\d{4}/")
_WORD_BEFORE = re.compile(r"Số\s*:?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[/-]\s*|\s+")
_ONE_YEAR = re.compile(r"20[0-9]{2}")
_BARE_NUMBER = re.compile(r"[0-9]{1,6}[a-zđ]?")
#: Kinds of documents as they are abbreviated in numbers (Nghị định 30/2020/NĐ-CP, phụ lục III; not verified), and the
#: "KL" and "CV" of the Party.
DOCUMENT_SYMBOLS = (
    *("NQ", "QĐ", "CT", "QC", "QyĐ", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ", "CĐ", "BGN"),
    *("BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "KL", "CV"),
)


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


def has_listed_symbols(designation):
    """Whether it is a number, alone or with abbreviations that say a kind of document or a body of the register.

    So it can spell no name: what is kept of papers that may hold nothing else. Written as people write: "Số" before
    it, spaces for strokes, one year among the symbols.
    """
    typed = _WORD_BEFORE.sub("", designation, count=1) if _WORD_BEFORE.match(designation) else designation
    number, *symbols = _BETWEEN.split(typed)
    years = [one for one in symbols if _ONE_YEAR.fullmatch(one)]
    symbols = [one for one in symbols if one not in years]
    if not _BARE_NUMBER.fullmatch(number) or len(years) > 1:
        return False
    return set(symbols) <= {*DOCUMENT_SYMBOLS, *_symbols_of_bodies(symbols)}


def symbols_in(designation):
    """What stands after the number, part by part: ["QĐ", "UBND"] of "12/QĐ-UBND"."""
    return _BETWEEN.split(_WORD_BEFORE.sub("", designation, count=1))[1:]


def example_number(body, kind="TB", number=12):
    """A number as the body writes it on its own side: 12-TB/BTGDVTU of the Party, 12/TB-UBND of the State."""
    if not body.symbol:
        return f"{number}/{kind}"
    if body.side == OrganisationSide.STATE:
        return f"{number}/{kind}-{body.symbol}"
    return f"{number}-{kind}/{body.symbol}"


def _symbols_of_bodies(asked):
    if set(asked) <= set(DOCUMENT_SYMBOLS):
        return ()
    known = Organisation.objects.exclude(symbol="").values_list("symbol", flat=True).distinct()
    return {part for symbol in known for part in _BETWEEN.split(symbol)}
