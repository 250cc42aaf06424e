"""The units of three provinces at four dates, as they ship."""

import random
from datetime import date

import pytest

from registers.loading import load_all
from registers.models import AdministrativeUnit, UnitReach, UnitSuccession
from registers.reach import rebuild_reach
from tests.registers.naive_reach import NaiveWalk, stored_reach


def names(units):
    return sorted(unit.name for unit in units)


def test_the_closure_of_the_shipped_units_is_the_naive_walk(shipped):
    walk, rng = NaiveWalk(), random.Random(2025)
    roots = [pk for pk, unit in walk.units.items() if unit.level == "province" or unit.code in ("412", "292", "445")]
    roots += rng.sample([pk for pk, unit in walk.units.items() if unit.level == "commune"], 20)
    for root in roots:
        assert stored_reach(root) == walk.reach(root), walk.units[root]


def test_a_commune_of_today_reads_its_forerunners_and_does_not_keep_them(shipped):
    today = AdministrativeUnit.objects.get(name="Xã Kim Liên", valid_until=None)
    assert names(AdministrativeUnit.objects.within(today, forerunners=False)) == ["Xã Kim Liên"]
    found = AdministrativeUnit.objects.within(today)
    assert {"Xã Hùng Tiến", "Xã Nam Cát", "Xã Nam Giang", "Xã Xuân Hồng", "Xã Xuân Lâm"} <= set(names(found))
    assert "Huyện Nam Đàn" not in names(found)


def test_a_part_that_went_elsewhere_is_not_read_there(shipped):
    """Hamlets of Nam Thượng went to Nam Đàn town; the record went whole to Thượng Tân Lộc."""
    split = AdministrativeUnit.objects.get(name="Xã Nam Thượng")
    for succession in split.successions.select_related("new"):
        reads = AdministrativeUnit.objects.within(succession.new).filter(pk=split.pk).exists()
        assert reads == succession.is_default


def test_within_is_one_query_however_large_the_tree(shipped, django_assert_num_queries):
    province = AdministrativeUnit.objects.get(code="40")
    with django_assert_num_queries(1):
        assert AdministrativeUnit.objects.within_any([province.pk]).count() > 700


def test_a_rebuild_without_a_change_writes_nothing(shipped):
    before = set(UnitReach.objects.values_list("pk", flat=True))
    assert rebuild_reach() == len(before)
    assert set(UnitReach.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [
        (date(2018, 1, 1), 21, 480),
        (date(2019, 12, 31), 21, 480),
        (date(2020, 1, 1), 21, 460),
        (date(2023, 8, 3), 21, 460),
        (date(2024, 11, 30), 21, 460),
        (date(2024, 12, 1), 20, 412),
        (date(2025, 6, 30), 20, 412),
        (date(2025, 7, 1), 0, 130),
    ],
)
def test_nghe_an_has_its_units_of_each_day(shipped, day, districts, communes):
    units = AdministrativeUnit.objects.within(AdministrativeUnit.objects.get(code="40"), forerunners=False).on(day)
    assert [units.filter(level=level).count() for level in ("province", "district", "commune")] == [
        *(1, districts, communes)
    ]


@pytest.mark.parametrize(
    ("code", "day", "districts", "communes"),
    [
        ("30", date(2018, 1, 1), 12, 264),
        ("30", date(2019, 11, 15), 12, 262),
        ("30", date(2024, 6, 1), 12, 235),
        ("30", date(2025, 6, 30), 12, 207),
        ("42", date(2018, 1, 1), 13, 262),
        ("42", date(2024, 12, 31), 13, 216),
        ("42", date(2025, 1, 1), 12, 209),
        ("42", date(2025, 7, 1), 0, 69),
        ("31", date(2025, 7, 1), 0, 114),
    ],
)
def test_the_other_provinces_have_their_units_of_each_day(shipped, code, day, districts, communes):
    units = AdministrativeUnit.objects.within(AdministrativeUnit.objects.get(code=code), forerunners=False).on(day)
    assert [units.filter(level=level).count() for level in ("district", "commune")] == [districts, communes]


def test_no_two_units_bear_a_code_on_one_day_and_every_parent_lasts(shipped):
    rows = AdministrativeUnit.objects.select_related("parent").order_by("code", "valid_from")
    before = None
    for unit in rows:
        if before is not None and before.code == unit.code:
            assert before.valid_until is not None and before.valid_until < unit.valid_from
        if unit.parent:
            assert unit.parent.is_valid_on(unit.valid_from)
        before = unit


def test_every_unit_that_ended_is_followed_but_for_the_districts_of_2025(shipped):
    followed = UnitSuccession.objects.filter(is_default=True).values("old")
    lost = AdministrativeUnit.objects.exclude(valid_until=None).exclude(pk__in=followed)
    assert set(lost.values_list("level", "valid_until")) == {("district", date(2025, 6, 30))}
    assert lost.count() == 44


def test_hai_duong_is_read_by_hai_phong(shipped):
    hai_phong, hai_duong = (AdministrativeUnit.objects.get(code=code) for code in ("31", "30"))
    assert AdministrativeUnit.objects.within(hai_phong).filter(pk=hai_duong.pk).exists()
    assert not AdministrativeUnit.objects.within(hai_phong, forerunners=False).filter(pk=hai_duong.pk).exists()


def test_a_unit_above_is_called_as_on_the_day(shipped):
    ward = AdministrativeUnit.objects.on(date(2019, 6, 1)).get(name="Xã Lê Ninh", parent__code="292")
    assert ward.full_name() == "Xã Lê Ninh, Huyện Kinh Môn"
    assert ward.parent_on(date(2019, 6, 1)).name == "Huyện Kinh Môn"
    assert ward.parent_on(date(2020, 6, 1)).name == "Thị xã Kinh Môn"


def test_names_are_found_by_words_without_marks(shipped):
    today = AdministrativeUnit.objects.on(date(2026, 1, 1))
    assert [unit.name for unit in today.matching("kim lien")] == ["Xã Kim Liên"]
    assert [unit.name for unit in today.matching("LIÊN kim xã")] == ["Xã Kim Liên"]
    assert not today.matching("im lien").exists()
    assert [unit.name for unit in today.named_or_coded("17971")] == ["Xã Kim Liên"]


def test_loading_again_changes_nothing(shipped):
    before = list(UnitReach.objects.order_by("pk").values_list())
    again = load_all()
    assert {(report.created, report.changed) for report in again.values()} == {(0, 0)}
    assert list(UnitReach.objects.order_by("pk").values_list()) == before
