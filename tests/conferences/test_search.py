"""Searching opinions: every word, by its beginning, without diacritics, the same on both databases."""

import unicodedata

import pytest

from conferences.models import Opinion
from conferences.search import matching

from .opinion_roads import registered

TEXTS = {
    "road": "Đề nghị nâng cấp đường thôn, mùa mưa lầy lội",
    "school": "Trường mầm non thiếu phòng học; đường đến trường hư hỏng",
    "land": "Cấp giấy chứng nhận quyền sử dụng đất ở thôn 5",
}


@pytest.fixture
def opinions(held_conference, clerk):
    rows = registered(held_conference, clerk, *TEXTS.values())
    return dict(zip(TEXTS, rows, strict=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("duong thon", {"road"}),
        ("đường thôn", {"road"}),
        (unicodedata.normalize("NFD", "đường thôn"), {"road"}),
        ("ĐƯỜNG", {"road", "school"}),
        ("duo", {"road", "school"}),
        ("uong", set()),
        ("thon duong lay", {"road"}),
        ("thon 5", {"land"}),
        ("5", {"land"}),
        ("xyz", set()),
        ("' & | ! :* ( ) \\ %_", {"road", "school", "land"}),
        ("duong' OR 1=1 --", set()),
        ("", {"road", "school", "land"}),
    ],
)
def test_every_word_is_found_by_its_beginning_without_marks(opinions, query, found):
    expected = {opinions[name].pk for name in found}
    assert set(matching(Opinion.objects.all(), query).values_list("pk", flat=True)) == expected


def test_an_opinion_is_found_by_its_code(opinions):
    row = opinions["land"]
    assert list(matching(Opinion.objects.all(), row.code.lower())) == [row]


def test_the_name_of_the_speaker_finds_nothing(opinions):
    assert not matching(Opinion.objects.all(), "Thường").exists()
