"""Rolling the shipped units up to a day."""

from datetime import date

from registers.models import AdministrativeUnit
from registers.succession import present_unit_map, present_unit_of, present_units

TODAY = date(2026, 11, 23)


def unit(name, on):
    return AdministrativeUnit.objects.on(on).get(name=name)


def test_a_merged_commune_is_what_took_it_in(shipped):
    old = unit("Xã Nam Giang", date(2018, 1, 1))
    now = unit("Xã Kim Liên", TODAY)
    assert present_unit_map(TODAY)[old.pk] == now.pk
    assert present_unit_of(old, TODAY) == now


def test_a_unit_of_today_is_itself(shipped):
    now = unit("Xã Kim Liên", TODAY)
    assert present_unit_map(TODAY)[now.pk] == now.pk


def test_a_district_is_counted_above_as_former_level(shipped):
    district, province = unit("Huyện Nam Đàn", date(2018, 1, 1)), unit("Tỉnh Nghệ An", TODAY)
    found = present_units(TODAY)
    assert found.unit_of[district.pk] == province.pk
    assert (
        district.pk in found.former_districts and unit("Xã Kim Liên", date(2018, 1, 1)).pk not in found.former_districts
    )


def test_a_district_of_a_merged_province_is_counted_in_the_new_one(shipped):
    district = unit("Huyện Nam Sách", date(2018, 1, 1))
    assert present_unit_map(TODAY)[district.pk] == unit("Thành phố Hải Phòng", TODAY).pk


def test_a_merged_district_follows_its_successor_first(shipped):
    """Cửa Lò became Vinh on 01/12/2024, which ended seven months later."""
    town = unit("Thị xã Cửa Lò", date(2018, 1, 1))
    assert present_unit_of(town, date(2025, 1, 1)) == unit("Thành phố Vinh", date(2025, 1, 1))
    assert present_unit_map(TODAY)[town.pk] == unit("Tỉnh Nghệ An", TODAY).pk


def test_divided_units_are_known_for_a_footnote(shipped):
    split = unit("Xã Nam Thượng", date(2018, 1, 1))
    found = present_units(TODAY)
    assert split.pk in found.divided
    assert unit("Xã Kim Liên", date(2018, 1, 1)).pk not in found.divided


def test_an_earlier_day_sees_only_what_had_happened(shipped):
    old = unit("Xã Nam Giang", date(2018, 1, 1))
    assert present_unit_map(date(2019, 6, 1))[old.pk] == old.pk


def test_the_map_agrees_with_asking_one_by_one(shipped):
    mapped = present_unit_map(TODAY)
    for one in AdministrativeUnit.objects.select_related("parent")[::40]:
        assert present_unit_of(one, TODAY).pk == mapped[one.pk]


def test_the_map_takes_two_queries(shipped, django_assert_num_queries):
    with django_assert_num_queries(2):
        present_unit_map(TODAY)
