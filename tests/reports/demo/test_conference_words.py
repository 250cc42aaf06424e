import random
from datetime import date

import pytest

from reports.demo.conference_words import chairs, conference_title, hall, slogan


@pytest.fixture
def commune(nghe_an):
    return next(unit for unit in nghe_an["communes_2023"] if unit.name == "Xã Kim Liên")


@pytest.fixture
def town(nghe_an):
    return next(unit for unit in nghe_an["districts"] if unit.name == "Thị xã Thái Hòa")


@pytest.mark.parametrize("kind", ["regular", "thematic", "ad_hoc"])
def test_titles_name_the_unit_and_vary(commune, kind):
    rng = random.Random(1)
    titles = {
        conference_title(rng, level="commune", unit=commune, day=date(2022, 5, 5), kind=kind) for _time in range(100)
    }
    assert len(titles) > 8
    assert all("xã Kim Liên" in title and title.startswith("Hội nghị") and "{" not in title for title in titles)


def test_the_party_committee_is_called_by_the_kind_of_unit(town):
    rng = random.Random(1)
    halls = {hall(rng, level="district", unit=town, day=date(2022, 5, 5)) for _time in range(60)}
    assert "Hội trường Thị ủy Thái Hòa" in halls
    assert [titles for _name, titles in chairs(town, "district", date(2022, 5, 5))][1] == (
        "Phó Bí thư Thị ủy, Chủ tịch UBND thị xã"
    )


def test_chairs_stay_for_a_term(commune):
    first = chairs(commune, "commune", date(2018, 3, 1))
    assert chairs(commune, "commune", date(2020, 6, 30)) == first
    assert chairs(commune, "commune", date(2020, 8, 1)) != first


def test_the_two_chairs_are_secretary_and_chair_of_the_committee(commune):
    secretary, chair = chairs(commune, "commune", date(2022, 3, 1))
    assert secretary[1].startswith("Bí thư Đảng ủy")
    assert chair[1] == "Phó Bí thư Đảng ủy, Chủ tịch UBND xã"


def test_slogans_vary():
    rng = random.Random(1)
    assert len({slogan(rng) for _time in range(200)}) >= 10
