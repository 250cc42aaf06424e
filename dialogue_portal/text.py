"""Vietnamese text: normalising, folding, sorting, dates as papers print them. Pure functions, no models."""

import re
import unicodedata
from datetime import date

from django.utils.translation import get_language

# Characters that carry no letter and hide differences: zero-width ones, soft hyphen, BOM, bidirectional controls, tags;
# and those that a database, XML or a terminal refuses: controls, surrogates, noncharacters.
_INVISIBLE = dict.fromkeys(
    [
        *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180E, 0x3164, 0xFEFF, 0xFFA0, 0xFFFE, 0xFFFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC)),
        *(*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xE0000, 0xE0080)),
    ]
)
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
_TABLE = {**_INVISIBLE, **_SPACES, **_BREAKS}

# Every number of so many digits fits a column of 64 bits.
_LONGEST_KEY = 18

# đ has no decomposition; ð and ɖ are the same letter typed with a foreign keyboard ("Ð" looks like "Đ").
_D = str.maketrans("đðɖ", "ddd")

# Every letter is two digits, so that no database's collation has a say: it orders digits as bytes are ordered.
# 00 ends a word, 01 begins what is neither letter nor digit, 99 a letter that is not Vietnamese.
_RANKS = {ch: f"{rank:02d}" for rank, ch in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=2)}
# Letters decide first, tones break ties: level, huyền, hỏi, ngã, sắc, nặng (Vietnam Lexicography Centre).
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

# What TCVN3 (.VnTime) and VNI text shows when it is read as Latin-1, and neither Vietnamese nor English ever does.
_LEGACY = re.compile(
    r"""
      [A-Za-z][©ª«¬¨¸µ»¼½¾¶¹][a-z]      # nh©n, viªn, th«n, n¨m, c¸c, thµnh, b»ng, b¾c, h¹nh
    | [A-Za-z][µ¸¬](?!\w)               # hoµ, ®¸, c¬
    | (?<!\w)[®§][a-zµ¶·¸¹©ª«¬¨]        # ®iÖn, §éc
    | (?<!\w)[xX]·(?!\w)                # x· (xã)
    | [a-z][ÆÇËÎÏÐÑÖØÜÞ]                # mÆt, lËp, nghÜa, viÖt, tØnh, thÞ
    | [bcdghklmnpqrstvx]ñ               # cña, chñ
    | [uU][ûÛøØ]                            # Uû ban
    | [aeoAEO][âÂøØäÄåÅ]                # VNI: nhaân, coäng, hoøa
    | [aeuöAEUÖ][ùÙ]                    # VNI: baùo
    | [öÖ][ôÔ]                          # VNI: ñöôøng
    """,
    re.VERBOSE,
)


def clean(value: str) -> str:
    """NFC text without invisible characters; every kind of space is a plain one; ends are trimmed.

    Line breaks and tabs stay, since opinions are written in paragraphs.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return unicodedata.normalize("NFC", value).strip()


def clean_line(value: str) -> str:
    """`clean` for one line: runs of white space become one space."""
    return " ".join(clean(value).split())


def whole_number(value: str) -> int | None:
    """The number that plain digits write, as far as a key of a row can be as large; None for anything else.

    `str.isdigit` takes "²" and "١" too, of which `int` refuses the one and a database the other's length.
    """
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _LONGEST_KEY else None


def fold(value: str) -> str:
    """Text for searching: lower case, no marks, đ → d. The same for NFC and NFD input."""
    decomposed = unicodedata.normalize("NFD", value.casefold()).translate(_D)
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
    """Digits whose order is Vietnamese dictionary order, on every database and under every collation."""
    words = clean_line(value).casefold().split()
    return "".join(_letters(word) + "00" for word in words) + "00" + "".join(_tone(word) for word in words)


def _letters(word: str) -> str:
    bare = unicodedata.normalize("NFC", "".join(ch for ch in unicodedata.normalize("NFD", word) if ch not in _TONES))
    return "".join(_rank(ch) for ch in bare)


def _rank(ch: str) -> str:
    if ch in _RANKS:
        return _RANKS[ch]
    base = unicodedata.normalize("NFD", ch)[0]
    if base in _RANKS:
        return _RANKS[base]
    return f"{99 if ch.isalpha() else '01'}{ord(ch):06x}"


def _tone(word: str) -> str:
    """A syllable has one tone, wherever its mark is written: "hoà" and "hòa" are the same word."""
    return next((_TONES[ch] for ch in unicodedata.normalize("NFD", word) if ch in _TONES), "0")


def name_key(full_name: str) -> str:
    """Order of people: given name (the last word), then surname, then middle names."""
    parts = clean_line(full_name).split()
    if not parts:
        return ""
    surname = parts[0] if len(parts) > 1 else ""
    return "".join(sort_key(part) for part in (parts[-1], surname, " ".join(parts[1:-1])))


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


def upper_first(text: str) -> str:
    """The text with a capital letter at its head; the others stay as they are: "thôn Đồng Tâm" is "Thôn Đồng Tâm"."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text as it stands within a sentence: "Xã Kim Liên" is "xã Kim Liên"."""
    return text[:1].lower() + text[1:]


def first_words(text: str, most: int) -> str:
    """The whole words at the head of a text, on one line and at most so many characters, with "…" where it goes on."""
    line = clean_line(text)
    if len(line) <= most:
        return line
    head, _space, _cut = line[:most].rpartition(" ")
    return f"{(head or line[: most - 1]).rstrip(' ,;:.–-')}…"


def two_digits(number: int) -> str:
    """Counts in official prose: "02 ý kiến", "1.121 đại biểu"."""
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")


def name_in_language(vietnamese, english):
    """A name in the active language: the official Vietnamese one where no English one exists."""
    return english if english and get_language() == "en" else vietnamese
