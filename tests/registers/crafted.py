"""Files as honest offices and dishonest people make them."""

import io
import struct
import zipfile
import zlib
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
PARTS = {"docx": "/word/document.xml", "xlsx": "/xl/workbook.xml"}
RELATION = (
    '<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"{mode}/>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>{rows}</sheetData></worksheet>'
)


def relations(*entries):
    """Entries (kind, target) lie in the file; (kind, target, True) outside it."""
    words = [
        RELATION.format(n=n, kind=kind, target=target, mode=' TargetMode="External"' if outside else "")
        for n, (kind, target, outside) in enumerate(((*entry, False)[:3] for entry in entries), start=1)
    ]
    return RELATIONS.format("".join(words))


def office_parts(kind, *, main_type=None, rows=""):
    """{name: text} of the smallest document of its kind."""
    override = f'<Override PartName="{PARTS[kind]}" ContentType="{main_type or MAIN[kind]}"/>'
    parts = {
        "[Content_Types].xml": TYPES.format(override),
        "_rels/.rels": relations(("officeDocument", PARTS[kind].lstrip("/"))),
    }
    if kind == "xlsx":
        parts["xl/workbook.xml"] = WORKBOOK
        parts["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml"))
        parts["xl/worksheets/sheet1.xml"] = SHEET.format(rows=rows)
    else:
        parts["word/document.xml"] = "<w:document xmlns:w='urn:w'>Kính gửi</w:document>"
    return parts


def office(kind, extra=None, **options):
    """The bytes of a document; `extra` parts are added or replaced."""
    return zipped({**office_parts(kind, **options), **(extra or {})})


def zipped(parts, *, compression=zipfile.ZIP_DEFLATED):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


@cache
def bomb(size=600 * 1024 * 1024):
    """A workbook whose sheet unpacks to `size` bytes."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in office_parts("xlsx").items():
            if not name.startswith("xl/worksheets"):
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            chunk = b" " * (1024 * 1024)
            for _number in range(size // len(chunk)):
                part.write(chunk)
    return output.getvalue()


def lying_bomb():
    """A bomb whose directory says its sheet has ten bytes."""
    data = bytearray(office("xlsx", rows=" " * 1_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        sizes = [part.file_size for part in archive.infolist() if part.filename.endswith("sheet1.xml")]
    return bytes(data).replace(struct.pack("<L", sizes[0]), struct.pack("<L", 10))


def encrypted(kind):
    """A document whose parts are marked as encrypted, in both headers."""
    data = bytearray(office(kind))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at != -1:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def with_symlink(kind):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in office_parts(kind).items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return output.getvalue()


def twice(kind):
    """The same part twice: one program reads the first, another the second."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in office_parts(kind).items():
            archive.writestr(name, content)
        archive.writestr("WORD/Document.xml", "<other/>")
    return output.getvalue()


def pdf(body=b"1 0 obj<</Type/Catalog>>endobj\n", tail=b"%%EOF\n"):
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + body + b"trailer<</Root 1 0 R>>\nstartxref\n9\n" + tail


def picture(kind="PNG", size=(40, 30), **options):
    output = io.BytesIO()
    Image.new("RGB", size, (143, 29, 29)).save(output, kind, **options)
    return output.getvalue()


def png_that_claims(width, height):
    """A PNG of a few bytes whose header asks for an enormous picture."""

    def chunk(kind, data):
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def upload(name, data):
    return SimpleUploadedFile(name, data)
