"""Writing registers from files: everything is idempotent, all or nothing, and says what changed."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from audit.actions import Action
from audit.services import record
from dialogue_portal.text import fold, sort_key

from .models import AdministrativeUnit, CalendarDay, Field, Organisation, RuleParameter, UnitSuccession
from .reach import rebuild_reach
from .snapshots import RowRefused, read_history

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Report:
    """What a load did: rows created, changed and left as they were."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self):
        return f"{self.created} created, {self.changed} changed, {self.unchanged} unchanged"


def _upsert(model, wanted, key_fields, value_fields):
    """Bring rows in line with `wanted` (unsaved instances), matching by key; returns ({key: row}, Report)."""
    known = {tuple(getattr(row, name) for name in key_fields): row for row in model.objects.all()}
    created, changed = [], []
    counts = Counter()
    for row in wanted:
        key = tuple(getattr(row, name) for name in key_fields)
        old = known.get(key)
        if old is None:
            created.append(row)
            known[key] = row
        elif any(getattr(old, name) != getattr(row, name) for name in value_fields):
            for name in value_fields:
                setattr(old, name, getattr(row, name))
            changed.append(old)
        else:
            counts["unchanged"] += 1
    model.objects.bulk_create(created, batch_size=1000)
    if changed:
        model.objects.bulk_update(changed, value_fields, batch_size=500)
    return known, Report(len(created), len(changed), counts["unchanged"])


# --- Units ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def load_units(folder=DATA / "units", *, by=None):
    """Units and successions from a folder with `manifest.csv`. Raises `RowRefused` naming file and row."""
    history = read_history(folder)
    report = Report()
    rows = {}
    for level in dict.fromkeys(span.level for span in history.spans):
        wanted = [_unit(span, rows) for span in history.spans if span.level == level]
        known, part = _upsert(
            AdministrativeUnit,
            wanted,
            ("code", "valid_from"),
            ("name", "kind", "level", "parent_id", "valid_until", "sort_key", "folded_name"),
        )
        rows |= known
        report = Report(report.created + part.created, report.changed + part.changed, report.unchanged + part.unchanged)
    successions = [_succession(entry, rows) for entry in history.successions]
    _known, moved = _upsert(
        UnitSuccession,
        successions,
        ("old_id", "new_id"),
        ("effective", "resolution", "change", "whole", "is_default"),
    )
    if report.created or report.changed or moved.created or moved.changed:
        rebuild_reach()
        first = rows[history.spans[0].key]
        record(Action.IMPORTED, first, by=by, fields=["units", "successions"], label="units")
    return {"units": report, "successions": moved}


def _unit(span, rows):
    unit = AdministrativeUnit(
        code=span.code,
        kind=span.kind,
        level=span.level,
        parent_id=rows[span.parent.key].pk if span.parent else None,
        valid_from=span.valid_from,
        valid_until=span.valid_until,
    )
    unit.set_name(span.name)
    return unit


def _succession(entry, rows):
    return UnitSuccession(
        old_id=rows[entry.old.key].pk,
        new_id=rows[entry.new.key].pk,
        effective=entry.effective,
        resolution=entry.resolution,
        change=entry.change,
        whole=entry.whole,
        is_default=entry.is_default,
    )


# --- Fields, rules, calendar ---------------------------------------------------------------------------------------


def _read(name):
    path = DATA / name
    with path.open(encoding="utf-8", newline="") as handle:
        return path, list(csv.DictReader(handle))


def _day(path, number, row, name):
    try:
        return date.fromisoformat(row[name]) if row[name] else None
    except ValueError as error:
        raise RowRefused(path, number, f"“{row[name]}” is not a date ({name})") from error


@transaction.atomic
def load_fields():
    _path, rows = _read("fields.csv")
    tops = [
        Field(code=row["code"], name_vi=row["name_vi"], name_en=row["name_en"]) for row in rows if len(row["code"]) == 2
    ]
    known, first = _upsert(Field, tops, ("code",), ("name_vi", "name_en"))
    below = [
        Field(
            code=row["code"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            parent_id=known[(row["code"][:2],)].pk,
        )
        for row in rows
        if len(row["code"]) == 4
    ]
    _known, second = _upsert(Field, below, ("code",), ("name_vi", "name_en", "parent_id"))
    return Report(first.created + second.created, first.changed + second.changed, first.unchanged + second.unchanged)


@transaction.atomic
def load_rules():
    """Rules that the file brings; a row the province has edited (same key, level and start) is left as it is."""
    path, rows = _read("rules.csv")
    known = set(RuleParameter.objects.values_list("key", "level", "valid_from"))
    wanted = []
    for number, row in enumerate(rows, start=2):
        start = _day(path, number, row, "valid_from")
        if (row["key"], row["level"], start) in known:
            continue
        wanted.append(
            RuleParameter(
                key=row["key"],
                level=row["level"],
                value=int(row["value"]),
                unit=row["unit"],
                valid_from=start,
                valid_until=_day(path, number, row, "valid_until"),
                legal_basis=row["legal_basis"],
                verified=row["verified"] == "1",
                note=row["note"],
            )
        )
    RuleParameter.objects.bulk_create(wanted)
    return Report(created=len(wanted), unchanged=len(rows) - len(wanted))


@transaction.atomic
def load_calendar():
    """Days the file brings; days the province has already decided are left as they are."""
    path, rows = _read("calendar.csv")
    known = set(CalendarDay.objects.values_list("date", flat=True))
    wanted = [
        CalendarDay(
            date=_day(path, number, row, "date"),
            kind=row["kind"],
            label=row["label"],
            verified=row["verified"] == "1",
        )
        for number, row in enumerate(rows, start=2)
    ]
    wanted = [day for day in wanted if day.date not in known]
    CalendarDay.objects.bulk_create(wanted)
    return Report(created=len(wanted), unchanged=len(rows) - len(wanted))


# --- Organisations -------------------------------------------------------------------------------------------------

#: Prefix, side, kind, rank and name pattern of the bodies that every district and commune has.
LOCAL_BODIES = (
    ("DU", "party", "committee", 200, None),
    ("UBND", "state", "authority", 210, "Ủy ban nhân dân {kind} {bare}"),
    ("MTTQ", "front", "front", 220, "Ủy ban MTTQ Việt Nam {kind} {bare}"),
)
PARTY_NAMES = {"huyện": "Huyện ủy", "thị xã": "Thị ủy", "thành phố": "Thành ủy"}
ORGANISATION_VALUES = (
    "name",
    "short_name",
    "name_en",
    "symbol",
    "side",
    "kind",
    "unit_id",
    "rank",
    "valid_from",
    "valid_until",
    "sort_key",
    "folded_name",
)


@transaction.atomic
def load_organisations():
    """Provincial bodies from the file, and the Party committee, People's Committee and Front of every unit below."""
    path, rows = _read("organisations.csv")
    provinces = {unit.code: unit for unit in AdministrativeUnit.objects.filter(parent__isnull=True)}
    wanted = []
    for number, row in enumerate(rows, start=2):
        if row["unit"] not in provinces:
            raise RowRefused(path, number, f"there is no province with code {row['unit']}")
        wanted.append(
            _organisation(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                name_en=row["name_en"],
                symbol=row["symbol"],
                side=row["side"],
                kind=row["kind"],
                unit_id=provinces[row["unit"]].pk,
                rank=int(row["rank"]),
                valid_from=_day(path, number, row, "valid_from"),
                valid_until=_day(path, number, row, "valid_until"),
            )
        )
    for unit in AdministrativeUnit.objects.filter(parent__isnull=False):
        wanted += _local_bodies(unit)
    known, report = _upsert(Organisation, wanted, ("code",), ORGANISATION_VALUES)
    _link_successors(known, rows)
    return report


def _organisation(**values):
    values["sort_key"] = sort_key(values["name"])[:600]
    values["folded_name"] = fold(values["name"])[:210]
    return Organisation(**values)


def _local_bodies(unit):
    kind = unit.kind.lower()
    bare = unit.name[len(unit.kind) :].strip()
    party = PARTY_NAMES.get(kind, f"Đảng ủy {kind}")
    for prefix, side, body_kind, rank, pattern in LOCAL_BODIES:
        name = pattern.format(kind=kind, bare=bare) if pattern else f"{party} {bare}"
        yield _organisation(
            code=f"{prefix}-{unit.code}-{unit.valid_from:%Y%m}",
            name=name,
            short_name=name[:80],
            name_en="",
            symbol={"DU": "ĐU", "UBND": "UBND", "MTTQ": "MTTQ"}[prefix],
            side=side,
            kind=body_kind,
            unit_id=unit.pk,
            rank=rank,
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
        )


def _link_successors(known, rows):
    linked = []
    for row in rows:
        body = known[(row["code"],)]
        successor_id = known[(row["successor"],)].pk if row["successor"] else None
        if body.successor_id != successor_id:
            body.successor_id = successor_id
            linked.append(body)
    Organisation.objects.bulk_update(linked, ["successor"])


def load_all(*, by=None):
    """Every register, in the order in which they refer to each other: {name: Report}."""
    return {
        **load_units(by=by),
        "fields": load_fields(),
        "rules": load_rules(),
        "calendar": load_calendar(),
        "organisations": load_organisations(),
    }
