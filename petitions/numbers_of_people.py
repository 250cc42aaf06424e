"""What telephone and identity numbers of citizens look like. Letters have them in many spellings."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ID = re.compile(r"[0-9]{12}|[0-9]{9}|[A-Za-z][0-9]{6,8}")


def is_phone(text):
    """Eight to fifteen digits, whatever stands between them; several numbers are separated by a comma or a stroke."""
    return all(_is_one_phone(part) for part in re.split(r"[,/]", text))


def _is_one_phone(text):
    digits = re.sub(r"[ .()+-]", "", text)
    return digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 15


def is_id_number(text):
    """Twelve digits (CCCD), nine (CMND), or a passport: a letter and six to eight digits."""
    return bool(_ID.fullmatch(re.sub(r"[ .]", "", text)))


def check_phone(text):
    """Raises `ValidationError` for what is no telephone number; nothing is none."""
    if text and not is_phone(text):
        raise ValidationError(_("A telephone number has 8 to 15 digits; leave out what cannot be read."))


def check_id_number(text):
    """The same for identity numbers."""
    if text and not is_id_number(text):
        raise ValidationError(_("An identity number has 12 digits, an old one 9, a passport a letter first."))


def id_number_of_cell(cell, text):
    """The `text` of a cell of a sheet; a cell that holds a number has lost the 0 that most CCCD numbers begin with."""
    return f"0{text}" if isinstance(cell, (int, float)) and re.fullmatch(r"[0-9]{11}", text) else text
