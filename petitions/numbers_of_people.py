"""What telephone and identity numbers of citizens look like. Letters have them in many spellings."""

import re

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
