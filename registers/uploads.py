"""What may be uploaded, and making it clean. The name is not believed: the content must be what the name says."""

import re
import struct
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from dialogue_portal.text import clean_line

from . import office
from .spreadsheets import XLSX

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Extension → content type, under which the file is served again.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": DOCX,
    "xlsx": XLSX,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
#: For `accept` of file fields.
ACCEPT = ",".join(f".{extension}" for extension in CONTENT_TYPES)

MAX_PIXELS = 40_000_000
_LONGEST_NAME = 150
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|iframe|svg|img|\?php)", re.IGNORECASE)
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch)\b")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_HEAD = 4096


@dataclass(frozen=True)
class CleanUpload:
    """A file that passed: its cleaned name, its true content type, and its bytes (pictures are encoded anew)."""

    name: str
    content_type: str
    data: bytes


def validate_upload(file):
    """The clean form of an uploaded file. Raises `ValidationError` with a sentence that says what to do.

    The result stays with the file object, so that a form and the service after it do the work once.
    """
    known = getattr(file, "_clean_upload", None)
    if known is not None:
        return known
    name, extension = clean_name(file.name or "")
    data = _read(file)
    if extension == "pdf":
        _check_pdf(data)
    elif extension in ("docx", "xlsx"):
        office.inspect(data, extension)
    else:
        data = _encode_anew(data, "PNG" if extension == "png" else "JPEG")
    file._clean_upload = CleanUpload(name=name, content_type=CONTENT_TYPES[extension], data=data)
    return file._clean_upload


def clean_name(typed):
    """(name without path, controls or odd spaces, its extension); refuses extensions that are not on the list."""
    last = clean_line(typed).replace("\\", "/").rpartition("/")[2].strip(". ")
    stem, extension = PurePosixPath(last).stem.strip(". "), PurePosixPath(last).suffix.lstrip(".").lower()
    if extension not in CONTENT_TYPES:
        raise ValidationError(
            _("Files of this kind are not accepted. Upload one of: %(kinds)s.")
            % {"kinds": ", ".join(f".{kind}" for kind in CONTENT_TYPES)}
        )
    return f"{stem[:_LONGEST_NAME] or 'file'}.{extension}", extension


def _read(file):
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise office.too_large()
    file.seek(0)
    data = file.read()
    file.seek(0)
    if not data:
        raise ValidationError(_("The file is empty."))
    return data


def _check_pdf(data):
    if not data.startswith(b"%PDF-"):
        raise ValidationError(_("The file is not a PDF, whatever its name says."))
    end = data.rstrip(b"\0\t\n\f\r ")
    if not end.endswith(b"%%EOF"):
        # Cut short, or followed by another format.
        raise ValidationError(_("The PDF is damaged or has something after its end. Save or scan it again."))
    if _MARKUP.search(data[:_HEAD]) or zipfile.is_zipfile(BytesIO(data)):
        raise ValidationError(_("The file is a PDF and something else at the same time. Save or scan it again."))
    if _PDF_ENCRYPTED.search(data):
        raise ValidationError(_("The file is protected by a password. Save it without one."))
    names = _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data
    if _PDF_ACTIVE.search(names):
        raise ValidationError(_("The PDF contains scripts or starts programs. Print it to PDF again and upload that."))


#: What the last bytes of a whole picture hold, and how many of them are looked at.
_PICTURE_END = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}
_TAIL = 4096


def _encode_anew(data, kind):
    """The picture alone: no place where it was taken, no comment, nothing after its end."""
    if _PICTURE_END[kind] not in data[-_TAIL:]:
        # Asked of the bytes: a PDF library in the same process tells Pillow to draw pictures that are cut short.
        raise ValidationError(_("The file is not a picture of this kind, or it is damaged."))
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            upright = ImageOps.exif_transpose(image)
            output = BytesIO()
            if kind == "JPEG":
                upright.convert("L" if upright.mode == "L" else "RGB").save(output, "JPEG", quality=90)
            else:
                _without_remarks(upright).save(output, "PNG")
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise ValidationError(_("The file is not a picture of this kind, or it is damaged.")) from error
    return output.getvalue()


def _without_remarks(image):
    """Only the transparent colour is needed to draw the picture."""
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    return image


def _too_many_pixels():
    return ValidationError(
        _("The picture has more than %(pixels)d million pixels. Make it smaller.") % {"pixels": MAX_PIXELS // 1_000_000}
    )
