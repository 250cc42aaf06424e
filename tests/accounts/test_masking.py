import pytest

from accounts.masking import initials, mask_address, mask_name, mask_person, mask_phone, mask_text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Văn An", "Ông/Bà N.V.A."),
        ("  Đặng   Thị Ánh ", "Ông/Bà Đ.T.Á."),
        ("bà Lê Thị Hoa", "Bà L.T.H."),
        ("Ông Trần Bá", "Ông T.B."),
        ("Bá Kiến", "Ông/Bà B.K."),
        ("Nguyễn Văn Minh (minh họa)", "Ông/Bà N.V.M."),
        ("Y Moan", "Ông/Bà Y.M."),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_name_keeps_its_initials_and_honorific(name, masked):
    assert mask_name(name) == masked


def test_a_decomposed_name_is_masked_like_a_composed_one():
    assert mask_name("Nguye\u0302\u0303n Va\u0306n \u0110a\u0323t") == "Ông/Bà N.V.Đ."


def test_a_given_honorific_wins():
    assert mask_name("Nguyễn Văn An", honorific="ông") == "Ông N.V.A."


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("Số 12, Thôn 3, xã Kim Liên, tỉnh Nghệ An", "thôn 3"),
        ("Xóm Sen 2 xã Kim Liên huyện Nam Đàn", "xóm Sen 2"),
        ("số nhà 5 khối Yên Phúc, phường Vinh", "khối Yên Phúc"),
        ("tổ dân phố 7", "tổ dân phố 7"),
        ("Bản Nậm Càn; xã Na Ngoi", "bản Nậm Càn"),
        ("12 Lê Lợi, phường Vinh", ""),
        ("", ""),
    ],
)
def test_an_address_keeps_the_hamlet_alone(address, masked):
    assert mask_address(address) == masked


def test_a_person_is_name_and_place():
    assert mask_person("Nguyễn Văn An", "nhà 4, thôn 3, xã Kim Liên") == "Ông/Bà N.V.A., thôn 3"
    assert mask_person("Nguyễn Văn An") == "Ông/Bà N.V.A."


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("0912 345 678", "*** *** 678"), ("+84.912.345.678", "*** *** 678"), ("113", "***"), ("", "")],
)
def test_a_phone_number_keeps_three_digits(phone, masked):
    assert mask_phone(phone) == masked


def test_a_text_loses_names_numbers_and_mail_and_keeps_the_rest():
    text = "Ông Nguyễn  Văn An (0912.345.678, CCCD 040123456789, an@example.vn) hỏi về đường xóm 3 năm 2023-2024."
    assert mask_text(text, ["Nguyễn Văn An"]) == (
        "Ông N.V.A. (*** *** 678, CCCD *********, ***@***) hỏi về đường xóm 3 năm 2023-2024."
    )


def test_a_longer_name_is_not_torn_by_a_shorter_one():
    assert mask_text("Văn An và Nguyễn Văn An", ["Văn An", "Nguyễn Văn An"]) == "V.A. và N.V.A."


def test_document_numbers_and_dates_are_no_phone_numbers():
    text = "Công văn số 0123/UBND-NN ngày 05/08/2023, 1.234.567 đồng"
    assert mask_text(text) == text


def test_initials_skip_what_is_no_word():
    assert initials("Nguyễn 2 An") == "N.A."
