"""Codes such as YK-2026-0001: one series per kind and year, without gaps or repeats."""

from itertools import count as count_from

from django.db import IntegrityError, transaction

from .models import NumberSeries


def take_numbers(series, year, count=1):
    """Reserve `count` numbers and return the first. The row stays locked until the caller's transaction ends.

    The lock is what keeps the series free of gaps: a rolled-back registration gives its number back.
    """
    rows = NumberSeries.objects.select_for_update().filter(series=series, year=year)
    row = rows.first()
    if row is None:
        try:
            with transaction.atomic():
                row = NumberSeries.objects.create(series=series, year=year)
        except IntegrityError:
            row = rows.get()
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return first


def take_several(wanted):
    """Reserve numbers of several series at once: {(series, year): how many} gives {(series, year): its numbers}.

    The series are locked in one order, so that of two who need the same ones neither waits for the other in a circle.
    Whoever needs more than one in a transaction takes them here.
    """
    return {key: count_from(take_numbers(*key, number)) for key, number in sorted(wanted.items())}


def skip_to(series, year, number):
    """Make `number` the next of a series whose numbers before it were given elsewhere. A series never goes back."""
    row, _is_new = NumberSeries.objects.get_or_create(series=series, year=year)
    NumberSeries.objects.filter(pk=row.pk, last__lt=number - 1).update(last=number - 1)


def next_code(series, year):
    """The next code of a series: next_code("YK", 2026) → "YK-2026-0001"."""
    return format_code(series, year, take_numbers(series, year))


def format_code(series, year, number):
    return f"{series}-{year}-{number:04d}"
