"""Who issues a paper, as the head of the page prints it: Party (Hướng dẫn 36-HD/VPTW) and State (NĐ 30/2020)."""

from dataclasses import dataclass

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
    """The two columns at the top of a paper. `rule_mark` is the star of Party papers."""

    superior: str
    issuer: str
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


def head_of(conference, letterhead, document):
    """The head of the minutes of a conference; the number is the document's, or left open for the registry."""
    unit, above = conference.unit, conference.unit.parent
    number = document.number if document else ""
    if letterhead == Letterhead.PARTY:
        issuer, symbol = party_committee(unit)
        symbol = document.symbol if document and document.symbol else f"BB/{symbol}"
        return Head(
            superior=f"Đảng bộ {above.kind.lower()} {bare_name(above)}".upper() if above else "",
            issuer=issuer.upper(),
            number_line=f"Số {number or '       '}-{symbol}",
            right_first="ĐẢNG CỘNG SẢN VIỆT NAM",
            right_second="",
            place=bare_name(unit),
            is_party=True,
        )
    return Head(
        superior=peoples_committee(above).upper() if above else "",
        issuer=peoples_committee(unit).upper(),
        number_line=f"Số: {number or '       '}/BB-UBND",
        right_first="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        right_second="Độc lập - Tự do - Hạnh phúc",
        place=bare_name(unit),
        is_party=False,
    )
