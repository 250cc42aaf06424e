from datetime import date, timedelta

import pytest

from registers.composition import parts_as_they_are, parts_as_they_were
from registers.models import AdministrativeUnit
from registers.unit_import import import_units

pytestmark = pytest.mark.django_db
FIRST, TURN, LAST = date(2017, 4, 1), date(2024, 12, 1), date(2025, 7, 1)


@pytest.fixture
def nghe_an(units_file, mergers_file):
    """Vinh takes Cửa Lò in on 01/12/2024; the districts end on 30/06/2025, and what lay in them becomes wards.

    Bến Thủy went on under the renewed city and became Trường Vinh with a part of Nghi Tân, whose other part went to
    Cửa Lò.
    """
    province, city, town = ("40", "Tỉnh Nghệ An", ""), ("412", "Thành phố Vinh", "40"), ("413", "Thị xã Cửa Lò", "40")
    quay, pine = ("16663", "Phường Bến Thủy", "412"), ("16720", "Phường Nghi Tân", "412")
    import_units([units_file("a.csv", province, city, town, quay, ("16720", "Phường Nghi Tân", "413"))], on=FIRST)
    import_units(
        [
            units_file("b.csv", province, city, quay, pine),
            mergers_file(
                "b-mergers.csv",
                ("2024-12-01", "413", "Thị xã Cửa Lò", "412", "Thành phố Vinh", "merged", 1, 1),
                ("2024-12-01", "16720", "Phường Nghi Tân", "16720", "Phường Nghi Tân", "moved", 1, 1),
            ),
        ]
    )
    import_units(
        [
            units_file("c.csv", province, ("16690", "Phường Trường Vinh", "40"), ("16732", "Phường Cửa Lò", "40")),
            mergers_file(
                "c-mergers.csv",
                ("2025-07-01", "16663", "Phường Bến Thủy", "16690", "Phường Trường Vinh", "merged", 1, 1),
                ("2025-07-01", "16720", "Phường Nghi Tân", "16732", "Phường Cửa Lò", "split", 0, 1),
                ("2025-07-01", "16720", "Phường Nghi Tân", "16690", "Phường Trường Vinh", "split", 0, 0),
            ),
        ]
    )


def on(name, day):
    return AdministrativeUnit.objects.on(day).get(name=name)


def named(parts):
    return [(part.name, part.valid_from) for part in parts.ordered]


def name_of_part(parts, unit, day):
    part = parts.part_of(unit.pk, parts.stretch_of(day))
    return next((found.name for found in parts.ordered if found.pk == part), None)


def test_parts_as_they_were_come_in_register_order_highest_first(nghe_an):
    parts = parts_as_they_were(on("Tỉnh Nghệ An", LAST), FIRST, LAST)
    assert named(parts) == [
        ("Thành phố Vinh", FIRST),
        ("Thành phố Vinh", TURN),
        ("Thị xã Cửa Lò", FIRST),
        ("Phường Cửa Lò", LAST),
        ("Phường Trường Vinh", LAST),
    ]


def test_only_parts_in_force_at_some_time_of_the_period_are_named(nghe_an):
    province = on("Tỉnh Nghệ An", LAST)
    before = parts_as_they_were(province, FIRST, TURN - timedelta(days=1))
    assert named(before) == [("Thành phố Vinh", FIRST), ("Thị xã Cửa Lò", FIRST)]
    assert before.turns == ()
    assert named(parts_as_they_were(province, LAST, LAST)) == [("Phường Cửa Lò", LAST), ("Phường Trường Vinh", LAST)]


def test_a_unit_that_went_on_lies_in_the_part_of_the_day(nghe_an):
    parts = parts_as_they_were(on("Tỉnh Nghệ An", LAST), FIRST, LAST)
    quay = on("Phường Bến Thủy", TURN)
    assert parts.turns == (TURN,)
    ids = [parts.part_of(quay.pk, parts.stretch_of(day)) for day in (TURN - timedelta(days=1), TURN)]
    assert [(part.name, part.valid_from) for pk in ids for part in parts.ordered if part.pk == pk] == [
        ("Thành phố Vinh", FIRST),
        ("Thành phố Vinh", TURN),
    ]


def test_a_renewed_unit_lies_in_what_it_belonged_to(nghe_an):
    parts = parts_as_they_were(on("Tỉnh Nghệ An", LAST), FIRST, LAST)
    assert name_of_part(parts, on("Phường Nghi Tân", FIRST), FIRST) == "Thị xã Cửa Lò"
    assert name_of_part(parts, on("Phường Nghi Tân", TURN), TURN) == "Thành phố Vinh"


def test_the_unit_itself_lies_in_no_part(nghe_an):
    province = on("Tỉnh Nghệ An", LAST)
    assert parts_as_they_were(province, FIRST, LAST).part_of(province.pk) is None


def test_what_a_unit_succeeded_at_its_level_stands_beside_it(nghe_an):
    ward = on("Phường Trường Vinh", LAST)
    parts = parts_as_they_were(ward, FIRST, LAST)
    quay = on("Phường Bến Thủy", TURN)
    assert named(parts) == [("Phường Bến Thủy", FIRST)]
    assert parts.part_of(quay.pk) == quay.pk
    assert parts.part_of(ward.pk) is None


def test_as_it_is_now_everything_rolls_to_a_part_of_today(nghe_an):
    parts = parts_as_they_are(on("Tỉnh Nghệ An", LAST), LAST)
    assert named(parts) == [("Phường Cửa Lò", LAST), ("Phường Trường Vinh", LAST)]
    assert name_of_part(parts, on("Phường Bến Thủy", FIRST), FIRST) == "Phường Trường Vinh"
    assert name_of_part(parts, on("Phường Nghi Tân", FIRST), FIRST) == "Phường Cửa Lò"


def test_as_it_is_now_a_district_has_no_part(nghe_an):
    parts = parts_as_they_are(on("Tỉnh Nghệ An", LAST), LAST)
    assert parts.part_of(on("Thành phố Vinh", FIRST).pk) is None
    assert parts.part_of(on("Thị xã Cửa Lò", FIRST).pk) is None


def test_a_part_that_holds_a_divided_unit_is_known(nghe_an):
    parts = parts_as_they_are(on("Tỉnh Nghệ An", LAST), LAST)
    assert [part.name for part in parts.ordered if part.pk in parts.divided] == ["Phường Cửa Lò"]


def test_either_map_takes_one_query(nghe_an, django_assert_num_queries):
    province = on("Tỉnh Nghệ An", LAST)
    with django_assert_num_queries(1):
        parts_as_they_were(province, FIRST, LAST)
    with django_assert_num_queries(1):
        parts_as_they_are(province, LAST)
