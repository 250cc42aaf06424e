from datetime import date

import pytest

from conferences.models import OpinionTally
from registers.models import AdministrativeUnit
from registers.parts import parts_of, within_parts
from registers.unit_import import import_units

pytestmark = pytest.mark.django_db
FIRST, TURN = date(2017, 4, 1), date(2024, 12, 1)


@pytest.fixture
def vinh(units_file, mergers_file):
    """Vinh takes Cửa Lò in; a ward of Vinh goes on as it was, one of Cửa Lò begins anew under Vinh."""
    province, city, town = ("40", "Tỉnh Nghệ An", ""), ("412", "Thành phố Vinh", "40"), ("413", "Thị xã Cửa Lò", "40")
    import_units(
        [
            units_file(
                "a.csv", province, city, town, ("16663", "Phường Bến Thủy", "412"), ("16720", "Phường Nghi Tân", "413")
            )
        ],
        on=FIRST,
    )
    mergers = mergers_file(
        "m.csv",
        ("2024-12-01", "413", "Thị xã Cửa Lò", "412", "Thành phố Vinh", "merged", 1, 1),
        ("2024-12-01", "16720", "Phường Nghi Tân", "16720", "Phường Nghi Tân", "moved", 1, 1),
    )
    import_units(
        [
            units_file(
                "b.csv", province, city, ("16663", "Phường Bến Thủy", "412"), ("16720", "Phường Nghi Tân", "412")
            ),
            mergers,
        ]
    )


def on(name, day):
    return AdministrativeUnit.objects.on(day).get(name=name)


def test_parts_are_the_units_below_in_the_period(vinh):
    province = on("Tỉnh Nghệ An", TURN)
    assert [part.name for part in parts_of(province, FIRST, date(2024, 1, 1))] == ["Thành phố Vinh", "Thị xã Cửa Lò"]
    assert [part.name for part in parts_of(province, TURN, TURN)] == ["Thành phố Vinh"]
    assert [part.valid_from for part in parts_of(province, FIRST, TURN)] == [FIRST, TURN, FIRST]


def test_parts_of_a_renewed_unit_are_those_it_kept_and_those_it_got(vinh):
    assert [part.name for part in parts_of(on("Thành phố Vinh", TURN), TURN, TURN)] == [
        *("Phường Bến Thủy", "Phường Nghi Tân")
    ]


def test_a_row_is_counted_once_in_the_part_of_its_day(vinh):
    ward = on("Phường Bến Thủy", TURN)
    for day in (date(2024, 11, 30), TURN):
        OpinionTally.objects.create(unit=ward, level="commune", day=day, phase="at", outcome="explained", count=1)
    old_unit = on("Phường Nghi Tân", date(2018, 1, 1))
    OpinionTally.objects.create(unit=old_unit, level="commune", day=date(2018, 1, 1), phase="at", count=1)
    parts = parts_of(on("Tỉnh Nghệ An", TURN), FIRST, TURN)
    found = within_parts(OpinionTally.objects.order_by("day"), [part.pk for part in parts])
    names = {part.pk: (part.name, part.valid_from) for part in parts}
    assert [(row.day, *names[row.part]) for row in found] == [
        (date(2018, 1, 1), "Thị xã Cửa Lò", FIRST),
        (date(2024, 11, 30), "Thành phố Vinh", FIRST),
        (TURN, "Thành phố Vinh", TURN),
    ]
