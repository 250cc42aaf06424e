import random

from reports.demo.places import commune_place, district_place, province_place, relief, villages


def test_a_commune_has_the_same_villages_every_time():
    first = villages("Xã Kim Liên", "xã", "Huyện Nam Đàn")
    villages.cache_clear()
    assert villages("Xã Kim Liên", "xã", "Huyện Nam Đàn") == first


def test_relief_follows_the_district():
    found = [relief(name) for name in ("Huyện Kỳ Sơn", "Thị xã Hoàng Mai", "Huyện Đô Lương")]
    assert found == ["upland", "coast", "lowland"]


def test_villages_are_called_as_in_their_commune():
    assert villages("Xã Na Ngoi", "xã", "Huyện Kỳ Sơn")[0] == "bản"
    assert villages("Phường Hưng Dũng", "phường", "Thành phố Vinh")[0] in ("khối", "tổ dân phố")
    assert villages("Xã Nam Anh", "xã", "Huyện Nam Đàn")[0] in ("xóm", "thôn")


def test_two_places_of_a_text_are_two():
    rng = random.Random(1)
    for _time in range(200):
        place = commune_place(rng, "Xã Kim Liên", "xã", "Huyện Nam Đàn")
        assert place.name != place.other


def test_a_district_names_its_communes_and_their_kind():
    communes = [("Xã Kim Liên", "xã"), ("Thị trấn Nam Đàn", "thị trấn")]
    place = district_place(random.Random(3), "Huyện Nam Đàn", "huyện", communes)
    assert {place.name, place.other} == {"xã Kim Liên", "thị trấn Nam Đàn"}
    assert place.name.startswith(place.commune_word)
    assert place.district_word == "huyện"


def test_a_district_without_communes_has_words_too():
    assert district_place(random.Random(3), "Huyện Kỳ Sơn", "huyện").village_word == "bản"


def test_the_province_speaks_of_regions_and_districts():
    rng = random.Random(1)
    found = {province_place(rng, ["Huyện Kỳ Sơn"]).name for _time in range(300)}
    assert {"huyện Kỳ Sơn", "các xã vùng cao"} <= found


def test_the_word_of_a_town_is_its_own():
    place = commune_place(random.Random(1), "Phường Nghi Tân", "phường", "Thị xã Cửa Lò")
    assert (place.commune_word, place.district_word) == ("phường", "thị xã")
    assert "urban" in place.terrain and "coast" in place.terrain
