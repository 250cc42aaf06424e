"""Who issues a paper, as the head of the page prints it: Party (Hướng dẫn 36-HD/VPTW) and State (NĐ 30/2020)."""

from dataclasses import dataclass, replace

from registers.models import OfficialDocument, OrganisationSide
from registers.models.documents import OPEN_NUMBER

from ..models import RenderedPaper

Letterhead = RenderedPaper.Letterhead

#: Between number and symbol: "03-BB/ĐU", "12/BB-UBND".
MARKS = {Letterhead.PARTY: OfficialDocument.Mark.HYPHEN, Letterhead.STATE: OfficialDocument.Mark.SLASH}

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


@dataclass(frozen=True)
class Issuer:
    """Who issues a paper: the body above it, its name in the head and in a sentence, its symbol and place."""

    superior: str
    heading: str
    name: str
    symbol: str
    place: str


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
    issuer = committee_of(conference.unit, conference.held_on, letterhead)
    return head(issuer, letterhead, type_symbol="BB", document=of_side(conference.minutes, letterhead))


def committee_of(unit, on, letterhead):
    """The Party committee or the People's Committee of a unit, as it issues papers on a day."""
    above = unit.parent_on(on)
    if letterhead == Letterhead.PARTY:
        name, symbol = party_committee(unit)
        superior = f"Đảng bộ {above.kind.lower()} {bare_name(above)}" if above else ""
        return Issuer(superior, name, name, symbol, bare_name(unit))
    superior = peoples_committee(above) if above else ""
    return Issuer(superior, peoples_committee(unit), peoples_committee(unit), "UBND", bare_name(unit))


def issuer_of(body, on, letterhead):
    """A body as it issues papers on a day: itself on its own side, the other committee of its unit on the other."""
    unit = body.unit
    side = OrganisationSide.PARTY if letterhead == Letterhead.PARTY else OrganisationSide.STATE
    committee = committee_of(unit, on, letterhead)
    if body.kind in ("committee", "authority"):
        if body.side != side:
            return committee
        return replace(committee, heading=body.name, name=body.name, symbol=body.symbol or committee.symbol)
    # "Ban Tuyên giáo và Dân vận Tỉnh ủy" stands under "Tỉnh ủy Nghệ An".
    above = committee.name
    heading = body.name.removesuffix(f" {above}").removesuffix(f" {above.removesuffix(f' {committee.place}')}")
    superior = "" if body.side == OrganisationSide.FRONT else above
    return Issuer(superior, heading, body.name, body.symbol, committee.place)


def head(issuer, letterhead, *, type_symbol, document=None):
    """The head of a paper of a type ("BB"; none for a letter of the State), its number as recorded or left open."""
    is_party = letterhead == Letterhead.PARTY
    number = document.printed_designation if document else ""
    if not number:
        symbol = ("/" if is_party else "-").join(filter(None, (type_symbol, issuer.symbol)))
        number = f"{OPEN_NUMBER}{MARKS[letterhead]}{symbol}"
    return Head(
        superior=issuer.superior.upper(),
        issuer=issuer.heading.upper(),
        issuer_name=issuer.name,
        number_line=f"Số {number}" if is_party else f"Số: {number}",
        right_first="ĐẢNG CỘNG SẢN VIỆT NAM" if is_party else "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        right_second="" if is_party else "Độc lập - Tự do - Hạnh phúc",
        place=issuer.place,
        is_party=is_party,
    )


def of_side(document, letterhead):
    """The document when it is written as this side writes its numbers, else None: the other side's is another paper."""
    return document if document is not None and document.mark == MARKS[letterhead] else None
