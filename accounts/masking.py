"""Masking of citizens' personal data, as official print-outs do it: "Ông/Bà N.V.A., thôn 3". Pure functions."""

import re
from functools import lru_cache

from dialogue_portal.text import clean_line, fold

# What stays of an address: the hamlet or block, which tells the place and not the house.
_PLACE = re.compile(
    r"\b(thôn|xóm|bản|làng|ấp|khối phố|khối|tổ dân phố|tổ|khu phố|khu dân cư|khu|tiểu khu)\s+([^,;.\n]{1,40})",
    re.IGNORECASE,
)
# Everything that follows the hamlet without a comma names a larger unit.
_LARGER = re.compile(r"\s+[-–]?\s*\b(xã|phường|thị trấn|huyện|thị xã|thành phố|tp|tỉnh|đặc khu)\b.*$", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d/.-])(?:\+?84|0)(?:[\s.-]?\d){8,10}(?![\d/])")
_IDENTITY = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HONORIFICS = ("ông", "bà", "anh", "chị", "cụ", "đồng chí")
EITHER = "Ông/Bà"


def initials(full_name):
    """ "Nguyễn Văn An" → "N.V.A."; the letters keep their marks (Đ stays Đ)."""
    return "".join(f"{word[0].upper()}." for word in _words(full_name))


def mask_name(full_name, honorific=""):
    """ "Nguyễn Văn An" → "Ông/Bà N.V.A."; a given or leading honorific is kept: "bà Lê Thị Hoa" → "Bà L.T.H."."""
    name = clean_line(full_name)
    for word in HONORIFICS:
        if not honorific and name.casefold().startswith(word) and fold(name).startswith(fold(word) + " "):
            honorific, name = name[: len(word)], name[len(word) :]
    letters = initials(name)
    if not letters:
        return ""
    honorific = honorific or EITHER
    return f"{honorific[0].upper()}{honorific[1:]} {letters}"


def mask_address(address):
    """The hamlet or block alone: "Số 12, Thôn 3, xã Kim Liên" → "thôn 3"; empty when none is named."""
    found = _PLACE.search(clean_line(address))
    if not found:
        return ""
    name = _LARGER.sub("", found[2]).strip(" -–")
    return f"{found[1].lower()} {name}" if name else ""


def mask_person(full_name, address="", honorific=""):
    """Name and place as a masked print-out has them: "Ông/Bà N.V.A., thôn 3"."""
    return ", ".join(part for part in (mask_name(full_name, honorific), mask_address(address)) if part)


def mask_phone(phone):
    """The last three digits stay, so that two masked numbers can be told apart: "0912 345 678" → "*** *** 678"."""
    digits = re.sub(r"\D", "", phone)
    if not digits:
        return ""
    return f"*** *** {digits[-3:]}" if len(digits) > 6 else "***"


def mask_text(text, names=()):
    """A text without the given full names, phone numbers, identity numbers and e-mail addresses.

    It finds what it is told to find; a name that is not in `names` stays.
    """
    for name in sorted(filter(None, map(clean_line, names)), key=len, reverse=True):
        text = _name_pattern(name).sub(initials(name), text)
    text = _EMAIL.sub("***@***", text)
    text = _PHONE.sub(lambda found: mask_phone(found[0]), text)
    return _IDENTITY.sub("*********", text)


@lru_cache(maxsize=512)
def _name_pattern(name):
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


def _words(full_name):
    # Notes in brackets ("(minh họa)") are no part of the name.
    return [word for word in re.sub(r"\(.*?\)", " ", clean_line(full_name)).split() if word[0].isalpha()]
