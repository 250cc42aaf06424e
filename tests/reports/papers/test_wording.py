"""The fixed words: complete in both languages and letterheads, Vietnamese numbers, hours and days."""

import string
from datetime import date, datetime

import pytest

from conferences.models import Salutation
from reports.papers.wording import BY_LETTERHEAD, EN, VI, words_of

SETS = [(language, letterhead) for language in ("vi", "en") for letterhead in ("party", "state")]


def names_in(sentence):
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None}


def sentences(words):
    """(name, sentence) of every text, those in lists and groups included."""
    for name, value in words.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            yield from ((f"{name}.{inner}", sentence) for inner, sentence in sentences(value))
        elif isinstance(value, (list, tuple)):
            yield from ((f"{name}.{place}", sentence) for place, sentence in enumerate(value))


@pytest.mark.parametrize(("language", "letterhead"), SETS)
def test_every_set_has_the_same_words(language, letterhead):
    assert set(words_of(language, letterhead)) == set(words_of("vi", "party"))
    assert set(words_of(language, letterhead)["state"]) == set(VI["state"])


@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_both_languages_fill_the_same_gaps(letterhead):
    english = dict(sentences(words_of("en", letterhead)))
    for name, sentence in sentences(words_of("vi", letterhead)):
        assert names_in(english[name]) == names_in(sentence), name


#: What is the same in both languages: marks alone.
SAME = {"dots", "group", "to_opinion"}


def test_english_says_everything_in_english():
    vietnamese, english = dict(sentences(VI)), dict(sentences(EN))
    assert {name for name in english if english[name] and english[name] == vietnamese[name]} == SAME


def test_english_alone_is_marked_as_a_working_copy():
    assert [bool(words_of(*which)["working_copy"]) for which in SETS] == [False, False, True, True]


def test_columns_are_named_as_often_in_both_languages():
    for name in ("assigned_head", "opinions_head", "delegates_head"):
        assert len(VI[name]) == len(EN[name])


def test_the_letterheads_differ_in_address_signatures_and_recipients_alone():
    assert {tuple(sorted(words)) for by_side in BY_LETTERHEAD.values() for words in by_side.values()} == {
        ("official", "recipients_lines", "sign_left", "sign_right")
    }
    addresses = [words_of("vi", side)["official"] for side in ("party", "state")]
    assert [list(address.values()) for address in addresses] == [["Đ/c ", "Đ/c ", "Đ/c "], ["", "Ông ", "Bà "]]
    assert VI["citizen"][""] == "Ông/Bà "


@pytest.mark.parametrize("which", SETS)
def test_every_form_of_address_has_its_words(which):
    words = words_of(*which)
    assert [set(words[name]) for name in ("official", "citizen")] == [{"", *Salutation.values}] * 2


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 10), "ngày 10 tháng 11 năm 2026"),
    ],
)
def test_days_below_10_and_the_months_1_and_2_take_a_zero(day, words):
    assert VI["date"](day) == words


def test_hours_counts_and_days_are_written_as_each_language_has_them():
    moment = datetime(2026, 11, 6, 7, 5)
    assert (VI["time"](moment), EN["time"](moment)) == ("07 giờ 05 phút", "07:05")
    assert [VI["count"](number) for number in (0, 9, 10, 1_121)] == ["00", "09", "10", "1.121"]
    assert [EN["count"](number) for number in (0, 9, 10, 1_121)] == ["0", "9", "10", "1,121"]
    assert EN["date"](date(2026, 2, 5)) == "05/02/2026"


@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_an_unknown_language_has_no_words(letterhead):
    with pytest.raises(KeyError):
        words_of("fr", letterhead)
