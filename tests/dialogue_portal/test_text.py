"""Vietnamese text helpers, tried with every letter, both Unicode forms, and the two encodings of old archives."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogue_portal.text import (
    clean,
    clean_line,
    date_long,
    first_words,
    fold,
    fold_words,
    given_name,
    looks_legacy,
    lower_first,
    name_key,
    slug,
    sort_key,
    time_long,
    two_digits,
    upper_first,
    whole_number,
)

VOWELS = "aăâeêioôơuưy"
TONE_MARKS = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
LETTERS = [
    unicodedata.normalize("NFC", case(vowel) + mark)
    for vowel in VOWELS
    for mark in TONE_MARKS
    for case in (str.lower, str.upper)
] + ["đ", "Đ"]

SENTENCES = [
    "Ủy ban nhân dân tỉnh Nghệ An",
    "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập – Tự do – Hạnh phúc",
    "Đề nghị sửa chữa đường thôn Đông Sơn bị hư hỏng nặng sau mưa lũ",
    "Kiến nghị cấp giấy chứng nhận quyền sử dụng đất cho các hộ dân ở xóm 5",
    "Cử tri phản ánh nguồn nước sinh hoạt bị ô nhiễm kéo dài",
    "Xuân này thuê khoán, hoà giải, quỹ khuyến học, giường bệnh, người nghèo, yêu cầu",
    "Đồng chí Bí thư Tỉnh ủy tiếp thu, giải trình 18 ý kiến tại hội nghị",
    "oá oà oả oã oạ oé uý uỳ uẩn uất uân oang uyên ươi ươu iêu yêu",
]
FOREIGN = [
    "The Commission took note of 1,121 delegates (5 °C, ½ day, 3 × 4 m², 10 µg/m³, § 5, © 2026, Word® 365).",
    "naïve café, Noël, Müller, España, señor Muñoz, où, août, Kraków, Citroën",
    "« Nhân dân » và «đối thoại»; dấu chân trang¹ và chú thích²; điểm 1·2; kN·m; a×b",
    "https://example.org/?q=a&b=c#d  A–B … “trích dẫn” ‘x’",
]

# TCVN 5712 (ABC fonts) as Latin-1, for the small letters.
TCVN3 = dict(
    zip(
        "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáãâä åæçèéêëìíîïñòóôõö÷øùúûüýþ".replace("ãâä ", "âãä"),
        strict=True,
    )
)
VNI_BASES = {"ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö", "đ": "ñ"}
VNI_TONES = {"\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0301": "ù", "\u0323": "ï"}
VNI_CIRCUMFLEX = {"\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0301": "á", "\u0323": "ä"}


def to_tcvn3(text):
    return "".join(TCVN3.get(ch, ch) for ch in text.lower())


def to_vni(text):
    letters = []
    for ch in text.lower():
        marks = unicodedata.normalize("NFD", ch)
        tone = next((mark for mark in marks[1:] if mark in VNI_TONES), "")
        base = unicodedata.normalize("NFC", marks.replace(tone, "")) if tone else ch
        if tone and base in "âêô":
            letters.append({"â": "a", "ê": "e", "ô": "o"}[base] + VNI_CIRCUMFLEX[tone])
        else:
            letters.append(VNI_BASES.get(base, base) + VNI_TONES.get(tone, ""))
    return "".join(letters)


# --- clean -------------------------------------------------------------------------------------------------------


def test_clean_makes_both_unicode_forms_one():
    name = "Nguyễn Đức Thường"
    assert clean(unicodedata.normalize("NFD", name)) == name
    assert len(clean(unicodedata.normalize("NFD", name))) == 17


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u2066", "\x00", "\x1b", "\x9b"])
def test_clean_drops_what_cannot_be_seen(hidden):
    assert clean(f"đường{hidden} thôn{hidden}") == "đường thôn"


@pytest.mark.parametrize("refused", ["\ud800", "\udfff", "\ufffe", "\uffff"])
def test_clean_drops_what_a_database_or_a_word_file_refuses(refused):
    assert clean(f"đất{refused}đai") == "đấtđai"


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u202f", "\u3000"])
def test_clean_makes_every_space_a_plain_one(space):
    assert clean(f"xã{space}Kim Liên") == "xã Kim Liên"


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b"])
def test_clean_keeps_paragraphs(line_break):
    assert clean(f"  một{line_break}hai\tba \n") == "một\nhai\tba"


def test_clean_line_has_no_breaks_and_single_spaces():
    assert clean_line(" Ông \r\n Nguyễn \t Văn\u00a0\u00a0An ") == "Ông Nguyễn Văn An"


@given(st.text())
def test_clean_text_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    clean(text).encode("utf-8")


# --- fold --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_fold_leaves_one_plain_small_letter(letter, form):
    folded = fold(unicodedata.normalize(form, letter))
    assert len(folded) == 1
    assert folded in "adeiouy"


def test_fold_finds_what_officials_type():
    assert fold("Đường thôn ĐÔNG SƠN") == "duong thon dong son"
    assert fold("Thuỷ") == fold("Thủy") == "thuy"
    assert fold("Ðô Lương") == "do luong"  # an Icelandic letter that looks the same


def test_fold_words_are_letters_and_digits():
    assert fold_words("Số 07-ĐA/TU, “đường_thôn” (xóm 5)") == ["so", "07", "da", "tu", "duong", "thon", "xom", "5"]


@given(st.text())
def test_fold_is_the_same_for_both_unicode_forms(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_slug_is_plain_ascii():
    assert slug("Biên bản đối thoại – Xã Kim Liên (03/08/2023)") == "bien-ban-doi-thoai-xa-kim-lien-03-08-2023"
    assert slug("…") == ""


# --- sorting -----------------------------------------------------------------------------------------------------


def in_order(words, key=sort_key):
    keys = [key(word) for word in words]
    return sorted(set(keys)) == keys


def test_letters_stand_in_alphabet_order():
    assert in_order(list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"))


def test_tones_stand_in_dictionary_order():
    assert in_order(["ma", "mà", "mả", "mã", "má", "mạ"])
    assert in_order(["mơ", "mờ", "mở", "mỡ", "mớ", "mợ"])


def test_letters_decide_before_tones():
    assert in_order(["ba", "bà", "bạ", "bai", "bài", "băm", "bân"])
    assert in_order(["an bình", "ấn", "ân an"])
    assert in_order(["Thạch Hà", "Thạch Hải", "Thạch Hạ"]) is False
    assert in_order(["Thạch Hà", "Thạch Hạ", "Thạch Hải"])


def test_a_beginning_stands_before_what_it_begins():
    assert in_order(["an", "an bình", "anh", "anh sơn"])
    assert in_order(["Bà Rịa", "Bà Rịa - Vũng Tàu", "Bạc Liêu"])


def test_digits_stand_before_letters_and_capitals_do_not_matter():
    assert in_order(["Phường 1", "Phường 2", "Phường An Hòa"])
    assert sort_key("ĐÀ NẴNG") == sort_key("đà nẵng")


def test_both_ways_to_place_a_tone_sort_alike():
    assert sort_key("Hoà") == sort_key("Hòa")
    assert sort_key(unicodedata.normalize("NFD", "Hòa Bình")) == sort_key("Hòa Bình")


def test_a_foreign_letter_stands_with_its_base_and_a_foreign_script_last():
    assert in_order(["Mul", "Müller", "Mum", "Ж"])


@given(st.text(alphabet=st.sampled_from("aăđệ z1-ü."), max_size=12))
def test_a_key_of_vietnamese_text_has_digits_and_small_hex_only(text):
    assert set(sort_key(text)) <= set("0123456789abcdef")


def test_people_stand_by_given_name_then_surname_then_middle_names():
    assert in_order(
        ["An", "Lê Văn An", "Nguyễn Thị An", "Nguyễn Văn An", "Lê Anh", "Đặng Bình", "Trần Dũng", "Lê Đức", "Hồ Ý"],
        key=name_key,
    )
    assert in_order(["Nguyễn An Bà", "Nguyễn Ân Bà", "Nguyễn An Bả"], key=name_key)


def test_a_name_of_nothing_has_an_empty_key():
    assert name_key("  ") == ""
    assert given_name("") == ""
    assert given_name("Nguyễn Văn An") == "An"


# --- text of old archives ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", SENTENCES + FOREIGN)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("case", [str, str.upper, str.lower, str.title])
def test_unicode_text_is_not_taken_for_an_old_encoding(sentence, form, case):
    assert not looks_legacy(unicodedata.normalize(form, case(sentence)))


@pytest.mark.parametrize("sentence", SENTENCES[:7])
def test_old_encodings_are_recognised(sentence):
    assert looks_legacy(to_tcvn3(sentence))
    assert looks_legacy(clean(to_tcvn3(sentence)))
    assert looks_legacy(to_vni(sentence))


@pytest.mark.parametrize("text", ["Uû ban nh©n d©n", "§éc lËp - Tù do", "UÛy ban nhaân daân", "X· Kim Liªn", "Uûy ban"])
def test_old_encodings_as_found_are_recognised(text):
    assert looks_legacy(text)


@given(st.text(alphabet=st.sampled_from([*LETTERS, *"bcdghklmnpqrstvx ,.-"]), max_size=6))
@example("xuân")
def test_no_mixture_of_vietnamese_syllable_letters_with_a_space_after_each_is_refused(text):
    # Any single letter, and any consonant with any letter, occurs in real syllables.
    assert not looks_legacy(" ".join(text))


# --- dates and numbers in prose ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 11, 10), "ngày 10 tháng 11 năm 2026"),
    ],
)
def test_long_dates_have_the_zeros_of_the_decree(day, words):
    assert date_long(day) == words


def test_hours_are_printed_in_words():
    assert time_long(time(7, 30)) == "07 giờ 30 phút"


@pytest.mark.parametrize(("number", "words"), [(0, "00"), (2, "02"), (10, "10"), (1121, "1.121"), (195853, "195.853")])
def test_counts_in_prose_have_two_digits(number, words):
    assert two_digits(number) == words


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("0017", 17),
        ("9" * 18, 10**18 - 1),
        *((typed, None) for typed in ("", "²", "١٢", "-1", "1.5", " 7", "1e5", "9" * 19, "9" * 5000, "\0")),
    ],
)
def test_a_whole_number_is_plain_digits_that_a_row_can_have_as_its_key(typed, number):
    assert whole_number(typed) == number


@pytest.mark.parametrize(
    ("text", "upper", "lower"),
    [("thôn Đồng Tâm", "Thôn Đồng Tâm", "thôn Đồng Tâm"), ("Đại hội", "Đại hội", "đại hội"), ("", "", "")],
)
def test_only_the_first_letter_is_raised_or_lowered(text, upper, lower):
    assert (upper_first(text), lower_first(text)) == (upper, lower)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đường thôn hẹp", "Đường thôn hẹp"),
        ("Đường thôn 3\nhẹp quá", "Đường thôn 3 hẹp quá"),
        ("Đường thôn, xe không vào được", "Đường thôn, xe…"),
        ("Đường thôn hẹp; xekhôngvào", "Đường thôn hẹp…"),
        ("Đườngthônhẹpquáxekhôngvào", "Đườngthônhẹpquáxekh…"),
        ("", ""),
    ],
)
def test_the_first_words_of_a_text_are_whole(text, words):
    assert first_words(text, 20) == words
