"""The Word twin: the same sentences as the PDF, in the same order, as text that nothing evaluates."""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from conferences.models import Conference
from reports.papers.minutes import minutes_context
from reports.papers.pdf import render_pdf
from reports.papers.word import DOCX, paper_docx
from tests.conferences.opinion_roads import registered
from tests.reports.papers.conftest import chair, delegate
from tests.reports.papers.test_pdf import TYPED
from tests.reports.reading import docx_lines, pdf_words

pytestmark = pytest.mark.django_db
SETS = [(letterhead, language) for letterhead in ("party", "state") for language in ("vi", "en")]


def made(conference, letterhead="party", language="vi"):
    context = minutes_context(conference.pk, letterhead=letterhead, language=language)
    return context, paper_docx(context)


@pytest.mark.parametrize(("letterhead", "language"), SETS)
def test_word_and_pdf_hold_the_same_words(dialogue, letterhead, language):
    context, data = made(dialogue, letterhead, language)
    rules = {"-----", "_______"}
    in_word = sorted(word for line in docx_lines(data) if line not in rules for word in line.split())
    in_pdf = pdf_words(render_pdf("papers/paper.html", context)).split()
    # Page numbers are printed by the PDF and counted by Word.
    for number in ("2", "3"):
        if in_pdf.count(number) > in_word.count(number):
            in_pdf.remove(number)
    assert in_word == sorted(word for word in in_pdf if word not in rules)


@pytest.mark.parametrize(("letterhead", "language"), SETS)
def test_every_sentence_of_the_context_stands_in_word_in_its_order(dialogue, letterhead, language):
    context, data = made(dialogue, letterhead, language)
    lines = iter(docx_lines(data))
    head = context["head"]
    wanted = [context["working_copy"], head.superior, head.issuer, head.right_first, head.right_second]
    wanted += [head.number_line, context["draft"], context["date_line"], context["title"], context["subject"]]
    wanted += sentences(context["blocks"])
    wanted += [signature.title for signature in context["signatures"]]
    wanted += [signature.name for signature in context["signatures"]]
    wanted += [context["seal"], context["seal_hint"] if context["seal"] else ""]
    wanted += [context["recipients"], *context["recipients_lines"]]
    for annex in context["annexes"]:
        wanted += [annex.title, annex.subject, *sentences(annex.blocks)]
    # `in` moves the iterator on: what stands too early is not found.
    assert [sentence for sentence in filter(None, wanted) if sentence not in lines] == []


def sentences(blocks):
    for block in blocks:
        if block.kind == "table":
            yield from (cell for row in (block.headings, *block.rows) for cell in row)
        else:
            yield block.text


def test_the_english_copy_is_marked_at_its_very_top(dialogue):
    assert docx_lines(made(dialogue, language="en")[1])[0] == (
        "WORKING COPY IN ENGLISH – only the Vietnamese paper has official value"
    )
    assert docx_lines(made(dialogue)[1])[0] == "ĐẢNG BỘ TỈNH NGHỆ AN"


@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_what_people_typed_is_text_and_nothing_else(bare, commission_leader, letterhead):
    Conference.objects.filter(pk=bare.pk).update(title=TYPED[0], theme=TYPED[1])
    chair(bare, TYPED[2], TYPED[3])
    delegate(bare, TYPED[5], TYPED[7])
    registered(bare, commission_leader, *TYPED)
    lines = docx_lines(made(bare, letterhead)[1])
    for number, typed in enumerate(TYPED, start=1):
        assert f"({number}) {typed} [YK-2026-{number:04d}]" in lines
    assert TYPED[0] in lines and TYPED[5] in lines and TYPED[7] in lines


def test_paragraphs_of_an_opinion_stay_apart(bare, commission_leader):
    registered(bare, commission_leader, "Đoạn một.\nĐoạn hai.")
    (paragraph,) = [
        paragraph for paragraph in Document(io.BytesIO(made(bare)[1])).paragraphs if "Đoạn một." in paragraph.text
    ]
    assert paragraph.text == "(1) Đoạn một.\nĐoạn hai. [YK-2026-0001]"


def test_pages_are_those_of_the_form_and_annexes_lie_across(dialogue, commission_leader):
    registered(dialogue, commission_leader, *[f"Nội dung {number}." for number in range(20)])
    body, *annexes = Document(io.BytesIO(made(dialogue)[1])).sections
    assert (*millimetres(body.page_width, body.page_height), body.orientation) == (210, 297, WD_ORIENT.PORTRAIT)
    margins = millimetres(body.top_margin, body.bottom_margin, body.left_margin, body.right_margin)
    assert margins == [20, 20, 30, 18]
    assert [(*millimetres(annex.page_width, annex.page_height), annex.orientation) for annex in annexes] == [
        (297, 210, WD_ORIENT.LANDSCAPE)
    ] * 2


def millimetres(*lengths):
    return [round(length.mm) for length in lengths]


def test_every_section_counts_its_pages_from_1_and_hides_the_first(dialogue):
    sections = Document(io.BytesIO(made(dialogue)[1])).sections
    for section in sections:
        assert section.different_first_page_header_footer
        assert 'w:instr="PAGE"' in section.header.paragraphs[0]._p.xml
        assert section.first_page_header.paragraphs[0].text == ""
        assert [start.get(qn("w:start")) for start in section._sectPr.iter(qn("w:pgNumType"))] == ["1"]
    assert len(sections) == 2


#: As the schema of WordprocessingML orders them; Word refuses files that do otherwise.
SECTION_ORDER = [
    "headerReference",
    "footerReference",
    "type",
    "pgSz",
    "pgMar",
    "pgNumType",
    "cols",
    "titlePg",
    "docGrid",
]


def test_what_describes_a_section_stands_in_the_order_of_the_schema(dialogue):
    for section in Document(io.BytesIO(made(dialogue)[1])).sections:
        names = [child.tag.partition("}")[2] for child in section._sectPr]
        assert names == sorted(names, key=SECTION_ORDER.index)


def test_the_type_is_times_new_roman_at_14_points(dialogue):
    normal = Document(io.BytesIO(made(dialogue)[1])).styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)


def test_headings_of_tables_repeat_on_every_page(dialogue):
    tables = [table for table in Document(io.BytesIO(made(dialogue)[1])).tables if table.style.name == "Table Grid"]
    assert [table.rows[0]._tr.xml.count("w:tblHeader") for table in tables] == [1, 1]
    assert [len(table.rows) for table in tables] == [2, 6]


def test_the_file_refers_to_nothing_outside_itself(dialogue):
    with zipfile.ZipFile(io.BytesIO(made(dialogue)[1])) as package:
        relations = [package.read(name).decode() for name in package.namelist() if name.endswith(".rels")]
    assert relations
    assert not any('TargetMode="External"' in relation for relation in relations)


def test_a_conference_of_which_little_is_known_still_gives_a_file(bare):
    lines = docx_lines(made(bare)[1])
    assert "Hội nghị không có ý kiến, kiến nghị." in lines
    assert lines[-1] == "- Lưu hồ sơ hội nghị."


def test_the_content_type_is_words_own():
    assert DOCX == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
