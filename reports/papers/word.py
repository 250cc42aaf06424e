"""The Word twin of a paper: the same context, written with python-docx, so that clerks can edit it.

Built in code rather than from a template file: text goes in as text, so nothing a speaker said can be evaluated,
and 1,121 table rows are written in one pass.
"""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Point sizes of the head's lines: superior, issuer, first and second line on the right, number and place, title.
SIZES = {
    "party": {"superior": 14, "issuer": 14, "first": 15, "second": 14, "line": 14, "title": 16},
    "state": {"superior": 12, "issuer": 12, "first": 12, "second": 13, "line": 13, "title": 14},
}
#: Widths of the head's columns: the national name is longer than the Party's.
COLUMNS = {"party": (81, 81), "state": (75, 87)}


def paper_docx(context):
    """The bytes of a paper as .docx."""
    document = Document()
    _set_up(document)
    if context["working_copy"]:
        _line(document, context["working_copy"], italic=True, size=11, center=True)
    _head(document, context)
    if context["title"]:
        _title(document, context)
    for line in context["addressed"]:
        _line(document, line, center=True)
    _blocks(document, context["blocks"])
    if context["recipients_beside"]:
        _recipients_and_signature(document, context)
    else:
        _signatures(document, context)
    for annex in context["annexes"]:
        _annex(document, annex)
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
    section.header_distance = Mm(10)
    _number_pages(section)


def _number_pages(section):
    """The page number top centre, from the second page of the section on, counting from 1."""
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    # A section begins as a copy of the one before; the schema wants this one element after the margins.
    for inherited in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(inherited)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(start)


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


# --- head ----------------------------------------------------------------------------------------------------------


def _cell(cell, lines):
    """Fill a cell with (text, style) lines, centred."""
    for index, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        underline = style.pop("underline", False)
        _run(paragraph, text, **style).underline = underline


def _head(document, context):
    head, size = context["head"], SIZES[context["letterhead"]]
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, COLUMNS[context["letterhead"]], strict=True):
            cell.width = Mm(width)
    superior = [(head.superior, {"size": size["superior"]})] if head.superior else []
    mark = [("*", {"size": 14})] if head.is_party else [("_______", {"size": 10})]
    _cell(table.cell(0, 0), [*superior, (head.issuer, {"bold": True, "size": size["issuer"]}), *mark])
    # The line under the name or the motto is as long as its text.
    right = [(head.right_first, {"bold": True, "size": size["first"], "underline": head.is_party})]
    if head.right_second:
        right.append((head.right_second, {"bold": True, "size": size["second"], "underline": True}))
    _cell(table.cell(0, 1), right)
    below = [(context["draft"], {"bold": True, "size": 13})] if context["draft"] else []
    if context["abstract"]:
        below.append((context["abstract"], {"italic": head.is_party, "size": 12}))
    _cell(table.cell(1, 0), [(head.number_line, {"size": size["line"]}), *below])
    _cell(table.cell(1, 1), [(context["date_line"], {"italic": True, "size": size["line"]})])
    document.add_paragraph()


def _title(document, context):
    _line(document, context["title"], bold=True, size=SIZES[context["letterhead"]]["title"], center=True)
    subject = _line(document, context["subject"], bold=True, center=True)
    subject.paragraph_format.space_after = Pt(0)
    _line(document, "-----" if context["head"].is_party else "_______", center=True)


# --- body ----------------------------------------------------------------------------------------------------------


def _blocks(document, blocks):
    for block in blocks:
        if block.kind == "table":
            _table(document, block)
        elif block.kind == "text":
            _paragraph(document, block.text)
        elif block.kind == "line":
            _paragraph(document, block.text).alignment = WD_ALIGN_PARAGRAPH.LEFT
        elif block.kind == "gloss":
            _paragraph(document, block.text, italic=True, size=12)
        else:
            heading = _paragraph(document, block.text, bold=True, italic=block.kind == "item")
            heading.paragraph_format.keep_with_next = True


def _paragraph(document, text, **style):
    paragraph = _line(document, text, **style)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _table(document, block):
    table = document.add_table(rows=len(block.rows) + 1, cols=len(block.headings), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(width)
    _repeat_on_every_page(table.rows[0])
    alignments = block.aligned or ("",) * len(block.widths)
    # Walking `table.rows` once is linear; `table.cell(r, c)` would search the whole table for every cell.
    for index, row in enumerate(table.rows):
        values = block.headings if index == 0 else block.rows[index - 1]
        for cell, value, width, aligned in zip(row.cells, values, block.widths, alignments, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, value, bold=index == 0, size=12)
            if index == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif aligned == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _repeat_on_every_page(row):
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


# --- end -----------------------------------------------------------------------------------------------------------


def _signatures(document, context):
    table = document.add_table(rows=2, cols=2)
    space = [("", {})] * 4
    for column, signature in enumerate(context["signatures"]):
        hint = (signature.hint, {"italic": True, "size": 12})
        _cell(table.cell(0, column), [(signature.title, {"bold": True}), hint])
        _cell(
            table.cell(1, column), [*[(text, dict(style)) for text, style in space], (signature.name, {"bold": True})]
        )
    if context["seal"]:
        _line(document, context["seal"], bold=True, center=True)
        _line(document, context["seal_hint"], italic=True, size=12, center=True)
        for _blank in range(3):
            document.add_paragraph()
    if context["recipients_lines"]:
        _recipients(document, document.add_paragraph(), context)


def _recipients(container, heading, context):
    is_party = context["head"].is_party
    _run(heading, context["recipients"], bold=True, italic=not is_party, size=12).underline = is_party
    for line in context["recipients_lines"]:
        _line(container, line, size=12 if is_party else 11).paragraph_format.space_after = Pt(0)


def _recipients_and_signature(document, context):
    """A letter: who receives it at the left, who signs at the right."""
    left, right = document.add_table(rows=1, cols=2).row_cells(0)
    _recipients(left, left.paragraphs[0], context)
    (signature,) = context["signatures"]
    titles = [(line, {"bold": True}) for line in signature.title.splitlines()]
    hint = [(signature.hint, {"italic": True, "size": 12})] if signature.hint else []
    space = [("", {}) for _line in range(4)]
    _cell(right, [*titles, *hint, *space, (signature.name, {"bold": True})])


def _annex(document, annex):
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    _number_pages(section)
    _line(document, annex.title, bold=True, size=14, center=True)
    _line(document, annex.subject, bold=True, center=True)
    _blocks(document, annex.blocks)
