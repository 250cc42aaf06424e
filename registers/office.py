"""Looking into Word and Excel files before anything opens them.

Such a file is a zip of XML parts. The guard reads its directory first (nothing is unpacked for a bomb), then streams
every part once with a ceiling, and refuses what no honest document of an office has: macros, links that fetch, other
files inside, encryption, document type declarations. Every refusal is a `ValidationError` with a sentence.
"""

import re
import stat
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

#: Parts of a document; the largest of a province's reports has some hundreds.
MAX_PARTS = 2_000
#: Unpacked bytes of a kept document, and of a workbook that is read: reading takes several times its size.
MAX_UNPACKED = 100 * 1024 * 1024
MAX_UNPACKED_TO_READ = 48 * 1024 * 1024
#: A reader sets aside a place for every cell up to the last one used, empty or not.
MAX_CELLS = 2_000_000
MAX_ROWS = 100_000

_MAIN_PARTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_CONTENT_TYPES = "[Content_Types].xml"
_MAX_SMALL_PART = 1024 * 1024
_CHUNK = 256 * 1024
# An end record without a comment: nothing may follow it, since that is where other formats hide.
_END_RECORD = 22
_ACTIVE = re.compile(r"vbaproject|vbadata|/activex/|oleobject|macrosheets|/externallinks/", re.IGNORECASE)
_ACTIVE_TYPE = re.compile(r"macroenabled|vbaproject|activex|oleobject", re.IGNORECASE)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]{0,4})\$?(\d{1,12})\s*["']""")
#: A cell whose value is an error, such as #N/A: readers give it back as empty.
_ERROR = re.compile(rb"""<(?:\w+:)?c\s+r\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["'][^>]{0,30}?\st\s*=\s*["']e["']""")
_MOST_NAMED = 5
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
# What a link in the text may name: a page, a mailbox, a place in the document.
_HARMLESS_LINK = re.compile(r"^(?:https?:|mailto:|tel:|#|[^:\\]*$)", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def open_workbook(file):
    """A calamine workbook of an uploaded .xlsx. Raises `ValidationError` with a sentence for anything else."""
    data = _read(file)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise ValidationError(
            _("This is an old .xls workbook or one with a password. Save it as .xlsx without a password.")
        )
    inspect(data, "xlsx", limit=MAX_UNPACKED_TO_READ, is_read=True)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except CalamineError as error:
        raise ValidationError(_("The workbook is damaged and cannot be read. Save it again in Excel.")) from error


def _read(file):
    if getattr(file, "size", 0) > settings.UPLOAD_MAX_BYTES:
        raise too_large()
    file.seek(0)
    data = file.read()
    file.seek(0)
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise too_large()
    if not data:
        raise ValidationError(_("The file is empty."))
    return data


def too_large():
    """The refusal of a file over the limit."""
    return ValidationError(
        _("The file is larger than %(size)d MB. Make it smaller or split it.")
        % {"size": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
    )


def inspect(data, kind, *, limit=MAX_UNPACKED, is_read=False):
    """Refuse the bytes of a file of `kind` ("docx", "xlsx") that is not such a document, or not a harmless one.

    `is_read`: its cells are read, and not kept as they are; then none may hold an error in place of a value.
    """
    if data[:4] != b"PK\x03\x04":
        raise _not_a_document(kind)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive, data, limit, kind)
            _check_parts(archive, kind, limit, is_read)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, OverflowError) as error:
        raise ValidationError(
            _("The file is damaged: it cannot be unpacked. Save it again in the program it comes from.")
        ) from error
    except (ElementTree.ParseError, UnicodeError, LookupError) as error:
        raise _not_a_document(kind) from error


def _not_a_document(kind):
    return ValidationError(_("The file is not a .%(kind)s document, whatever its name says.") % {"kind": kind})


def _check_directory(archive, data, limit, kind):
    """What the list of parts says, before anything is unpacked."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise ValidationError(_("The file has too many parts inside (%(parts)d).") % {"parts": len(parts)})
    if sum(part.file_size for part in parts) > limit:
        raise _unpacks_too_large(limit)
    if data[-_END_RECORD:][:4] != b"PK\x05\x06" or min((part.header_offset for part in parts), default=1) != 0:
        raise ValidationError(_("The file has something before or after the document. Save it again and upload that."))
    names = [part.filename for part in parts]
    if len({name.casefold() for name in names}) != len(names):
        raise _odd_names()
    for part in parts:
        _check_entry(part)
    if _CONTENT_TYPES not in names:
        raise _not_a_document(kind)


def _unpacks_too_large(limit):
    return ValidationError(
        _("Unpacked, the file is larger than %(size)d MB. Make it smaller or split it.") % {"size": limit // 1024**2}
    )


def _odd_names():
    return ValidationError(_("The file has parts with names that no document has. Save it again and upload that."))


def _check_entry(part):
    if part.flag_bits & 0x1:
        raise ValidationError(_("The file is protected by a password. Save it without one."))
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("unusual compression")
    name = part.filename
    steps = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in part.orig_filename or ".." in steps:
        raise _odd_names()
    if stat.S_ISLNK(part.external_attr >> 16):
        raise _odd_names()
    if _ACTIVE.search(f"/{name}"):
        raise _active()


def _active():
    return ValidationError(
        _("The file contains macros, embedded objects or links to other files. Save it without them, or as PDF.")
    )


def _check_parts(archive, kind, limit, is_read):
    left = limit
    for part in archive.infolist():
        if part.is_dir():
            continue
        is_small = part.filename == _CONTENT_TYPES or part.filename.endswith(".rels")
        if is_small and part.file_size > _MAX_SMALL_PART:
            raise _not_a_document(kind)
        with archive.open(part) as stream:
            whole, size, extent = _scan(stream, part.filename, keep=is_small, left=left)
        left -= size
        if extent and is_read:
            extent.refuse_errors()
        if part.filename == _CONTENT_TYPES:
            _check_content_types(whole, kind)
        elif is_small:
            _check_relations(whole)


def _scan(stream, name, *, keep, left):
    """Read one part to its end, with the checksum: (its bytes when kept, its size, what is known of a sheet)."""
    is_markup = name.lower().endswith((".xml", ".rels", ".vml"))
    extent = _Extent() if _SHEET.match(name) else None
    kept, size, tail = [], 0, b""
    while chunk := stream.read(_CHUNK):
        if size == 0 and chunk.startswith(_ARCHIVES):
            raise _active()
        size += len(chunk)
        if size > left:
            raise _unpacks_too_large(left)
        if is_markup:
            # UTF-16 hides nothing once its zeros are gone; a match may lie across two chunks.
            seen = tail + chunk.replace(b"\0", b"")
            if _DECLARATION.search(seen):
                raise ValidationError(_("The file declares a document type, which no Word or Excel file does."))
            if extent:
                extent.read(seen)
            tail = seen[-64:]
        if keep:
            kept.append(chunk)
    return b"".join(kept), size, extent


class _Extent:
    """How far the cells of a sheet reach: one cell in the last corner would ask for billions of places."""

    def __init__(self):
        self.rows = self.columns = 0
        self.errors = {}

    def read(self, text):
        self.errors |= dict.fromkeys(cell.decode() for cell in _ERROR.findall(text))
        for letters, digits in _CELL.findall(text):
            self.rows = max(self.rows, int(digits))
            self.columns = max(self.columns, _column_number(letters))
        if self.rows > MAX_ROWS or self.rows * self.columns > MAX_CELLS:
            raise ValidationError(
                _(
                    "The sheet reaches to row %(row)d, column %(column)d, further than is read. Split it, or delete "
                    "what is empty at its end."
                )
                % {"row": self.rows, "column": self.columns}
            )

    def refuse_errors(self):
        """An error is a value that somebody wanted to be there: left empty, it would be lost without a word."""
        if self.errors:
            named = [*self.errors][:_MOST_NAMED]
            cells = ", ".join(named) + (" …" if len(self.errors) > len(named) else "")
            raise ValidationError(
                _("These cells hold an error of Excel, such as #N/A: %(cells)s. Write their values.") % {"cells": cells}
            )


def _column_number(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_content_types(text, kind):
    root = ElementTree.fromstring(text)
    types = [element.get("ContentType", "") for element in root]
    if any(_ACTIVE_TYPE.search(name) for name in types):
        raise _active()
    if _MAIN_PARTS[kind] not in types:
        raise _not_a_document(kind)


def _check_relations(text):
    for relation in ElementTree.fromstring(text).iter(_RELATION):
        if _ACTIVE.search(f"/{relation.get('Target', '')}"):
            raise _active()
        if relation.get("TargetMode", "").lower() != "external":
            continue
        # A link that a reader may click is no harm; anything else is fetched when the file is opened.
        is_link = relation.get("Type", "").endswith("/hyperlink")
        if not is_link or not _HARMLESS_LINK.match(relation.get("Target", "").strip()):
            raise _active()
