"""The closure behind `within`, against a walk written down as the rule says it; small histories."""

import random
from datetime import date, timedelta

import pytest

from registers.models import AdministrativeUnit, UnitSuccession
from registers.reach import rebuild_reach
from registers.unit_import import import_units
from tests.registers.naive_reach import NaiveWalk, stored_reach

pytestmark = pytest.mark.django_db

A, B = date(2017, 4, 1), date(2020, 1, 1)


@pytest.mark.parametrize("seed", range(6))
def test_the_closure_of_a_random_history_is_the_naive_walk(seed):
    rng = random.Random(seed)
    province = row("40", A, None, "province")
    districts = [row(f"43{n}", A, None, "district", province) for n in range(3)]
    present = [row(f"{17000 + n}", A, None, "commune", rng.choice(districts)) for n in range(12)]
    day = A
    for _wave in range(4):
        day += timedelta(days=400)
        present = merge(rng, present, day)
        if rng.random() < 0.7:
            at = rng.randrange(3)
            districts[at] = renew(districts[at], day, province)
    rebuild_reach()
    walk = NaiveWalk()
    for root in walk.units:
        assert stored_reach(root) == walk.reach(root)


def row(code, start, end, level, parent=None):
    unit = AdministrativeUnit(code=code, kind="xã", level=level, parent=parent, valid_from=start, valid_until=end)
    unit.set_name(f"Xã {code} {start:%Y}")
    unit.save()
    return unit


def end(unit, day):
    unit.valid_until = day - timedelta(days=1)
    unit.save()


def succeed(old, new, day):
    UnitSuccession.objects.create(old=old, new=new, effective=day, resolution="1/NQ", change="merged")


def renew(unit, day, parent):
    """The same code begins anew; its communes stay as they are."""
    end(unit, day)
    new = row(unit.code, day, None, unit.level, parent)
    succeed(unit, new, day)
    return new


def merge(rng, present, day):
    """Two communes become one of the first's code."""
    first, second = rng.sample(present, 2)
    end(first, day), end(second, day)
    new = row(first.code, day, None, "commune", first.parent)
    succeed(first, new, day), succeed(second, new, day)
    return [unit for unit in present if unit not in (first, second)] + [new]


def test_what_lies_below_a_renewed_unit_is_its_own_and_no_forerunner(units_file):
    below = [("17971", "Xã Kim Liên", "430"), ("17974", "Xã Nam Giang", "430")]
    import_units([units_file("a.csv", ("40", "Tỉnh A", ""), ("430", "Huyện Nam Đàn", "40"), *below)], on=A)
    import_units(
        [units_file("b.csv", ("40", "Tỉnh A", ""), ("430", "Thị xã Nam Đàn", "40"), below[0])],
        on=B,
        allow_vanishing=True,
    )
    town = AdministrativeUnit.objects.get(name="Thị xã Nam Đàn")
    assert names(AdministrativeUnit.objects.within(town, forerunners=False)) == ["Thị xã Nam Đàn", "Xã Kim Liên"]
    assert names(AdministrativeUnit.objects.within(town)) == [
        *("Huyện Nam Đàn", "Thị xã Nam Đàn", "Xã Kim Liên", "Xã Nam Giang")
    ]


def names(units):
    return sorted(unit.name for unit in units)
