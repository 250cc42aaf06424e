"""The head of the page, line by line, in both letterheads (domain.md 3.0): who issues, number, place and day."""

from datetime import date

import pytest

from conferences.models import Conference
from registers.levels import Level
from registers.models import AdministrativeUnit, OfficialDocument
from reports.papers.letterheads import Letterhead, bare_name, head_of, party_committee, peoples_committee
from tests.conftest import make_unit
from tests.reports.conftest import DAY

pytestmark = pytest.mark.django_db
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
ENDED = date(2025, 6, 30)


def held(unit, day=DAY, minutes=None):
    return Conference(unit=unit, held_on=day, minutes=minutes)


def left(conference, letterhead):
    head = head_of(conference, letterhead)
    return [line for line in (head.superior, head.issuer, head.number_line) if line]


def right(conference, letterhead):
    head = head_of(conference, letterhead)
    return [line for line in (head.right_first, head.right_second) if line]


def minutes(number="", symbol="", mark="-"):
    return OfficialDocument(type="minutes", number=number, symbol=symbol, mark=mark, date=DAY)


def test_the_party_names_itself_and_no_motto(commune_a):
    conference = held(commune_a)
    assert left(conference, Letterhead.PARTY) == ["ĐẢNG BỘ TỈNH NGHỆ AN", "ĐẢNG ỦY XÃ KIM LIÊN", "Số ……-BB/ĐU"]
    assert right(conference, Letterhead.PARTY) == ["ĐẢNG CỘNG SẢN VIỆT NAM"]


def test_the_state_names_the_nation_and_its_motto(commune_a):
    conference = held(commune_a)
    assert left(conference, Letterhead.STATE) == [
        "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN",
        "ỦY BAN NHÂN DÂN XÃ KIM LIÊN",
        "Số: ……/BB-UBND",
    ]
    assert right(conference, Letterhead.STATE) == list(MOTTO)


def test_a_province_has_nobody_above_it(province):
    conference = held(province)
    assert left(conference, Letterhead.PARTY) == ["TỈNH ỦY NGHỆ AN", "Số ……-BB/TU"]
    assert left(conference, Letterhead.STATE) == ["ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "Số: ……/BB-UBND"]


def test_issuer_and_the_one_above_are_those_of_the_day(province):
    """Until 30/06/2025 a commune lay in a district."""
    district = make_unit("423", "Huyện Nam Đàn", Level.DISTRICT, province, kind="huyện", valid_until=ENDED)
    commune = make_unit("17000", "Xã Nam Anh", Level.COMMUNE, district, kind="xã", valid_until=ENDED)
    assert left(held(commune, date(2024, 5, 1)), Letterhead.PARTY)[:2] == [
        "ĐẢNG BỘ HUYỆN NAM ĐÀN",
        "ĐẢNG ỦY XÃ NAM ANH",
    ]
    assert left(held(district, date(2024, 5, 1)), Letterhead.PARTY) == [
        "ĐẢNG BỘ TỈNH NGHỆ AN",
        "HUYỆN ỦY NAM ĐÀN",
        "Số ……-BB/HU",
    ]


@pytest.mark.parametrize(
    ("kind", "name", "committee", "symbol", "authority"),
    [
        ("tỉnh", "Tỉnh Nghệ An", "Tỉnh ủy Nghệ An", "TU", "Ủy ban nhân dân tỉnh Nghệ An"),
        ("thành phố", "Thành phố Huế", "Thành ủy Huế", "TU", "Ủy ban nhân dân thành phố Huế"),
        ("huyện", "Huyện Nam Đàn", "Huyện ủy Nam Đàn", "HU", "Ủy ban nhân dân huyện Nam Đàn"),
        ("thị xã", "Thị xã Cửa Lò", "Thị ủy Cửa Lò", "TU", "Ủy ban nhân dân thị xã Cửa Lò"),
        ("quận", "Quận 1", "Quận ủy 1", "QU", "Ủy ban nhân dân quận 1"),
        ("xã", "Xã Kim Liên", "Đảng ủy xã Kim Liên", "ĐU", "Ủy ban nhân dân xã Kim Liên"),
        ("phường", "Phường Trường Vinh", "Đảng ủy phường Trường Vinh", "ĐU", "Ủy ban nhân dân phường Trường Vinh"),
        ("thị trấn", "Thị trấn Nam Đàn", "Đảng ủy thị trấn Nam Đàn", "ĐU", "Ủy ban nhân dân thị trấn Nam Đàn"),
        ("đặc khu", "Đặc khu Cồn Cỏ", "Đảng ủy đặc khu Cồn Cỏ", "ĐU", "Ủy ban nhân dân đặc khu Cồn Cỏ"),
        ("Xã", "Kim Liên", "Đảng ủy xã Kim Liên", "ĐU", "Ủy ban nhân dân xã Kim Liên"),
        ("vùng", "Vùng Thử", "Đảng ủy Thử", "ĐU", "Ủy ban nhân dân vùng Thử"),
    ],
)
def test_committees_are_named_after_the_kind_of_unit(kind, name, committee, symbol, authority):
    unit = AdministrativeUnit(kind=kind, name=name)
    assert party_committee(unit) == (committee, symbol)
    assert peoples_committee(unit) == authority


@pytest.mark.parametrize(
    ("kind", "name", "bare"),
    [("xã", "Xã Kim Liên", "Kim Liên"), ("xã", "XÃ KIM LIÊN", "KIM LIÊN"), ("xã", "Kim Liên", "Kim Liên")],
)
def test_the_place_is_the_name_without_its_kind(kind, name, bare):
    assert bare_name(AdministrativeUnit(kind=kind, name=name)) == bare


@pytest.mark.parametrize(
    ("paper", "party", "state"),
    [
        (None, "Số ……-BB/ĐU", "Số: ……/BB-UBND"),
        (minutes("03", "BB/ĐU"), "Số 03-BB/ĐU", "Số: ……/BB-UBND"),
        (minutes("12", "BB-UBND", "/"), "Số ……-BB/ĐU", "Số: 12/BB-UBND"),
        (minutes("", "BB/ĐUX"), "Số ……-BB/ĐUX", "Số: ……/BB-UBND"),
        (minutes("007a", "BB/ĐU (mật)"), "Số 007a-BB/ĐU (mật)", "Số: ……/BB-UBND"),
    ],
    ids=["unsigned", "party", "state", "open number", "as typed"],
)
def test_the_number_is_that_of_the_signed_minutes_on_their_own_side_and_open_on_the_other(
    commune_a, paper, party, state
):
    """Party papers write `Số 03-BB/ĐU`; those of the State `Số: 12/BB-UBND`."""
    conference = held(commune_a, minutes=paper)
    found = [head_of(conference, letterhead).number_line for letterhead in (Letterhead.PARTY, Letterhead.STATE)]
    assert found == [party, state]


def test_capitals_keep_their_marks(province):
    unit = make_unit("17001", "Xã Đặng Sơn ở Đường Ưỡn", Level.COMMUNE, province, kind="xã")
    assert head_of(held(unit), Letterhead.PARTY).issuer == "ĐẢNG ỦY XÃ ĐẶNG SƠN Ở ĐƯỜNG ƯỠN"
