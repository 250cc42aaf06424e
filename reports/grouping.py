"""The GROUP BYs of a scope in one statement: a dashboard asks the tallies once.

Each part gives rows of the same columns, told apart by the first; whoever reads them knows what the numbers mean.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Case, CharField, Count, DateField, F, Func, IntegerField, Min, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from handling.models import kept_time

from .rates import RESOLVED

OPINIONS, CONFERENCES, DUE, MONTH, FIELD = "opinions", "conferences", "due", "month", "field"
COLUMNS = ("what", "key", "at_level", "bucket", "stretch", "since", "number", "second")


class Group(NamedTuple):
    """One row. `key` is a unit or a field; `since` the first day, or the month; `second` a further number.

    opinions: number of one unit, level, outcome bucket and stretch. conferences: number, participants. due: due, done
    in time. month and field: received, resolved.
    """

    what: str
    key: int
    at_level: str
    bucket: str
    stretch: int
    since: date | None
    number: int
    second: int


class MonthOf(Func):
    """The first day of a date's month. On PostgreSQL `TruncMonth` goes through a time with zone, three times slower."""

    output_field = DateField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="date_trunc('month', (%(expressions)s)::timestamp)::date")

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="date(%(expressions)s, 'start of month')")


def read_groups(scope, as_of, *, turns=(), with_months_and_fields=True):
    """All groups of a scope as of a day, in one statement. `turns` are those of `registers.composition.Parts`."""
    parts = [_opinions(scope, turns), _conferences(scope, turns), _due(scope, as_of)]
    if with_months_and_fields:
        parts += [_months(scope), _fields(scope)]
    first, *others = parts
    return [Group._make(row) for row in first.union(*others, all=True)]


def _stretch(name, turns):
    cases = [When(Q(**{f"{name}__lt": turn}), then=Value(number)) for number, turn in enumerate(turns)]
    return Case(*cases, default=Value(len(turns)), output_field=IntegerField()) if cases else Value(0)


def _group(rows, what, *, by, **numbers):
    keys = {"key": Value(0), "at_level": Value(""), "bucket": Value(""), "stretch": Value(0)} | by
    if "since" not in by:
        numbers.setdefault("since", Value(None, output_field=DateField()))
    rows = rows.order_by().values(what=Value(what, output_field=CharField()), **keys).annotate(**numbers)
    return rows.values_list(*COLUMNS)


def _opinions(scope, turns):
    return _group(
        scope.tallies(),
        OPINIONS,
        by={
            "key": F("unit_id"),
            "at_level": F("level"),
            "bucket": F("outcome"),
            "stretch": _stretch("day", turns),
        },
        since=Min("day"),
        number=Sum("count"),
        second=Value(0),
    )


def _conferences(scope, turns):
    return _group(
        scope.conferences(),
        CONFERENCES,
        by={"key": F("unit_id"), "at_level": F("level"), "stretch": _stretch("held_on", turns)},
        since=Min("held_on"),
        number=Count("pk"),
        second=Coalesce(Sum("participants"), Value(0)),
    )


def _due(scope, as_of):
    return _group(
        scope.due(as_of),
        DUE,
        by={},
        number=Count("pk"),
        second=Count("pk", filter=kept_time()),
    )


def _received_and_resolved():
    return {
        "number": Sum("count"),
        "second": Coalesce(Sum("count", filter=Q(outcome__in=RESOLVED)), Value(0)),
    }


def _months(scope):
    return _group(scope.months_compared(), MONTH, by={"since": MonthOf("day")}, **_received_and_resolved())


def _fields(scope):
    return _group(scope.fields(), FIELD, by={"key": Coalesce("field_id", Value(0))}, **_received_and_resolved())
