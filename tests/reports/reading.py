"""What a reader finds in a file: the words of a PDF and of a Word file, the cells of a workbook."""

import io

import openpyxl
from docx import Document
from pypdf import PdfReader


def one_line(text):
    """Words with one space between them; lines and columns are the layout's matter."""
    return " ".join(text.split())


def pdf_pages(data):
    """The words of each page."""
    return [one_line(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def pdf_words(data):
    return one_line(" ".join(pdf_pages(data)))


def docx_lines(data):
    """Every paragraph that holds something, those in cells of tables included, in the order of the file."""
    body = Document(io.BytesIO(data)).element.body
    return [line for line in (_text(paragraph) for paragraph in body.iter(_tag("p"))) if line]


def _text(paragraph):
    return one_line("".join("\n" if node.tag == _tag("br") else node.text or "" for node in _parts(paragraph)))


def _parts(paragraph):
    return (node for node in paragraph.iter() if node.tag in (_tag("t"), _tag("br")))


def _tag(name):
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def sheets(data):
    """{name of the sheet: its rows as lists of values}, formulas as they stand."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
