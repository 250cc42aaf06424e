"""What the portal wrote is imported again: nothing in it is new, in the book it came from or in another."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from handling.book_files import find_format, write_book
from handling.books import Asked
from petitions.models import Petition, Source
from petitions.models import PetitionState as State
from petitions.petition_sheets import read_petitions
from petitions.register import REGISTER
from petitions.services.petition_import import KNOWN, NEW, confirm_import, plan_import, start_import
from petitions.services.registering import SenderData
from petitions.words import UNCOUNTED_WORDS
from registers.periods import free_range
from tests.conferences.sheets import workbook
from tests.petitions.petition_roads import C, D, M, R

pytestmark = pytest.mark.django_db


def exported(road):
    """The register of a body as a workbook."""
    asked = Asked(road.owner, free_range(date(2026, 1, 1), date(2026, 12, 31)))
    data = write_book(REGISTER, road.people["officer"], asked, find_format("xlsx"))
    file = io.BytesIO(data)
    file.name, file.size = "so.xlsx", len(data)
    return file


@pytest.fixture
def road(petition_road):
    """A book with a row of every kind and way."""
    petition_road.registered(C)
    petition_road.registered(D)
    petition_road.to(R, State.STRUCK, summary="Vào nhầm sổ")
    petition_road.to(D, State.STRUCK, paper_file="16/HS-2026")
    petition_road.to(M, State.SPLIT, summary="Nhiều việc")
    petition_road.registered(R, source=Source.RECEPTION, summary="Đã trình bày tại buổi tiếp")
    petition_road.registered(R, source=Source.OPINION, summary="Đã nêu tại hội nghị")
    return petition_road


def planned(file, owner, by):
    return plan_import(start_import(owner, read_petitions(file, owner), by=by))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_register_of_a_body_brings_it_nothing_new(language, road, petition_officer):
    before = Petition.objects.count()
    with translation.override(language):
        batch = start_import(road.owner, read_petitions(exported(road), road.owner), by=petition_officer)
    rows = plan_import(batch)
    codes = Petition.objects.exclude(kind=D).order_by("arrival_number").values_list("code", flat=True)
    assert [(row.fate, row.code, row.values, row.reasons) for row in rows] == [(KNOWN, code, {}, []) for code in codes]
    assert len(rows) == 7
    confirm_import(batch, by=petition_officer)
    assert Petition.objects.count() == before


def test_the_preview_says_under_which_code_a_row_stands(road, petition_officer, client_of):
    client = client_of(petition_officer)
    sent = {"owner": road.owner.pk, "file": exported(road)}
    page = client.post(reverse("petitions:petition_import"), sent, follow=True).text
    assert [code for code in codes_of(road) if code not in page] == []
    assert "Nguyễn Văn A" not in page


def codes_of(road):
    return Petition.objects.filter(owner=road.owner).exclude(kind=D).values_list("code", flat=True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_in_another_book_what_counts_nowhere_is_left_out_and_why_is_said(language, road, commune_body):
    with translation.override(language):
        file = exported(road)
    with translation.override("en"):
        rows = read_petitions(file, commune_body)
    told = {row["number"]: row["reasons"] for row in rows}
    whole, struck, split, *parts, reception, opinion = sorted(told)
    assert told[whole] == []
    assert "struck out of the register" in told[struck][0]
    assert "split by content" in told[split][0]
    assert ["registered from the reception" in told[one][0] for one in (*parts, reception, opinion)] == [True] * 4
    assert [row["values"] for row in rows if row["reasons"]] == [{}] * 6


@pytest.mark.parametrize(
    "addresses", [("", "xóm 5"), ("xóm 3", "", "xóm 5; nhà 2"), ("xóm 3", "xóm 5"), ("xóm 3", ""), ("", "")]
)
def test_each_address_comes_back_to_its_sender(addresses, petition_road, commune_body):
    names = ("Nguyễn A", "Trần B", "Lê C")
    senders = tuple(SenderData(*one) for one in zip(names, addresses, strict=False))
    petition_road.registered(C, senders=senders)
    (row,) = read_petitions(exported(petition_road), commune_body)
    read = [(one["full_name"], one["address"]) for one in row["values"]["senders"]]
    assert read == [(one.full_name, one.address.replace(";", ",")) for one in senders]


@pytest.mark.parametrize("state", UNCOUNTED_WORDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_such_a_row_is_known_by_its_words_or_its_result_alone(state, language, petition_road, petition_rules):
    headings = ["Ngày nhận", "Loại đơn", "Nội dung", "Kết quả"]
    with translation.override(language):
        by_words = ["05/10/2026", "PA", str(UNCOUNTED_WORDS[state]), ""]
        by_result = ["05/10/2026", "PA", "Kênh tiêu bị lấp", str(State(state).label)]
    control = ["05/10/2026", "PA", "Kênh tiêu bị lấp", "Đã gạch bỏ cây, đã tách thửa"]
    rows = read_petitions(workbook([by_words, by_result, control], headings=headings), petition_road.owner)
    assert [len(row["reasons"]) for row in rows] == [1, 1, 0]


def test_a_code_of_another_day_or_another_book_says_nothing(petition_road, petition_officer, commune_body):
    code = petition_road.registered(C).code
    headings = ["Ngày nhận", "Loại đơn", "Nội dung", "Lưu hồ sơ"]
    other_day = ["06/10/2026", "KN", "Việc khác", code]
    own = ["05/10/2026", "KN", "Chữ đã sửa", code]
    fates = [
        row.fate
        for row in planned(workbook([other_day, own], headings=headings), petition_road.owner, petition_officer)
    ]
    assert fates == [NEW, KNOWN]
    fates = [row.fate for row in planned(workbook([own], headings=headings), commune_body, petition_officer)]
    assert fates == [NEW]


def test_the_codes_are_asked_for_once(road, commune_body, django_assert_num_queries):
    files = [exported(road) for _time in range(2)]
    road.registered(R, summary="Thêm một đơn")
    files.append(exported(road))
    read_petitions(files[0], road.owner)
    with django_assert_num_queries(3):
        read_petitions(files[1], road.owner)
    with django_assert_num_queries(3):
        read_petitions(files[2], road.owner)
