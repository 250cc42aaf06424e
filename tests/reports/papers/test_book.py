"""A register on paper: letterhead, head with numbers on every page, rows, notes, and what it leaves out."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from handling.book_files import find_format, write_book
from handling.books import Asked
from petitions.register import REGISTER
from registers.models import RuleParameter
from registers.office import open_workbook
from registers.periods import free_range
from reports.papers import pdf
from reports.papers.book import widths
from tests.petitions.petition_roads import C, D
from tests.reports.reading import pdf_pages

pytestmark = pytest.mark.django_db
OCTOBER = free_range(date(2026, 10, 1), date(2026, 10, 31))


def printed(owner, user, book=REGISTER):
    return pdf_pages(write_book(book, user, Asked(owner, OCTOBER), find_format("pdf")))


def test_the_paper_has_head_title_period_columns_rows_notes_and_signatures(petition_road, petition_officer):
    petition = petition_road.registered(C)
    denunciation = petition_road.registered(D)
    [page] = printed(petition_road.owner, petition_officer)
    parts = (
        "TỈNH ỦY NGHỆ AN BAN TUYÊN GIÁO VÀ DÂN VẬN",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "SỔ THEO DÕI ĐƠN",
        "01/10/2026 – 31/10/2026",
        "Nguyễn Văn A",
        "1 dòng đơn tố cáo chỉ ghi trong sổ giấy.",
        "NGƯỜI GHI SỔ",
        "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ",
    )
    assert [part for part in parts if part not in page] == []
    squeezed = page.replace(" ", "")
    assert " ".join(str(number) for number in range(1, 20)) in page
    assert petition.code in squeezed
    assert denunciation.code not in squeezed


def test_every_page_repeats_the_head(petition_road, petition_officer):
    for _number in range(40):
        petition_road.registered(C)
    pages = printed(petition_road.owner, petition_officer)
    numbers = " ".join(str(number) for number in range(1, 20))
    assert len(pages) > 1
    assert [numbers in page for page in pages] == [True] * len(pages)


def test_a_body_of_the_state_prints_under_its_motto(petition_road, petition_officer):
    petition_road.registered(C)
    petition_road.owner.side = "state"
    [page] = printed(petition_road.owner, petition_officer)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in page


def test_shared_headings_stand_over_their_columns(petition_road, petition_officer):
    columns = [
        replace(column, group="Hướng giải quyết" if 8 <= number <= 10 else "")
        for number, column in zip(REGISTER.numbers(), REGISTER.columns, strict=True)
    ]
    book = replace(REGISTER, columns=tuple(columns), form="Mẫu số 03")
    upper, lower = book.head_lines()
    assert (upper[7], [words for words, _columns, _deep in lower]) == (
        ("Hướng giải quyết", 3, 1),
        ["Loại đơn", "Lĩnh vực", "Đủ ĐK?"],
    )
    assert [deep for _words, _columns, deep in upper] == [2] * 7 + [1] + [2] * 9
    assert book.heads() == [("", 7), ("Hướng giải quyết", 3), ("", 9)]
    [page] = printed(petition_road.owner, petition_officer, book)
    assert "Hướng giải quyết" in page and "(Mẫu số 03)" in page


def test_the_columns_share_the_page_by_their_widths():
    assert widths(REGISTER).splitlines()[0] == "col:nth-child(1) { width: 2.58% }"


def test_the_page_offers_no_pdf_where_none_can_be_made(petition_road, petition_officer, client_of, monkeypatch):
    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=date(2018, 1, 1))
    petition_road.registered(C)
    client = client_of(petition_officer)
    url = reverse("petitions:petition_register")
    assert client.get(url).context["formats"] == ["xlsx", "pdf"]
    monkeypatch.setattr("handling.book_files.find_format", lambda suffix: suffix == "xlsx")
    assert client.get(f"{url}?from=2026-10-01&to=2026-10-31").context["formats"] == ["xlsx"]
    assert pdf.is_available()


def test_a_book_is_printed_in_vietnamese_whatever_the_reader_reads(petition_road, petition_officer):
    petition_road.registered(D)
    with translation.override("en"):
        [page] = printed(petition_road.owner, petition_officer)
        workbook = write_book(REGISTER, petition_officer, Asked(petition_road.owner, OCTOBER), find_format("xlsx"))
    assert "SỔ THEO DÕI ĐƠN" in page
    assert "1 dòng đơn tố cáo chỉ ghi trong sổ giấy." in page
    # The workbook is working material, in the language of the screen.
    assert open_workbook(io.BytesIO(workbook)).sheet_names[0] == "Register of petitions"
