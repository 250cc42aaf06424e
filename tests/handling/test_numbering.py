"""Numbers of a series and year: each once, none left out, whoever else takes one at the same moment."""

from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from handling.models import NumberSeries
from handling.numbering import format_code, next_code, skip_to, take_numbers, take_several

from .together import at_once


class Undo(Exception):
    pass


def take(series="YK", year=2026, count=1):
    with transaction.atomic():
        return take_numbers(series, year, count)


@pytest.mark.django_db
def test_a_series_begins_with_one_and_runs_on():
    assert [next_code("YK", 2026) for _each in range(3)] == ["YK-2026-0001", "YK-2026-0002", "YK-2026-0003"]


@pytest.mark.django_db
def test_several_series_are_locked_in_one_order_whoever_asks():
    take("KN", 2026, 4)
    for wanted in ({("TC", 2026): 1, ("KN", 2026): 2, ("KN", 2025): 1}, {("KN", 2026): 1, ("KN", 2025): 1}):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            numbers = take_several(wanted)
        asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        assert len(asked) == len(wanted)
        assert [
            f"{series}' " in sql and f"= {year}" in sql
            for (series, year), sql in zip(sorted(wanted), asked, strict=True)
        ] == [True] * len(wanted)
    assert next(numbers["KN", 2026]) == 7


@pytest.mark.django_db
def test_a_series_runs_on_from_numbers_given_elsewhere_and_never_back():
    skip_to("YK", 2026, 12)
    assert next_code("YK", 2026) == "YK-2026-0012"
    skip_to("YK", 2026, 3)
    assert next_code("YK", 2026) == "YK-2026-0013"


@pytest.mark.django_db
def test_each_series_and_year_runs_for_itself():
    asked = [("YK", 2025), ("YK", 2026), ("HN", 2026), ("YK", 2025), ("YK", 2026), ("YK", 2026), ("HN", 2027)]
    assert [next_code(*one) for one in asked] == [
        "YK-2025-0001",
        "YK-2026-0001",
        "HN-2026-0001",
        "YK-2025-0002",
        "YK-2026-0002",
        "YK-2026-0003",
        "HN-2027-0001",
    ]


@pytest.mark.django_db
def test_several_numbers_are_reserved_together():
    assert [take_numbers("YK", 2026, 3), take_numbers("YK", 2026), take_numbers("YK", 2026, 2)] == [1, 4, 5]
    assert NumberSeries.objects.get().last == 6


@pytest.mark.parametrize(("number", "code"), [(1, "YK-2026-0001"), (9999, "YK-2026-9999"), (10_000, "YK-2026-10000")])
def test_a_code_has_four_digits_or_as_many_as_it_takes(number, code):
    assert format_code("YK", 2026, number) == code


@pytest.mark.django_db
@pytest.mark.parametrize("before", [0, 7])
def test_what_is_rolled_back_gives_its_numbers_back(before):
    if before:
        take_numbers("YK", 2026, before)
    with pytest.raises(Undo), transaction.atomic():
        take_numbers("YK", 2026, 5)
        raise Undo
    assert take_numbers("YK", 2026) == before + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_number_is_not_taken_outside_the_transaction_that_uses_it():
    NumberSeries.objects.create(series="YK", year=2026)
    with pytest.raises(transaction.TransactionManagementError):
        take_numbers("YK", 2026)
    assert NumberSeries.objects.get().last == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False])
def test_concurrent_writers_get_each_number_once_without_a_gap(known):
    """Whether the series has its row already or the first number of a year is taken by all at once."""
    if known:
        NumberSeries.objects.create(series="YK", year=2026)

    def five():
        return [take() for _each in range(5)]

    taken = at_once(five, five, five, five)
    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 21))
    assert [numbers == sorted(numbers) for numbers in taken] == [True] * 4
    assert NumberSeries.objects.get().last == 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_both_found_no_series_still_take_two_numbers(monkeypatch):
    """The row is unique: the second to write it waits for the first and goes on with what that one wrote."""
    both_found_none, create = Barrier(2), NumberSeries.objects.create

    def create_together(**values):
        both_found_none.wait(timeout=20)
        return create(**values)

    monkeypatch.setattr(NumberSeries.objects, "create", create_together)
    assert sorted(at_once(take, take)) == [1, 2]
    assert NumberSeries.objects.get().last == 2


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_writer_that_gives_up_gets_its_number():
    NumberSeries.objects.create(series="YK", year=2026)
    first_has_it, second_asks = Event(), Event()

    def give_up():
        try:
            with transaction.atomic():
                number = take_numbers("YK", 2026)
                first_has_it.set()
                assert second_asks.wait(timeout=20)
                raise Undo
        except Undo:
            return number

    def wait_for_it():
        def asking(execute, sql, params, many, context):
            second_asks.set()
            return execute(sql, params, many, context)

        assert first_has_it.wait(timeout=20)
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            # BEGIN IMMEDIATE itself waits, and is not wrapped.
            second_asks.set()
        with connection.execute_wrapper(asking):
            return take()

    assert at_once(give_up, wait_for_it) == [1, 1]
    assert NumberSeries.objects.get().last == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_would_take_the_same_number(monkeypatch):
    NumberSeries.objects.create(series="YK", year=2026)
    both_have_read, save = Barrier(2), NumberSeries.save

    def save_together(row, **values):
        both_have_read.wait(timeout=20)
        save(row, **values)

    monkeypatch.setattr(NumberSeries.objects, "select_for_update", NumberSeries.objects.all)
    monkeypatch.setattr(NumberSeries, "save", save_together)
    assert at_once(take, take) == [1, 1]
