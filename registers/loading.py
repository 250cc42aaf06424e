"""Filling the registers from the data that ships with the product: idempotent, all or nothing, and says what it did.

Rows are brought, not imposed: what the province has edited since stays as it edited it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from audit.actions import Action
from audit.services import record_many

from .bodies import load_organisations
from .changes import announce
from .models import (
    AdministrativeUnit,
    CalendarDay,
    Field,
    ListedReason,
    ReasonList,
    ReportingPeriod,
    RuleParameter,
    UnitSuccession,
)
from .tables import RowRefused, read_day, read_flag, read_rows
from .unit_import import import_units

DATA = Path(__file__).resolve().parent / "data"
#: What must stand as it shipped for a rule to be ended by a load.
_AS_SHIPPED = ("value", "unit", "legal_basis", "verified", "note")


@dataclass(frozen=True)
class Report:
    """What a load did to one register: rows created, changed, and found as they should be."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self):
        return f"{self.created} created, {self.changed} changed, {self.unchanged} unchanged"


@transaction.atomic
def load_all(*, by=None):
    """Every register, in the order in which they refer to each other: {name: Report}.

    Raises `ImportRefused` naming file and row; then nothing was written.
    """
    return {
        **load_units(by=by),
        "organisations": Report(**load_organisations(DATA / "organisations.csv", by=by)),
        "fields": load_fields(by=by),
        "rule parameters": load_rules(by=by),
        "listed reasons": load_reasons(by=by),
        "calendar days": load_calendar(by=by),
        "reporting periods": load_periods(by=by),
    }


def load_units(folder=DATA / "units", *, by=None):
    """Units and their successions: {"units": Report, "successions": Report}."""
    units, successions = AdministrativeUnit.objects.count(), UnitSuccession.objects.count()
    reports = import_units([folder], by=by)
    created = {unit.pk for report in reports for unit in report.created}
    ended = {unit.pk for report in reports for unit in report.ended} - created
    corrected = sum(report.corrected for report in reports)
    return {
        "units": Report(len(created), len(ended), units - len(ended)),
        "successions": Report(sum(report.successions for report in reports), corrected, successions - corrected),
    }


@transaction.atomic
def load_fields(path=DATA / "fields.csv", *, by=None):
    """The taxonomy: level 1 has codes of two digits, level 2 those of four, which begin with their parent's."""
    known = {field.code: field for field in Field.objects.all()}
    created = []
    for length in (2, 4):
        fresh = []
        for number, values in read_rows(path):
            code = values["code"]
            if len(code) not in (2, 4) or not code.isdigit():
                raise RowRefused(path, number, f"the code “{code}” must have two or four digits")
            if not values["name_vi"] or not values["name_en"]:
                raise RowRefused(path, number, "both names are needed")
            if len(code) != length or code in known:
                continue
            if length == 4 and code[:2] not in known:
                raise RowRefused(path, number, f"there is no field {code[:2]} above {code}")
            parent = known[code[:2]] if length == 4 else None
            known[code] = Field(code=code, name_vi=values["name_vi"], name_en=values["name_en"], parent=parent)
            fresh.append(known[code])
        created += Field.objects.bulk_create(fresh)
    record_many(Action.IMPORTED, created, by=by, fields=["code", "name_vi", "name_en"])
    return Report(created=len(created), unchanged=len(known) - len(created))


@transaction.atomic
def load_rules(path=DATA / "rules.csv", *, by=None):
    """Rule parameters by key, level and first day.

    A rule that ships with an end and stands here without one, as it shipped before, is ended: the law changed. One that
    was edited since stays in force as it is, and what ships as its successor is not brought.
    """
    known = {(rule.key, rule.level, rule.valid_from): rule for rule in RuleParameter.objects.all()}
    created, ended, counts = [], [], Counter()
    for number, values in read_rows(path):
        shipped = _read_rule(path, number, values)
        found = known.get((shipped.key, shipped.level, shipped.valid_from))
        if found is not None and _has_ended(found, shipped):
            found.valid_until = shipped.valid_until
            ended.append(found)
        elif found is not None or any(_holds_on(rule, shipped) for rule in known.values()):
            counts["unchanged"] += 1
        else:
            known[(shipped.key, shipped.level, shipped.valid_from)] = shipped
            created.append(shipped)
    RuleParameter.objects.bulk_update(ended, ["valid_until"])
    record_many(Action.CHANGED, ended, by=by, fields=["valid_until"])
    RuleParameter.objects.bulk_create(created)
    record_many(Action.IMPORTED, created, by=by, fields=["key", "value", "valid_from"])
    announce(keys=[rule.key for rule in (*ended, *created)], by=by)
    return Report(created=len(created), changed=len(ended), **counts)


def _read_rule(path, number, values):
    """The rule of a row, not saved. Raises `RowRefused`."""
    if not values["value"].isdigit():
        raise RowRefused(path, number, f"the value “{values['value']}” is not a number")
    if values["unit"] not in RuleParameter.Unit.values:
        raise RowRefused(path, number, f"the unit “{values['unit']}” is unknown")
    return RuleParameter(
        key=values["key"],
        level=values["level"],
        value=int(values["value"]),
        unit=values["unit"],
        valid_from=read_day(path, number, values, "valid_from"),
        valid_until=read_day(path, number, values, "valid_until", required=False),
        legal_basis=values["legal_basis"],
        verified=read_flag(path, number, values, "verified"),
        note=values["note"],
    )


def _has_ended(rule, shipped):
    """Whether a rule stands open here, else just as it ships with its end."""
    is_open = rule.valid_until is None and shipped.valid_until is not None
    return is_open and all(getattr(rule, name) == getattr(shipped, name) for name in _AS_SHIPPED)


def _holds_on(rule, shipped):
    """Whether a rule of the same key and level is in force on the first day of one that ships."""
    is_same = (rule.key, rule.level) == (shipped.key, shipped.level)
    lasts = rule.valid_until is None or rule.valid_until >= shipped.valid_from
    return is_same and rule.valid_from < shipped.valid_from and lasts


@transaction.atomic
def load_reasons(path=DATA / "reasons.csv", *, by=None):
    """Listed reasons by list and code, each for the days on which none of its code is in force here.

    One whose days were edited stays as it is, and what ships of the same days is not brought.
    """
    known = defaultdict(list)
    for row in ListedReason.objects.all():
        known[row.list, row.code].append(row)
    created, counts = [], Counter()
    for number, values in read_rows(path):
        row = _read_reason(path, number, values)
        of_code = known[row.list, row.code]
        if any(row.overlaps(other) for other in of_code):
            counts["unchanged"] += 1
        else:
            of_code.append(row)
            created.append(row)
    ListedReason.objects.bulk_create(created)
    record_many(Action.IMPORTED, created, by=by, fields=["list", "code", "valid_from"])
    return Report(created=len(created), **counts)


def _read_reason(path, number, values):
    """The reason of a row, not saved. Raises `RowRefused`."""
    if values["list"] not in ReasonList.values:
        raise RowRefused(path, number, f"the list “{values['list']}” is unknown")
    if not values["rank"].isdigit():
        raise RowRefused(path, number, f"the rank “{values['rank']}” is not a number")
    row = ListedReason(
        valid_from=read_day(path, number, values, "valid_from"),
        valid_until=read_day(path, number, values, "valid_until", required=False),
        verified=read_flag(path, number, values, "verified"),
        rank=int(values["rank"]),
        kinds=values.get("kinds", ""),
        **{name: values[name] for name in ("list", "code", "name", "name_en", "legal_basis")},
    )
    _check_row(path, number, row)
    return row


def _check_row(path, number, row):
    """A code that could not be stored with a record, or a name that is not there, is refused by the model's fields."""
    try:
        row.clean_fields()
    except ValidationError as error:
        # What a load says is English throughout.
        with translation.override("en"):
            said = "; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in error)
        raise RowRefused(path, number, said.rstrip(".")) from error


@transaction.atomic
def load_calendar(path=DATA / "calendar.csv", *, by=None):
    """Days over which the table has the last word."""
    known = set(CalendarDay.objects.values_list("date", flat=True))
    created, counts = [], Counter()
    for number, values in read_rows(path):
        day = read_day(path, number, values, "date")
        if values["kind"] not in CalendarDay.Kind.values:
            raise RowRefused(path, number, f"the kind “{values['kind']}” is unknown")
        if day in known:
            counts["unchanged"] += 1
            continue
        known.add(day)
        verified = read_flag(path, number, values, "verified")
        names = {"label": values["label"], "label_en": values["label_en"]}
        created.append(CalendarDay(date=day, kind=values["kind"], verified=verified, **names))
    CalendarDay.objects.bulk_create(created)
    record_many(Action.IMPORTED, created, by=by, fields=["date", "kind"])
    announce(days=[row.date for row in created], by=by)
    return Report(created=len(created), **counts)


@transaction.atomic
def load_periods(path=DATA / "periods.csv", *, by=None):
    """Reporting periods of special days, by code."""
    known = set(ReportingPeriod.objects.values_list("code", flat=True))
    created, counts = [], Counter()
    for number, values in read_rows(path):
        if values["code"] in known:
            counts["unchanged"] += 1
            continue
        first, last = (read_day(path, number, values, column) for column in ("first", "last"))
        if last < first:
            raise RowRefused(path, number, "the last day lies before the first one")
        known.add(values["code"])
        names = {"name_vi": values["name_vi"], "name_en": values["name_en"]}
        created.append(ReportingPeriod(code=values["code"], first=first, last=last, **names))
    ReportingPeriod.objects.bulk_create(created)
    record_many(Action.IMPORTED, created, by=by, fields=["code", "first", "last"])
    return Report(created=len(created), **counts)
