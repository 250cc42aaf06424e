"""Which files may be kept: an allow-list by ending, by first bytes and by structure, never by what the browser says."""

import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from dialogue_portal.text import clean_line

from .office import check_office

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
IMAGE_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
MOST_PIXELS = 50_000_000
LONGEST_NAME = 150
#: Active content in a PDF, and markup that makes a browser read a PDF as a page.
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|OpenAction\s*<<[^>]*/S\s*/JavaScript)\b")
_MARKUP = re.compile(rb"<\s*(html|script|svg|body|iframe)\b", re.IGNORECASE)


@dataclass(frozen=True)
class CleanUpload:
    """A file fit to be kept: name without path, content type by structure, bytes (images re-encoded)."""

    name: str
    content_type: str
    data: bytes


def validate_upload(file):
    """The clean form of an uploaded file. Raises `ValidationError` with a sentence that says what is wrong."""
    name = _clean_name(file.name)
    extension = PurePosixPath(name).suffix.lower()
    if extension not in CONTENT_TYPES:
        raise ValidationError(
            _("Files of this kind are not kept. Allowed are: %(endings)s.")
            % {"endings": ", ".join(ending.removeprefix(".") for ending in CONTENT_TYPES)}
        )
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s.") % {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        )
    data = file.read()
    file.seek(0)
    if not data:
        raise ValidationError(_("The file is empty."))
    if extension == ".pdf":
        _check_pdf(data)
    elif extension in IMAGE_FORMATS:
        data = _reencode(data, IMAGE_FORMATS[extension])
    else:
        check_office(data, extension)
    return CleanUpload(name, CONTENT_TYPES[extension], data)


def _clean_name(name):
    last = clean_line(name).replace("\\", "/").split("/")[-1].strip(". ")
    if not last:
        raise ValidationError(_("The file has no name."))
    stem, dot, ending = last.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending}" if dot else last[:LONGEST_NAME]


def _check_pdf(data):
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise ValidationError(_("The file is damaged or is not a real PDF."))
    if _MARKUP.search(data[:4096]) or _PDF_ACTIVE.search(data):
        raise ValidationError(_("The PDF holds scripts or embedded files; it was refused."))


def _reencode(data, image_format):
    """The picture drawn anew: what is not picture (scripts, hidden data, places) does not survive."""
    try:
        with Image.open(io.BytesIO(data), formats=[image_format]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels; it was refused."))
            image.load()
            drawn = image if image.mode in ("RGB", "L", "RGBA") else image.convert("RGB")
            if image_format == "JPEG" and drawn.mode == "RGBA":
                drawn = drawn.convert("RGB")
            output = io.BytesIO()
            drawn.save(output, format=image_format)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("The file is damaged or is not a real picture.")) from error
    return output.getvalue()
