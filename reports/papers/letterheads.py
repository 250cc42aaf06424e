"""Who issues a paper, as the head of the page prints it: Party (Hướng dẫn 36-HD/VPTW) and State (NĐ 30/2020)."""

from dataclasses import dataclass

from registers.models import OfficialDocument
from registers.models.documents import OPEN_NUMBER

from ..models import RenderedPaper

Letterhead = RenderedPaper.Letterhead

#: How the Party committee of a unit is called, by the unit's kind; its symbol in document numbers.
PARTY_COMMITTEES = {
    "tỉnh": ("Tỉnh ủy", "TU"),
    "thành phố": ("Thành ủy", "TU"),
    "huyện": ("Huyện ủy", "HU"),
    "thị xã": ("Thị ủy", "TU"),
    "quận": ("Quận ủy", "QU"),
    "xã": ("Đảng ủy xã", "ĐU"),
    "phường": ("Đảng ủy phường", "ĐU"),
    "thị trấn": ("Đảng ủy thị trấn", "ĐU"),
    "đặc khu": ("Đảng ủy đặc khu", "ĐU"),
}


@dataclass(frozen=True)
class Head:
    """The two columns at the top of a paper, names in capitals; `issuer_name` is the issuer as a sentence has it."""

    superior: str
    issuer: str
    issuer_name: str
    number_line: str
    right_first: str
    right_second: str
    place: str
    is_party: bool


def bare_name(unit):
    """The unit's name without its kind: "Xã Kim Liên" → "Kim Liên"."""
    kind = unit.kind
    return unit.name[len(kind) :].strip() if unit.name.casefold().startswith(kind.casefold()) else unit.name


def party_committee(unit):
    """(name, symbol) of the unit's Party committee: ("Đảng ủy xã Kim Liên", "ĐU")."""
    title, symbol = PARTY_COMMITTEES.get(unit.kind.casefold(), ("Đảng ủy", "ĐU"))
    return f"{title} {bare_name(unit)}", symbol


def peoples_committee(unit):
    """ "Ủy ban nhân dân xã Kim Liên"."""
    return f"Ủy ban nhân dân {unit.kind.lower()} {bare_name(unit)}"


def head_of(conference, letterhead):
    """The head of the minutes of a conference, as its unit and the one above were called on its day.

    The number is that of the signed minutes when they are of this side, else left open for the registry.
    """
    unit, above = conference.unit, conference.unit.parent_on(conference.held_on)
    if letterhead == Letterhead.PARTY:
        issuer, symbol = party_committee(unit)
        return Head(
            superior=f"Đảng bộ {above.kind.lower()} {bare_name(above)}".upper() if above else "",
            issuer=issuer.upper(),
            issuer_name=issuer,
            number_line=f"Số {_designation(conference.minutes, OfficialDocument.Mark.HYPHEN, f'BB/{symbol}')}",
            right_first="ĐẢNG CỘNG SẢN VIỆT NAM",
            right_second="",
            place=bare_name(unit),
            is_party=True,
        )
    issuer = peoples_committee(unit)
    return Head(
        superior=peoples_committee(above).upper() if above else "",
        issuer=issuer.upper(),
        issuer_name=issuer,
        number_line=f"Số: {_designation(conference.minutes, OfficialDocument.Mark.SLASH, 'BB-UBND')}",
        right_first="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        right_second="Độc lập - Tự do - Hạnh phúc",
        place=bare_name(unit),
        is_party=False,
    )


def _designation(document, mark, symbol):
    """What the document says of itself when it is written with this mark; else the number open before the symbol."""
    if document is not None and document.mark == mark and document.designation:
        return document.printed_designation
    return f"{OPEN_NUMBER}{mark}{symbol}"
