"""The summary as page context, PDF and workbook: the frozen figures, each rate with both its parts."""

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import translation

from registers.levels import Level
from reports import summaries, summary_papers
from reports.models import PublishedFigure, Summary
from tests.conftest import make_unit
from tests.reports.conftest import hold
from tests.reports.reading import pdf_pages, pdf_words, sheets

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2018, 1, 1), date(2023, 7, 31)
AS_OF = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
COUNTS = {
    "at_conference": 22_163,
    "after_conference": 691,
    "explained": 12,
    "not_accepted": 3,
    "step_by_step": 2,
    "forwarded_up": 4,
    "unresolved": 480,
    "": 7,
    "awaiting": 5,
}


def line(key, conferences=0, participants=0, counts=None, **values):
    return {"key": key, "conferences": conferences, "participants": participants, "counts": counts or {}, **values}


def figures(total, parts=(), own=None, on_time=(0, 0)):
    return {
        "total": total,
        "levels": [{**total, "key": "commune"}] if total["conferences"] else [],
        "own": own or line("own"),
        "parts": list(parts),
        "on_time": list(on_time),
    }


def stored(unit, found, edition=1, **values):
    values = {"first": FIRST, "last": LAST, "as_of": AS_OF} | values
    return Summary.objects.create(
        unit=unit, figures=found, checksum=summaries.checksum(found), edition=edition, **values
    )


@pytest.fixture
def summary(province, commune_a, commune_b, commission_leader):
    parts = [
        line(commune_a.pk, 2_800, 195_000, COUNTS, label="Xã Kim Liên", level="commune"),
        line(commune_b.pk, 18, 853, label="Xã Vạn An", level="commune"),
    ]
    found = figures(line("total", 2_818, 195_853, COUNTS), parts, on_time=(1_000, 1_200))
    return stored(province, found, requested_by=commission_leader)


@pytest.fixture
def empty(commune_b):
    return stored(commune_b, figures(line("total")), is_scheduled=True)


def second_edition(summary):
    """Commune A resolved one more, commune B counted three more people."""
    found = {**summary.figures}
    counts = COUNTS | {"after_conference": 692, "": 6}
    found["total"] = line("total", 2_818, 195_856, counts)
    parts = [dict(part) for part in found["parts"]]
    parts[0]["counts"], parts[1]["participants"] = counts, 856
    return stored(summary.unit, found | {"parts": parts}, edition=2)


def published(unit, measure, value, **values):
    values = {"first": FIRST, "last": LAST, "source": "Báo Nghệ An"} | values
    return PublishedFigure.objects.create(unit=unit, measure=measure, value=Decimal(value), **values)


def workbook(summary, language="vi"):
    with translation.override(language):
        _name, _type, data = summary_papers.as_xlsx(summary)
    return sheets(data)


def pdf(summary, language="vi"):
    with translation.override(language):
        _name, _type, data = summary_papers.as_pdf(summary)
    return data


# --- the workbook ---

TITLE = "Tỉnh Nghệ An, 01/01/2018 – 31/07/2023, chốt số liệu lúc 09:30, 23/11/2026"


def test_the_workbook_is_named_after_unit_period_and_edition(summary):
    name, content_type, _data = summary_papers.as_xlsx(summary)
    assert name == "tong-hop-tinh-nghe-an-20180101-20230731-1.xlsx"
    assert content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_the_figures_stand_by_level_under_the_title_with_the_as_of_time(summary):
    assert workbook(summary)["Số liệu"] == [
        [TITLE, None, None],
        [None, None, None],
        ["Chỉ tiêu", "Cấp xã", "Tổng cộng"],
        ["Hội nghị", 2_818, 2_818],
        ["Người dự", 195_853, 195_853],
        ["Ý kiến tiếp nhận", 23_367, 23_367],
        ["Giải quyết tại hội nghị", 22_163, 22_163],
        ["Giải quyết sau hội nghị", 691, 691],
        ["Giải trình, cung cấp thông tin", 12, 12],
        ["Không có cơ sở xem xét", 3, 3],
        ["Giải quyết từng bước", 2, 2],
        ["Chuyển cấp trên", 4, 4],
        ["Chưa giải quyết", 480, 480],
        ["Chưa có kết quả", 12, 12],
    ]


def test_the_outcomes_of_the_workbook_add_up_to_what_was_received(summary):
    rows = workbook(summary)["Số liệu"]
    assert sum(row[-1] for row in rows[6:]) == rows[5][-1] == sum(COUNTS.values())


def test_each_rate_stands_with_numerator_denominator_and_definition(summary):
    rows = workbook(summary)["Các tỷ lệ"]
    assert rows[2] == ["Tỷ lệ", "Tử số", "Mẫu số", "%", "Cách tính"]
    assert [row[:4] for row in rows[3:]] == [
        ["Tỷ lệ giải quyết", 22_854, 23_367, 97.8],
        ["Tỷ lệ giải quyết tại hội nghị", 22_163, 23_367, 94.8],
        ["Tỷ lệ xử lý xong", 22_869, 23_367, 97.9],
        ["Tỷ lệ giải quyết trong thẩm quyền", 22_854, 23_363, 97.8],
        ["Tỷ trọng giải quyết ngay tại hội nghị", 22_163, 22_854, 97],
        ["Tỷ lệ đã trả lời", 22_874, 23_367, 97.9],
        ["Tỷ lệ đúng hạn", 1_000, 1_200, 83.3],
    ]
    assert [row[4] for row in rows[3:]] == [str(rate.definition) for rate in summaries.rates_of(summary)]


def test_nothing_to_divide_leaves_the_rate_empty_not_0(empty):
    rows = workbook(empty)["Các tỷ lệ"][3:]
    assert [row[1:4] for row in rows] == [[0, 0, None]] * 7


def test_the_units_stand_with_their_own_figures_and_the_total(summary):
    rows = workbook(summary)["Đơn vị"][2:]
    outcomes = [22_163, 691, 12, 3, 2, 4, 480, 12]
    assert rows == [
        [
            *("Đơn vị", "Hội nghị", "Người dự", "Đã tiếp nhận", "Giải quyết tại hội nghị", "Giải quyết sau hội nghị"),
            *("Giải trình, cung cấp thông tin", "Không có cơ sở xem xét", "Giải quyết từng bước", "Chuyển cấp trên"),
            *("Chưa giải quyết", "Chưa có kết quả", "Tỷ lệ giải quyết"),
        ],
        ["Xã Kim Liên", 2_800, 195_000, 23_367, *outcomes, 97.8],
        ["Xã Vạn An", 18, 853, 0, *[0] * 8, None],
        ["Tổng cộng", 2_818, 195_853, 23_367, *outcomes, 97.8],
    ]


def test_the_unit_itself_stands_before_its_parts(summary):
    summary.figures["own"] = line("own", 5, 2_150, {"after_conference": 28})
    assert [row[0] for row in workbook(summary)["Đơn vị"][3:]] == [
        "Tỉnh Nghệ An (trực tiếp)",
        "Xã Kim Liên",
        "Xã Vạn An",
        "Tổng cộng",
    ]


def test_a_unit_without_parts_has_no_sheet_of_units(empty):
    assert list(workbook(empty)) == ["Số liệu", "Các tỷ lệ"]


def test_a_name_that_looks_like_a_formula_stays_a_name(summary):
    names = ['=HYPERLINK("http://x.example","Xã")', "+1+1", "@SUM(A1)", "-2", "http://x.example"]
    summary.figures["parts"] = [
        line(number, 1, 1, label=name, level="commune") for number, name in enumerate(names, start=1)
    ]
    assert [row[0] for row in workbook(summary)["Đơn vị"][3:-1]] == names
    _name, _type, data = summary_papers.as_xlsx(summary)
    assert cell_types(data, "Đơn vị") == {"s", "n"}


def cell_types(data, sheet):
    """What kinds of cells a sheet has: s text, n number or empty, f formula."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert not any(cell.hyperlink for row in book[sheet].iter_rows() for cell in row)
    return {cell.data_type for row in book[sheet].iter_rows() for cell in row}


def test_control_a_formula_is_read_as_one():
    book = openpyxl.Workbook()
    book.active.title, book.active["A1"] = "Đơn vị", "=1+1"
    output = io.BytesIO()
    book.save(output)
    assert cell_types(output.getvalue(), "Đơn vị") == {"f"}


def test_what_was_published_stands_beside_the_frozen_figures(summary, province):
    published(province, "conferences", 2_818)
    published(province, "at_conference", 22_154, note="Cấp huyện và cấp xã cộng lại đã là 22.163.")
    published(province, "participants", 195_000, qualifier="more_than")
    published(province, "rate:at_conference", "94.9")
    published(province, "received", 1, first=date(2022, 1, 1))
    rows = {row[0]: row[1:] for row in workbook(summary)["Số liệu công bố"][3:]}
    note = "Cấp huyện và cấp xã cộng lại đã là 22.163."
    assert rows == {
        "Hội nghị": ["Mọi cấp", 2_818, 2_818, "khớp", None, "Báo Nghệ An"],
        "Giải quyết tại hội nghị": ["Mọi cấp", 22_154, 22_163, "−9", note, "Báo Nghệ An"],
        "Người dự": ["Mọi cấp", "hơn 195.000", 195_853, "−853", None, "Báo Nghệ An"],
        "Tỷ lệ giải quyết tại hội nghị": ["Mọi cấp", 94.9, 94.8, "+0,1 điểm %", None, "Báo Nghệ An"],
    }


def test_the_published_figures_are_those_of_the_level_of_the_summary(province, summary):
    published(province, "conferences", 2_606, level=Level.COMMUNE)
    published(province, "conferences", 207, level=Level.DISTRICT)
    of_communes = stored(province, summary.figures, level=Level.COMMUNE)
    assert [row[:3] for row in workbook(of_communes)["Số liệu công bố"][3:]] == [["Hội nghị", "Cấp xã", 2_606]]


def test_what_moved_since_the_edition_before_stands_in_numbers(summary):
    assert "Thay đổi" not in workbook(summary)
    rows = workbook(second_edition(summary))["Thay đổi"]
    assert rows[2:] == [
        ["Đơn vị", "Chỉ tiêu", "Trước", "Lần này", "Thay đổi"],
        ["Tổng cộng", "Người dự", 195_853, 195_856, 3],
        ["Tổng cộng", "Giải quyết sau hội nghị", 691, 692, 1],
        ["Tổng cộng", "Chưa có kết quả", 12, 11, -1],
        ["Xã Kim Liên", "Giải quyết sau hội nghị", 691, 692, 1],
        ["Xã Kim Liên", "Chưa có kết quả", 12, 11, -1],
        ["Xã Vạn An", "Người dự", 853, 856, 3],
    ]


def test_the_workbook_speaks_the_readers_language(summary):
    book = workbook(second_edition(summary), "en")
    assert list(book) == ["Figures", "Rates", "Units", "What moved"]
    assert book["Rates"][3][:2] == ["Resolution rate", 22_855]
    assert book["Figures"][2] == ["Figure", "Commune level", "Total"]


# --- PDF ---


def test_the_pdf_is_named_like_the_workbook(summary):
    name, content_type, data = summary_papers.as_pdf(summary)
    assert (name, content_type, data[:5]) == (
        "tong-hop-tinh-nghe-an-20180101-20230731-1.pdf",
        "application/pdf",
        b"%PDF-",
    )


@pytest.mark.parametrize(
    ("language", "head"),
    [
        (
            "vi",
            "BÁO CÁO TỶ LỆ GIẢI QUYẾT Ý KIẾN, KIẾN NGHỊ Tỉnh Nghệ An, 01/01/2018 – 31/07/2023 "
            "Số liệu chốt lúc 09:30, 23/11/2026, lần lập thứ 1. Người yêu cầu: Nguyễn Thị Hạnh. I. Số liệu theo cấp",
        ),
        (
            "en",
            "RESOLUTION-RATE SUMMARY Tỉnh Nghệ An, 01/01/2018 – 31/07/2023 "
            "Figures as of 09:30, 23/11/2026, edition 1. Asked for by Nguyễn Thị Hạnh. I. Figures by level",
        ),
    ],
)
def test_the_pdf_begins_with_title_unit_period_as_of_time_and_edition(summary, language, head):
    assert pdf_words(pdf(summary, language)).startswith(head)


def test_the_head_names_the_level_and_the_schedule(province, summary):
    of_communes = stored(province, summary.figures, level=Level.COMMUNE, is_scheduled=True)
    words = pdf_words(pdf(of_communes))
    assert "Tỉnh Nghệ An, 01/01/2018 – 31/07/2023, Cấp xã" in words
    assert "Lập tự động hằng tháng." in words


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        (
            "vi",
            [
                "Tỷ lệ giải quyết 97,8% 22.854 23.367",
                "Tỷ lệ giải quyết tại hội nghị 94,8% 22.163 23.367",
                "Tỷ lệ xử lý xong 97,9% 22.869 23.367",
                "Tỷ lệ giải quyết trong thẩm quyền 97,8% 22.854 23.363",
                "Tỷ trọng giải quyết ngay tại hội nghị 97,0% 22.163 22.854",
                "Tỷ lệ đã trả lời 97,9% 22.874 23.367",
                "Tỷ lệ đúng hạn 83,3% 1.000 1.200",
            ],
        ),
        (
            "en",
            [
                "Resolution rate 97.8% 22,854 23,367",
                "At-conference rate 94.8% 22,163 23,367",
                "Settlement rate 97.9% 22,869 23,367",
                "Own-authority rate 97.8% 22,854 23,363",
                "At-conference share 97.0% 22,163 22,854",
                "Answered rate 97.9% 22,874 23,367",
                "On-time rate 83.3% 1,000 1,200",
            ],
        ),
    ],
)
def test_the_pdf_prints_each_rate_with_numerator_denominator_and_definition(summary, language, rows):
    words = pdf_words(pdf(summary, language))
    with translation.override(language):
        lines = [f"{row} {rate.definition}" for row, rate in zip(rows, summaries.rates_of(summary), strict=True)]
    assert [row for row in lines if row not in words] == []


def test_nothing_to_divide_prints_a_dash_never_0_percent(empty):
    words = pdf_words(pdf(empty))
    assert words.count("– 0 0") == 7
    assert "0,0%" not in words


def test_the_pdf_ends_with_the_checksum_of_what_it_prints(summary):
    # The number of 64 digits may stand on two lines.
    assert summary.checksum in "".join(pdf_words(pdf(summary)).split())


def test_the_annex_prints_every_unit_with_the_formulas_and_the_total_on_landscape_pages(summary):
    *_body, annex = pdf_pages(pdf(summary))
    assert annex.startswith("PHỤ LỤC Kết quả giải quyết ý kiến, kiến nghị theo đơn vị")
    assert "A B 1 2" in annex and "6=4+5 7=6/3 8 9 10 11 12 13" in annex
    assert (
        "1 Xã Kim Liên 2.800 195.000 23.367 22.163 691 22.854 97,8% 12 3 2 480 4 12 "
        "2 Xã Vạn An 18 853 0 0 0 0 – 0 0 0 0 0 0 "
        "TỔNG CỘNG 2.818 195.853 23.367 22.163 691 22.854 97,8% 12 3 2 480 4 12"
    ) in annex


def test_the_formulas_of_the_annex_hold(summary):
    """3=4+5+8+…+13, 6=4+5: as the second row of the annex says."""
    context = summary_papers.summary_context(summary)
    for cells in context["annex_rows"]:
        number = [int(cell.replace(".", "")) if cell.replace(".", "").isdigit() else None for cell in cells]
        column = dict(zip(context["annex_formulas"], number, strict=True))
        assert column["6=4+5"] == column["4"] + column["5"]
        rest = sum(column[str(place)] for place in range(8, 14))
        assert column["3=4+5+8+…+13"] == column["4"] + column["5"] + rest


def test_a_unit_without_parts_has_no_annex(empty):
    assert len(pdf_pages(pdf(empty))) == 1


def test_the_pdf_says_what_moved_since_the_edition_before(summary):
    later = second_edition(summary)
    words = pdf_words(pdf(later))
    assert "Thay đổi so với lần lập thứ 1 (09:30, 23/11/2026)" in words
    assert ("Người dự 195.853 195.856 +3 Giải quyết sau hội nghị 691 692 +1 Chưa có kết quả 12 11 −1") in words
    assert "Thay đổi so với" not in pdf_words(pdf(summary))


def test_every_heading_of_the_pdf_bears_its_number(summary, province):
    later = second_edition(summary)
    assert "III. Thay đổi so với lần lập thứ 1" in pdf_words(pdf(later))
    published(province, "at_conference", 22_154)
    words = pdf_words(pdf(later))
    assert words.index("III. Số liệu công bố") < words.index("IV. Thay đổi so với lần lập thứ 1")


def test_an_edition_in_which_nothing_moved_says_so(summary):
    again = stored(summary.unit, summary.figures, edition=2)
    assert "Không có thay đổi." in pdf_words(pdf(again))


def test_the_pdf_prints_published_figures_beside_those_of_the_records(summary, province):
    published(province, "at_conference", 22_154, note="Đã là 22.163 theo cấp.")
    published(province, "conferences", 2_818, note="Không in vì khớp.")
    words = pdf_words(pdf(summary))
    assert "Giải quyết tại hội nghị Mọi cấp 22.154 22.163 −9 Đã là 22.163 theo cấp." in words
    assert "Hội nghị Mọi cấp 2.818 2.818 khớp" in words
    assert "Không in vì khớp." not in words
    assert "Nguồn: Báo Nghệ An." in words


def test_names_are_printed_as_text(summary):
    summary.figures["parts"][0]["label"] = "Xã <b>{{ summary }}</b> & “Thử”"
    # A narrow column may break the name anywhere.
    assert "1Xã<b>{{summary}}</b>&“Thử”2.800" in "".join(pdf_words(pdf(summary)).split())


# --- whichever ---


def test_no_paper_asks_the_records(province, commune_a, commune_b, summary):
    before = (workbook(summary), pdf_words(pdf(summary)))
    hold(commune_a, date(2022, 5, 5))
    make_unit("17000", "Xã Mới", Level.COMMUNE, province, kind="xã")
    assert (workbook(summary), pdf_words(pdf(summary))) == before


@pytest.mark.parametrize("parts", [1, 40])
def test_the_context_takes_as_many_queries_for_many_units(province, parts, django_assert_num_queries):
    rows = [line(number, 1, 10, {"": 1}, label=f"Xã {number}", level="commune") for number in range(parts)]
    first = stored(province, figures(line("total", parts, 10 * parts, {"": parts}), rows))
    # The summary, its unit, the edition before, the newest one after, the published figures.
    with django_assert_num_queries(5):
        summary_papers.summary_context(Summary.objects.get(pk=first.pk))
