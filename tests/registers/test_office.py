"""The guard before office files: what an office sends passes, everything else is refused with a sentence."""

import io
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from registers import office
from tests.registers import crafted

WORKBOOK_TEXT = crafted.office("xlsx")
ENTITIES = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def many_parts(number):
    return {f"xl/media/p{n}": "" for n in range(number)}


REFUSED = {
    "cut short": ("xlsx", "damaged", lambda: WORKBOOK_TEXT[:-200]),
    "cut in the middle": ("xlsx", "damaged", lambda: WORKBOOK_TEXT[: len(WORKBOOK_TEXT) // 2]),
    "no zip at all": ("xlsx", "damaged", lambda: b"PK\x03\x04 only its first letters"),
    "a plain zip": ("xlsx", "not a .xlsx", lambda: crafted.zipped({"readme.txt": "hello"})),
    "another kind of document": ("xlsx", "not a .xlsx", lambda: crafted.office("docx")),
    "content types that are no XML": (
        "xlsx",
        "not a .xlsx",
        lambda: crafted.office("xlsx", {"[Content_Types].xml": "no"}),
    ),
    "six hundred megabytes in one and a half": ("xlsx", "100 MB", crafted.bomb),
    "a size that lies": ("xlsx", "damaged", crafted.lying_bomb),
    "ten thousand parts": ("xlsx", "too many parts", lambda: crafted.office("xlsx", many_parts(10_000))),
    "a zip inside": (
        "xlsx",
        "macros, embedded",
        lambda: crafted.office("xlsx", {"xl/media/inner.png": crafted.zipped({"a": "b"})}),
    ),
    "a workbook inside": (
        "xlsx",
        "macros, embedded",
        lambda: crafted.office("xlsx", {"xl/embeddings/Book.xlsx": WORKBOOK_TEXT}),
    ),
    "a program inside": (
        "xlsx",
        "macros, embedded",
        lambda: crafted.office("xlsx", {"xl/media/run.png": b"MZ\x90\x00"}),
    ),
    "a path that climbs": ("xlsx", "names", lambda: crafted.office("xlsx", {"../../etc/cron.d/x": "x"})),
    "a path from the root": ("xlsx", "names", lambda: crafted.office("xlsx", {"/etc/passwd": "x"})),
    "a path of Windows": ("xlsx", "names", lambda: crafted.office("xlsx", {"..\\..\\x": "x"})),
    "a link in place of a part": ("xlsx", "names", lambda: crafted.with_symlink("xlsx")),
    "a part twice": ("docx", "names", lambda: crafted.twice("docx")),
    "a password": ("xlsx", "password", lambda: crafted.encrypted("xlsx")),
    "macros": ("xlsx", "macros", lambda: crafted.office("xlsx", {"xl/vbaProject.bin": b"\0"})),
    "macros by another name": (
        "xlsx",
        "macros",
        lambda: crafted.office("xlsx", main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    ),
    "a relation to macros": (
        "xlsx",
        "macros",
        lambda: crafted.office(
            "xlsx", {"xl/_rels/workbook.xml.rels": crafted.relations(("vbaProject", "vbaProject.bin"))}
        ),
    ),
    "entities": ("xlsx", "document type", lambda: crafted.office("xlsx", {"xl/worksheets/sheet1.xml": ENTITIES})),
    "entities in UTF-16": (
        "xlsx",
        "document type",
        lambda: crafted.office("xlsx", {"xl/worksheets/sheet1.xml": ENTITIES.encode("utf-16")}),
    ),
    "entities after a chunk": (
        "xlsx",
        "document type",
        lambda: crafted.office("xlsx", {"xl/styles.xml": " " * (256 * 1024 - 4) + ENTITIES}),
    ),
    "a file of the server": (
        "xlsx",
        "document type",
        lambda: crafted.office("xlsx", {"xl/worksheets/sheet1.xml": OUTSIDE}),
    ),
    "a template elsewhere": (
        "docx",
        "links to other",
        lambda: crafted.office(
            "docx",
            {
                "word/_rels/settings.xml.rels": crafted.relations(
                    ("attachedTemplate", "http://evil.example/t.dotm", True)
                )
            },
        ),
    ),
    "a picture elsewhere": (
        "docx",
        "links to other",
        lambda: crafted.office(
            "docx", {"word/_rels/document.xml.rels": crafted.relations(("image", "http://evil.example/a.png", True))}
        ),
    ),
    "a link to a share": (
        "docx",
        "links to other",
        lambda: crafted.office(
            "docx", {"word/_rels/document.xml.rels": crafted.relations(("hyperlink", "\\\\evil\\share", True))}
        ),
    ),
    "a link that runs": (
        "docx",
        "links to other",
        lambda: crafted.office(
            "docx", {"word/_rels/document.xml.rels": crafted.relations(("hyperlink", "javascript:alert(1)", True))}
        ),
    ),
    "links to other workbooks": (
        "xlsx",
        "links to other",
        lambda: crafted.office("xlsx", {"xl/externalLinks/externalLink1.xml": "<x/>"}),
    ),
    "something after the end": ("xlsx", "before or after", lambda: WORKBOOK_TEXT + b"<html></html>"),
    "something before the start": ("xlsx", "not a .xlsx", lambda: b"%PDF-1.7\n" + WORKBOOK_TEXT),
    "a cell in the last corner": (
        "xlsx",
        "row 1048576",
        lambda: crafted.office("xlsx", rows='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
}


@pytest.mark.parametrize(("kind", "why", "make"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_no_office_makes_is_refused_with_a_sentence(kind, why, make):
    with pytest.raises(ValidationError) as refusal:
        office.inspect(make(), kind)
    [sentence] = refusal.value.messages
    assert why in sentence and sentence.endswith(".")


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = crafted.bomb()
    tracemalloc.start()
    with pytest.raises(ValidationError, match="100 MB"):
        office.inspect(data, "xlsx")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * 1024 * 1024


@pytest.mark.parametrize(
    "target",
    ["https://nghean.gov.vn/", "http://nghean.gov.vn", "mailto:bandanvan@nghean.gov.vn", "#muc-1", "phu-luc.docx"],
)
def test_links_that_a_reader_may_follow_pass(target):
    extra = {"word/_rels/document.xml.rels": crafted.relations(("hyperlink", target, True))}
    office.inspect(crafted.office("docx", extra), "docx")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_honest_document_passes(kind):
    office.inspect(crafted.office(kind), kind)


def test_documents_of_the_programs_in_use_pass():
    from docx import Document
    from openpyxl import Workbook

    document, output = Document(), io.BytesIO()
    document.add_heading("Biên bản hội nghị")
    document.add_picture(io.BytesIO(crafted.picture()))
    document.save(output)
    office.inspect(output.getvalue(), "docx")
    workbook, output = Workbook(), io.BytesIO()
    workbook.active.append(["Họ và tên", 12])
    workbook.save(output)
    office.inspect(output.getvalue(), "xlsx")


def test_a_workbook_is_opened_and_can_be_read_again():
    file = crafted.upload("ds.xlsx", WORKBOOK_TEXT)
    for _time in range(2):
        workbook = office.open_workbook(file)
        assert workbook.get_sheet_by_name("Sheet1").to_python() == [["Họ và tên"]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old .xls workbook or one with a password."),
        (b"ho_ten;chuc_vu\n", "The file is not a .xlsx document, whatever its name says."),
    ],
)
def test_what_is_no_workbook_is_said_in_words(data, sentence):
    with pytest.raises(ValidationError) as refusal:
        office.open_workbook(crafted.upload("ds.xlsx", data))
    assert refusal.value.messages[0].startswith(sentence)


def test_a_damaged_workbook_is_no_error_of_the_server():
    broken = crafted.office("xlsx", {"xl/workbook.xml": "<workbook><sheets><sheet"})
    with pytest.raises(ValidationError, match="damaged"):
        office.open_workbook(crafted.upload("ds.xlsx", broken))


def test_a_file_over_the_limit_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    file = crafted.upload("ds.xlsx", b"x" * (1024 * 1024 + 1))
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        office.open_workbook(file)
