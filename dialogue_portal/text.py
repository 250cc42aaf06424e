"""Vietnamese text: normalising, folding, sorting, dates as papers print them. Pure functions, no models."""

import re
import unicodedata
from datetime import date

# Zero-width characters, soft hyphen, BOM and bidirectional controls carry no letter and hide differences.
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        0x2060,
        *range(0x2066, 0x206A),
        0xFEFF,
    ]
)
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_CONTROLS = dict.fromkeys([*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_TABLE = {**_INVISIBLE, **_SPACES, **_CONTROLS}

_ALPHABET = {letter: f"{index:02d}" for index, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}
# Letters decide first, tones break ties: level, huyền, hỏi, ngã, sắc, nặng (Vietnam Lexicography Centre).
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

# Runs that only legacy TCVN3 (.VnTime) text shows when read as Latin-1: "Uû ban nh©n d©n".
_LEGACY = re.compile(r"[a-zA-Z][©®µ¨­¬][a-zA-Z]|[©®µ¨][a-z]{1,2}\b|[A-Za-z][¸¹·¶»¾¼½Æ][a-z]?\b|[a-z]ñ[a-z]?\b.*[öô]ô")


def clean(value: str) -> str:
    """NFC text without invisible characters; every kind of space is a plain one; ends are trimmed.

    Line breaks and tabs stay, since opinions are written in paragraphs.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return unicodedata.normalize("NFC", value).strip()


def clean_line(value: str) -> str:
    """`clean` for one line: runs of white space become one space."""
    return " ".join(clean(value).split())


def fold(value: str) -> str:
    """Text for searching: lower case, no marks, đ → d. The same for NFC and NFD input."""
    decomposed = unicodedata.normalize("NFD", value.casefold()).replace("đ", "d")
    return unicodedata.normalize("NFC", "".join(ch for ch in decomposed if not unicodedata.combining(ch)))


def fold_words(value: str) -> list[str]:
    """The folded words of a text: runs of letters and digits."""
    return re.findall(r"[^\W_]+", fold(value))


def slug(value: str) -> str:
    """An ASCII file-name stem; `slugify` alone would drop đ."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(value)))


def looks_legacy(value: str) -> bool:
    """True for text in a pre-Unicode encoding (TCVN3, VNI), which an import must refuse or convert."""
    return bool(_LEGACY.search(value))


def sort_key(value: str) -> str:
    """A key whose byte order is Vietnamese dictionary order, equal on every database."""
    letters, tones = [], []
    for word in clean_line(value).casefold().split():
        decomposed = unicodedata.normalize("NFD", word)
        tone = "0"
        kept = []
        for ch in decomposed:
            if ch in _TONES:
                tone = _TONES[ch]
            else:
                kept.append(ch)
        for ch in unicodedata.normalize("NFC", "".join(kept)):
            letters.append(_ALPHABET.get(ch, f"99{ch}" if not ch.isdigit() else f"00{ch}"))
        letters.append(" ")
        tones.append(tone)
    return "".join(letters).strip() + "|" + "".join(tones)


def name_key(full_name: str) -> str:
    """Order of people: given name (the last word), then surname, then middle names."""
    parts = clean_line(full_name).split()
    if not parts:
        return ""
    surname = parts[0] if len(parts) > 1 else ""
    return "~".join(sort_key(part) for part in (parts[-1], surname, " ".join(parts[1:-1])))


def given_name(full_name: str) -> str:
    """The last word of a name, by which people are addressed."""
    parts = full_name.split()
    return parts[-1] if parts else ""


def date_long(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026": days below 10 and months 1 and 2 take a leading zero (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def time_long(moment) -> str:
    """ "07 giờ 30 phút", as minutes print the hour."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"


def two_digits(number: int) -> str:
    """Counts in official prose: "02 ý kiến", "1.121 đại biểu"."""
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")
