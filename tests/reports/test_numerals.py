import pytest
from django.utils import translation

from dialogue_portal.templatetags.portal import percent_of, vn
from reports.numerals import Numerals

NUMBERS = [0, 1, 9, 10, 999, 1_000, 23_345, 195_853, 1_234_567, -9, -1_234]
PAIRS = [(a, b) for a in (0, 1, 2, 28, 310, 1_414, 22_163) for b in (0, 1, 3, 30, 323, 400, 1_535, 2_000, 23_345)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_numbers_read_as_the_filters_of_templates_write_them(language):
    with translation.override(language):
        numerals = Numerals()
        assert [numerals.whole(number) for number in NUMBERS] == [vn(number) for number in NUMBERS]
        assert [numerals.percent(*pair) for pair in PAIRS] == [percent_of(*pair) for pair in PAIRS]


def test_changes_carry_their_sign():
    with translation.override("vi"):
        numerals = Numerals()
        assert [numerals.signed(number) for number in (1_250, -3, 0, None)] == ["+1.250", "−3", "0", "–"]
