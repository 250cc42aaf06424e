"""What open, overdue and due soon mean, day by day, and what the database itself refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handling.models import Coordination, Extension, Handling, NumberSeries

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 20)


@pytest.fixture
def work(commune_a):
    """`work(days)` is work due so many days after ON; without days, work without a due date."""

    def made(days=None, **values):
        due = None if days is None else ON + timedelta(days=days)
        return Handling.objects.create(kind="opinion", unit=commune_a, due_on=due, original_due_on=due, **values)

    return made


@pytest.fixture
def record(work):
    """Work by name: what is open by its distance in days, and the same days for work that is done."""
    rows = {f"{days:+d}": work(days) for days in (-30, -1, 0, 1, 3, 4)}
    rows |= {f"done {days:+d}": work(days, done_on=ON) for days in (-1, 0, 3)}
    return {**rows, "undated": work()}


def names(record, queryset):
    found = set(queryset.values_list("pk", flat=True))
    return [name for name, row in record.items() if row.pk in found]


def test_open_work_is_what_nothing_has_ended(record):
    assert names(record, Handling.objects.open()) == ["-30", "-1", "+0", "+1", "+3", "+4", "undated"]


def test_a_deadline_ends_with_its_day(record):
    assert names(record, Handling.objects.overdue(ON)) == ["-30", "-1"]
    assert names(record, Handling.objects.overdue(ON + timedelta(days=1))) == ["-30", "-1", "+0"]


def test_work_whose_clock_stands_is_open_and_never_late(record):
    Handling.objects.filter(pk=record["-1"].pk).update(stopped_on=ON - timedelta(days=5))
    assert names(record, Handling.objects.overdue(ON)) == ["-30"]
    assert "-1" in names(record, Handling.objects.open())
    assert "-1" not in names(record, Handling.objects.running())
    record["-1"].refresh_from_db()
    assert not record["-1"].is_overdue(ON)


def test_a_row_is_overdue_exactly_when_the_query_says_so(record):
    for on in (ON - timedelta(days=30), ON, ON + timedelta(days=1), ON + timedelta(days=5)):
        assert [name for name, row in record.items() if row.is_overdue(on)] == names(
            record, Handling.objects.overdue(on)
        )


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_a_due_date_keeps_its_original(commune_a):
    with refused("handling_due_date_keeps_its_original"), transaction.atomic():
        Handling.objects.create(kind="opinion", unit=commune_a, due_on=ON)


def test_work_is_not_acknowledged_before_it_is_assigned(work):
    with refused("handling_acknowledged_after_assignment"), transaction.atomic():
        work(assigned_on=ON, acknowledged_on=ON - timedelta(days=1))
    assert work(assigned_on=ON, acknowledged_on=ON).pk


@pytest.mark.parametrize("days", [0, -1])
def test_an_extension_moves_the_date_later(days, work, clerk):
    with refused("extension_moves_the_date_later"), transaction.atomic():
        Extension.objects.create(
            handling=work(0), old_due_on=ON, new_due_on=ON + timedelta(days=days), reason="Chờ", by=clerk
        )


def test_an_organisation_coordinates_once(work, lead_department):
    row = work(0)
    Coordination.objects.create(handling=row, organisation=lead_department)
    with refused(r"coordination_once_per_organisation|UNIQUE"), transaction.atomic():
        Coordination.objects.create(handling=row, organisation=lead_department)


def test_a_series_has_one_row_a_year():
    NumberSeries.objects.create(series="YK", year=2026)
    with refused(r"number_series_once_per_year|UNIQUE"), transaction.atomic():
        NumberSeries.objects.create(series="YK", year=2026)
