"""The Word twin of the minutes: the same context, written with python-docx, so that clerks can edit it.

Built in code rather than from a template file: text goes in as text, so nothing a speaker said can be evaluated,
and 1,121 table rows are written in one pass.
"""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def minutes_docx(context):
    """The bytes of the minutes as .docx."""
    document = Document()
    _set_up(document)
    words = context["words"]
    if words["working_copy"]:
        _line(document, words["working_copy"], italic=True, size=11, center=True)
    _head(document, context)
    _line(document, words["title"], bold=True, size=15, center=True)
    _line(document, context["name"], bold=True, center=True)
    _paragraph(document, context["opening"])
    if context["theme"]:
        _paragraph(document, f"{words['theme']}: {context['theme']}.")
    _composition(document, context)
    _content(document, context)
    _closing(document, context)
    if context["delegates"]:
        _annex(document, context)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _set_up(document):
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)


def _run(paragraph, text, *, bold=False, italic=False, size=None):
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.name = FONT
    if size:
        run.font.size = Pt(size)
    return run


def _line(container, text, *, bold=False, italic=False, size=None, center=False):
    paragraph = container.add_paragraph()
    _run(paragraph, text, bold=bold, italic=italic, size=size)
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _paragraph(document, text):
    paragraph = _line(document, text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _heading(document, text, *, italic=False):
    paragraph = _line(document, text, bold=True, italic=italic)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.keep_with_next = True


def _cell(cell, lines):
    """Fill a cell with (text, style) lines, centred."""
    for index, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, text, **style)


def _head(document, context):
    head, words = context["head"], context["words"]
    table = document.add_table(rows=2, cols=2)
    table.autofit = True
    superior = [(head.superior, {"size": 13})] if head.superior else []
    mark = [("*", {"size": 13})] if head.is_party else [("_______", {"size": 10})]
    _cell(table.cell(0, 0), [*superior, (head.issuer, {"bold": True, "size": 13}), *mark])
    motto = [(head.right_second, {"bold": True, "size": 13})] if head.right_second else []
    rule = [("-" * 22 if head.is_party else "_" * 20, {"size": 10})]
    _cell(table.cell(0, 1), [(head.right_first, {"bold": True, "size": 13}), *motto, *rule])
    draft = [(words["draft"], {"bold": True, "size": 13})] if context["is_draft"] else []
    _cell(table.cell(1, 0), [(head.number_line, {"size": 13}), *draft])
    _cell(table.cell(1, 1), [(context["date_line"], {"italic": True, "size": 13})])
    document.add_paragraph()


def _composition(document, context):
    words = context["words"]
    _heading(document, words["composition"])
    _heading(document, words["chairs"])
    for chair in context["chairs"]:
        _paragraph(document, chair)
    _heading(document, words["delegates"])
    for group, count in context["groups"]:
        _paragraph(document, f"- {group}: {count}")
    if context["attendance"]:
        _paragraph(document, context["attendance"])
    annex = f" {words['list_annex']}" if context["delegates"] else ""
    _paragraph(document, context["participants"] + annex)
    _heading(document, words["secretary"])
    for secretary in context["secretaries"] or ["…" * 20]:
        _paragraph(document, secretary)


def _content(document, context):
    words = context["words"]
    _heading(document, words["content"])
    _heading(document, words["opening_item"])
    _heading(document, words["agenda_item"])
    for line in context["agenda"] or ["…" * 20]:
        _paragraph(document, line)
    _heading(document, words["opinions_item"])
    if not context["turns"]:
        _paragraph(document, words["no_opinions"])
    for turn in context["turns"]:
        _heading(document, turn["heading"], italic=True)
        for number, item in enumerate(turn["entries"], start=1):
            _item(document, number, item, context)
    if context["assigned"]:
        _heading(document, words["assigned_item"])
        _table(document, words["assigned_head"], context["assigned"], (12, 86, 44, 20))
    _heading(document, words["conclusion_item"])
    _paragraph(document, context["conclusion"])
    _heading(document, words["statistics"])
    _paragraph(document, context["statistics"])


def _item(document, number, item, context):
    words = context["words"]
    _paragraph(document, f"({number}) {item['text']} [{item['code']}]")
    if context["language"] == "en" and item["gloss"]:
        _line(document, item["gloss"], italic=True, size=12)
    for answer in item["answers"]:
        by = f" ({answer['by']})" if answer["by"] else ""
        result = f" {words['result']}: {item['outcome']}." if item["outcome"] else ""
        _paragraph(document, f"- {words['answer']}{by}: {answer['text']}{result}")


def _table(document, headings, rows, widths):
    rows = list(rows)
    table = document.add_table(rows=len(rows) + 1, cols=len(headings), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    # Walking `table.rows` once is linear; `table.cell(r, c)` would search the whole table for every cell.
    for index, row in enumerate(table.rows):
        values = headings if index == 0 else rows[index - 1]
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            _run(cell.paragraphs[0], str(value), bold=index == 0, size=12)


def _closing(document, context):
    words = context["words"]
    _paragraph(document, context["closing"])
    table = document.add_table(rows=2, cols=2)
    hint = (words["sign_hint"], {"italic": True, "size": 12})
    _cell(table.cell(0, 0), [(context["sign_left"], {"bold": True}), hint])
    _cell(table.cell(0, 1), [(context["sign_right"], {"bold": True}), hint])
    space = [("", {})] * 4
    _cell(table.cell(1, 0), [*space, (next(iter(context["secretaries"]), ""), {"bold": True})])
    _cell(table.cell(1, 1), [*space, (next(iter(context["signers"]), ""), {"bold": True})])
    if context["head"].is_party:
        _line(document, context["seal"], bold=True, center=True)
        for _blank in range(3):
            document.add_paragraph()
    _line(document, words["recipients"], bold=True, italic=not context["head"].is_party, size=12)
    for line in context["recipients"]:
        _line(document, line, size=11)


def _annex(document, context):
    words = context["words"]
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    _line(document, words["annex"], bold=True, size=15, center=True)
    _line(document, context["annex_title"], bold=True, center=True)
    _table(document, words["annex_head"], context["delegates"], (14, 55, 82, 46, 36, 28))
    _paragraph(document, context["annex_total"])
