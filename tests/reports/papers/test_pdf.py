"""HTML to PDF: nothing is fetched but the assets of the package, and what people typed is printed as they typed it."""

import io
import shutil
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from conferences.models import Conference, Person
from reports.papers import pdf
from reports.papers.minutes import minutes_context
from reports.papers.pdf import ASSETS, AssetRefused, is_available, render_pdf
from tests.conferences.opinion_roads import registered
from tests.reports.papers.conftest import chair, delegate
from tests.reports.reading import pdf_pages, pdf_words

TITLE = "Hội nghị tiếp xúc, đối thoại giữa người đứng đầu cấp ủy, chính quyền xã với Nhân dân năm 2026"


def minutes_pdf(conference, letterhead="party", language="vi"):
    context = minutes_context(conference.pk, letterhead=letterhead, language=language)
    return render_pdf("papers/paper.html", context)


def page_of(html):
    """What a paper looks like when its template holds this."""
    return f"<!doctype html><html lang='vi'><body>{html}</body></html>"


@pytest.fixture
def render(monkeypatch):
    """`render(html)` is the PDF of a template that reads so."""

    def make(html):
        monkeypatch.setattr(pdf, "render_to_string", lambda template, context: page_of(html))
        return render_pdf("papers/paper.html", {})

    return make


# --- what is fetched ---


@contextmanager
def server():
    """A server on this machine; yields its address and the paths that were asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/css")
            self.end_headers()
            self.wfile.write(b"body { color: red }")

        def log_message(self, *args):
            pass

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=listening.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}", asked
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def references(address):
    """Every way in which a page may ask for something."""
    return (
        f'<link rel="stylesheet" href="{address}/style.css"><img src="{address}/image.png">'
        f"<style>@import url({address}/import.css); p {{ background: url({address}/back.png) }}</style>"
        f'<object data="{address}/object.svg"></object><link rel="attachment" href="{address}/file">'
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/svg.png"/></svg><p>Chữ</p>'
    )


def test_nothing_is_fetched_from_the_network(render):
    with server() as (address, asked):
        assert pdf_words(render(references(address))) == "Chữ"
    assert asked == []


def test_control_a_usual_renderer_asks_for_all_of_it():
    with server() as (address, asked):
        HTML(string=page_of(references(address)), url_fetcher=URLFetcher()).write_pdf()
    assert {"/style.css", "/image.png", "/import.css", "/back.png", "/object.svg"} <= set(asked)


REFUSED = [
    "http://127.0.0.1/x.css",
    "https://example.com/x.css",
    "ftp://127.0.0.1/x.css",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "/etc/passwd",
    "data:text/css,body{}",
    "asset:../../../dialogue_portal/settings.py",
    "asset:/etc/passwd",
    "asset:%2e%2e/pdf.py",
    "asset:",
    "asset:paper.css/../paper.css",
    "ASSET:paper.css",
    "paper.css",
]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_outside_the_assets_is_refused(address):
    with pytest.raises(AssetRefused, match=r"^A paper may only use its own fonts and styles\.$"):
        pdf._fetcher().fetch(address)


@pytest.mark.parametrize("name", sorted(ASSETS))
def test_control_an_asset_is_handed_out_as_it_is(name):
    response = pdf._fetcher().fetch(f"asset:{name}")
    assert response.read() == ASSETS[name].read_bytes()
    assert response.headers["Content-Type"] == ("text/css" if name.endswith(".css") else "font/ttf")


def test_the_assets_are_the_styles_and_the_four_cuts_of_the_font():
    assert sorted(ASSETS) == [
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-BoldItalic.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-Regular.ttf",
        "book.css",
        "paper.css",
    ]


def test_a_file_of_the_machine_never_enters_a_paper(render, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    attached = (
        f'<link rel="attachment" href="{secret.as_uri()}"><object data="{secret.as_uri()}">thay</object><p>Chữ</p>'
    )
    data = render(attached)
    assert "bí mật".encode() not in data
    assert b"/EmbeddedFile" not in data


@pytest.mark.django_db
def test_papers_are_set_in_the_packages_own_font(dialogue):
    """It has every Vietnamese letter, and the same widths on every machine."""
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in PdfReader(io.BytesIO(minutes_pdf(dialogue))).pages
        for font in page["/Resources"]["/Font"].values()
    }
    # As `paper.css` names its four cuts; another name would be a font of the machine.
    assert fonts == {"Paper", "Paper-Bold", "Paper-Italic", "Paper-Bold-Italic"}


# --- what is printed ---

TYPED = [
    "<b>đậm</b>",
    "{{ settings.SECRET_KEY }}",
    "{% include 'base.html' %}",
    "{0} {name} %s %(x)s",
    "& \"ngoặc\" 'đơn' &amp;",
    "<script>alert(1)</script>",
    '<img src="http://127.0.0.1/x.png">',
    "</td></tr></table>",
    "=1+1",
]


@pytest.mark.django_db
@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_what_people_typed_is_printed_as_typed_and_evaluated_nowhere(bare, commission_leader, letterhead):
    # A title is one line of its own; what it holds stands in the body too.
    Conference.objects.filter(pk=bare.pk).update(title=TYPED[0], theme=TYPED[1], agenda="\n".join(TYPED))
    chair(bare, TYPED[2], TYPED[3])
    delegate(bare, TYPED[5], TYPED[7])
    registered(bare, commission_leader, *TYPED)
    words = "".join(pdf_words(minutes_pdf(bare, letterhead)).split())
    for number, typed in enumerate(TYPED, start=1):
        kept = "".join(typed.split())
        assert f"-{kept}" in words
        assert f"({number}){kept}[YK-2026-{number:04d}]" in words
    assert "not-secret-only-for-tests" not in words


@pytest.mark.django_db
def test_paragraphs_of_an_opinion_stay_apart(bare, commission_leader):
    registered(bare, commission_leader, "Đoạn một.\nĐoạn hai.")
    context = minutes_context(bare.pk, letterhead="party", language="vi")
    assert "Đoạn một.<br>Đoạn hai." in render_to_string("papers/paper.html", context)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("letterhead", "head"),
    [
        (
            "party",
            "ĐẢNG BỘ TỈNH NGHỆ AN ĐẢNG ỦY XÃ KIM LIÊN * ĐẢNG CỘNG SẢN VIỆT NAM Số ……-BB/ĐU DỰ THẢO "
            f"Kim Liên, ngày 01 tháng 10 năm 2026 BIÊN BẢN {TITLE} ----- Hôm nay, vào hồi 07 giờ 30 phút,",
        ),
        (
            "state",
            "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN ỦY BAN NHÂN DÂN XÃ KIM LIÊN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
            f"Độc lập - Tự do - Hạnh phúc Số: ……/BB-UBND DỰ THẢO BIÊN BẢN {TITLE} "
            "Thời gian bắt đầu: 07 giờ 30 phút, ngày 01/10/2026.",
        ),
    ],
)
def test_the_first_page_begins_with_the_head_of_its_side(dialogue, letterhead, head):
    assert pdf_pages(minutes_pdf(dialogue, letterhead))[0].startswith(head)


@pytest.mark.django_db
def test_the_minutes_end_with_signatures_seal_and_recipients(dialogue):
    words = pdf_words(minutes_pdf(dialogue))
    assert (
        "NGƯỜI GHI BIÊN BẢN (ký, ghi rõ họ tên) CHỦ TRÌ HỘI NGHỊ (ký, ghi rõ họ tên) Đỗ Văn Nam Nguyễn Văn Hùng "
        "XÁC NHẬN CỦA ĐẢNG ỦY XÃ KIM LIÊN (ký tên, đóng dấu) Nơi nhận: - Các đồng chí chủ trì hội nghị, "
        "- Các cơ quan, đơn vị liên quan, - Lưu hồ sơ hội nghị."
    ) in words
    assert "THƯ KÝ (ký, ghi rõ họ tên) CHỦ TỌA (ký, ghi rõ họ tên) Đỗ Văn Nam Nguyễn Văn Hùng Nơi nhận:" in pdf_words(
        minutes_pdf(dialogue, "state")
    )


@pytest.mark.django_db
def test_the_english_copy_is_marked_at_its_very_top(dialogue):
    first = pdf_pages(minutes_pdf(dialogue, language="en"))[0]
    assert first.startswith("WORKING COPY IN ENGLISH – only the Vietnamese paper has official value ĐẢNG BỘ")
    assert "WORKING COPY" not in pdf_words(minutes_pdf(dialogue))


@pytest.mark.django_db
@pytest.mark.parametrize("extra", range(0, 12, 2))
def test_signatures_and_recipients_never_stand_on_a_page_without_the_last_sentence(bare, extra):
    """However long the minutes are."""
    Conference.objects.filter(pk=bare.pk).update(agenda="\n".join(["Một dòng của chương trình"] * (extra + 8)))
    pages = pdf_pages(minutes_pdf(bare))
    (last,) = [page for page in pages if "Nơi nhận:" in page]
    assert "Biên bản được thông qua trước hội nghị./. NGƯỜI GHI BIÊN BẢN" in last


@pytest.mark.django_db
def test_pages_are_numbered_from_the_second_and_each_annex_by_itself(bare, commission_leader):
    for number in range(45):
        delegate(bare, f"Đại biểu Thứ {number}", "Trưởng xóm")
    registered(bare, commission_leader, *[f"Nội dung kiến nghị {number}. " + "Dài. " * 60 for number in range(25)])
    numbers = [page.rsplit(" ", 1)[-1] for page in pdf_pages(minutes_pdf(bare))]
    found = [int(number) if number.isdigit() and len(number) < 3 else 1 for number in numbers]
    starts = [place for place, number in enumerate(found) if number == 1]
    assert len(starts) == 3
    assert found == [
        number
        for first, after in zip(starts, [*starts[1:], len(found)], strict=True)
        for number in range(1, after - first + 1)
    ]
    assert len(found) > 5


# --- long names ---


def outside(data, tmp_path):
    """Words of a PDF that stand beyond the margins of their page, left or right, in points."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    found, width, millimetre, slant = [], 0, 72 / 25.4, 3
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    for line in boxes.splitlines():
        values = dict(part.split("=") for part in line.replace('"', "").replace(">", " ").split() if "=" in part)
        if "<page" in line:
            width = float(values["width"])
        elif "<word" in line:
            first, last = float(values["xMin"]), float(values["xMax"])
            if first >= 18 * millimetre - slant and last <= width - 18 * millimetre + slant:
                continue
            found.append(line.strip())
    return found


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
@pytest.mark.django_db
@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_long_names_stay_within_the_margins(dialogue, letterhead, tmp_path, commission_leader):
    long, unbroken = "Nguyễn Phước Công Tằng Tôn Nữ " * 4, "W" * 110
    for name in (long.strip(), unbroken):
        delegate(dialogue, name, f"{unbroken}; {long}", "people", "substituted", substitute=unbroken + "X")
        chair(dialogue, name, unbroken, position=2)
    registered(dialogue, commission_leader, unbroken * 3)
    dialogue.unit.set_name("Xã " + "Trường Sơn " * 10)
    dialogue.unit.save()
    data = minutes_pdf(dialogue, letterhead)
    assert outside(data, tmp_path) == []
    words = "".join(pdf_words(data).split())
    assert "".join(long.split()) in words
    assert unbroken in words


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_control_a_line_that_falls_off_is_seen(render, tmp_path):
    data = render(f'<p style="white-space: nowrap">{"W" * 200}</p>')
    assert len(outside(data, tmp_path)) == 1


@pytest.mark.django_db
def test_no_name_is_lost_among_many(bare):
    people = [delegate(bare, f"Nguyễn Văn Thứ {number}", "Trưởng xóm").person for number in range(120)]
    words = pdf_words(minutes_pdf(bare))
    assert [person.full_name for person in people if f"{person.full_name} Trưởng xóm Xã Kim Liên" not in words] == []
    assert Person.objects.count() == 120


# --- Pango ---


def test_pango_is_there_when_weasyprint_is():
    assert is_available() is True


def test_without_pango_nothing_is_available(monkeypatch):
    class NoPango:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    assert is_available() is False
    with pytest.raises(OSError, match="libpango"):
        render_pdf("papers/_blocks.html", {"blocks": []})
