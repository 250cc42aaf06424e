import pytest

from registers.documents import mark_of, split_number


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("07-ĐA/TU", ("07", "-", "ĐA/TU")),
        ("Số 07-ĐA/TU", ("07", "-", "ĐA/TU")),
        ("số: 3262 - QĐ/TU", ("3262", "-", "QĐ/TU")),
        ("768/NQ-UBTVQH14", ("768", "/", "NQ-UBTVQH14")),
        ("19/2013/TT-TTCP", ("19", "/", "2013/TT-TTCP")),
        ("15a/BC-UBND", ("15a", "/", "BC-UBND")),
        ("HD-BTGDVTU", ("", "-", "HD-BTGDVTU")),
        ("07", ("", "-", "07")),
    ],
)
def test_a_number_is_split_as_it_was_typed(typed, parts):
    assert split_number(typed) == parts


@pytest.mark.parametrize(
    ("symbol", "mark"),
    [("ĐA/TU", "-"), ("CV/BTGDVTU", "-"), ("KH-UBND", "/"), ("2025/QH15", "/"), ("", "-")],
)
def test_the_usual_mark_follows_from_the_symbol(symbol, mark):
    assert mark_of(symbol) == mark
