"""Telephone and identity numbers as letters write them."""

import pytest

from petitions.numbers_of_people import is_id_number, is_phone


@pytest.mark.parametrize(
    "text", ["0912345678", "091 234 5678", "+84 91.234.5678", "02383-844.123", "0912345678/0987654321"]
)
def test_telephone_numbers(text):
    assert is_phone(text)


@pytest.mark.parametrize("text", ["abc", "123", "0912345678 ông A", "0912345678,", "1" * 16, "٠٩١٢٣٤٥٦٧٨"])
def test_what_is_no_telephone_number(text):
    assert not is_phone(text)


@pytest.mark.parametrize("text", ["040188001234", "040 188 001 234", "186123456", "B1234567", "c12345678"])
def test_identity_numbers(text):
    assert is_id_number(text)


@pytest.mark.parametrize("text", ["12", "04018800123", "040188001234567", "1234567B", "BB123456", "không rõ"])
def test_what_is_no_identity_number(text):
    assert not is_id_number(text)
