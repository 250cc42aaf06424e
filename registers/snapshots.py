"""Reading snapshots of administrative units, and turning them into units of a stretch of time with successions.

A unit is a new row when its code, name, kind or parent's code changes, or when it absorbs another one; a renewed
parent alone does not renew its children. Nothing here touches the database.
"""

import csv
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from dialogue_portal.text import looks_legacy

from .levels import Level

LEVELS = {"1": Level.PROVINCE, "2": Level.DISTRICT, "3": Level.COMMUNE}
UNIT_COLUMNS = ["code", "name", "kind", "level", "parent_code"]


class RowRefused(Exception):
    """A row of a file cannot be used; the message names file and row."""

    def __init__(self, path, row, reason):
        super().__init__(f"{Path(path).name}, row {row}: {reason}")


@dataclass
class UnitSpan:
    """One unit over one stretch of time. `parent` is the span it was born under."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str
    valid_from: date
    parent: "UnitSpan | None" = None
    valid_until: date | None = None

    @property
    def key(self):
        return (self.code, self.valid_from)


@dataclass(frozen=True)
class Succession:
    old: UnitSpan
    new: UnitSpan
    effective: date
    resolution: str
    change: str
    whole: bool
    is_default: bool


@dataclass
class History:
    """All spans and successions of a folder of snapshots."""

    spans: list = field(default_factory=list)
    successions: list = field(default_factory=list)


def read_history(folder):
    """The history in a folder with `manifest.csv`. Raises `RowRefused`, `OSError` or `KeyError` (a missing column)."""
    folder = Path(folder)
    history = History()
    current: dict[str, UnitSpan] = {}
    for row in _rows(folder / "manifest.csv"):
        units = _read_units(folder / row["units"])
        start = date.fromisoformat(row["valid_from"])
        mergers = _read_mergers(folder / row["mergers"], current, units) if row["mergers"] else []
        current = _advance(history, current, units, mergers, start)
    return history


def _rows(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _read_units(path):
    """{code: row} of a snapshot, each checked and named when refused."""
    units = {}
    for number, row in enumerate(_rows(path), start=2):
        if list(row) != UNIT_COLUMNS or None in row.values():
            raise RowRefused(path, number, f"the columns must be {', '.join(UNIT_COLUMNS)}")
        if not row["code"].isdigit():
            raise RowRefused(path, number, f"the code “{row['code']}” is not a number")
        if row["code"] in units:
            raise RowRefused(path, number, f"the code {row['code']} stands twice")
        if row["level"] not in LEVELS:
            raise RowRefused(path, number, f"the level “{row['level']}” is not 1, 2 or 3")
        if row["name"] != unicodedata.normalize("NFC", row["name"]) or not row["name"].strip():
            raise RowRefused(path, number, "the name is empty or not composed Unicode (NFC)")
        if looks_legacy(row["name"]):
            raise RowRefused(path, number, f"the name “{row['name']}” is in an old encoding (TCVN3 or VNI)")
        units[row["code"]] = row
    for number, row in enumerate(units.values(), start=2):
        parent = row["parent_code"]
        if parent and (parent not in units or units[parent]["level"] >= row["level"]):
            raise RowRefused(path, number, f"the parent {parent} is not a unit of a higher level in this file")
    return units


def _read_mergers(path, old_units, new_units):
    mergers = _rows(path)
    for number, row in enumerate(mergers, start=2):
        if row["old_code"] not in old_units:
            raise RowRefused(path, number, f"the old unit {row['old_code']} is not in the snapshot before")
        if row["new_code"] not in new_units:
            raise RowRefused(path, number, f"the new unit {row['new_code']} is not in the snapshot after")
    return mergers


def _advance(history, current, units, mergers, start):
    """The spans in force in the next snapshot, keyed by code; ends and successions are written on the way."""
    sources = _sources(current, units, mergers)
    effective_of = {code: _effective(rows, start) for code, rows in sources.items()}
    spans = {}
    for code, row in sorted(units.items(), key=lambda entry: entry[1]["level"]):
        known = current.get(code)
        if known and _is_same(known, row, sources[code]):
            spans[code] = known
            continue
        spans[code] = UnitSpan(
            code=code,
            name=row["name"],
            kind=row["kind"],
            level=LEVELS[row["level"]],
            parent_code=row["parent_code"],
            valid_from=effective_of[code],
            parent=spans.get(row["parent_code"]),
        )
        history.spans.append(spans[code])
    _end_old(current, spans, mergers, start)
    _succeed(history, current, spans, sources, effective_of)
    return spans


def _sources(current, units, mergers):
    """{new code: [merger rows into it]}; a unit no row speaks of is its own source."""
    sources = {code: [] for code in units}
    spoken_of = {row["old_code"] for row in mergers}
    for row in mergers:
        sources[row["new_code"]].append(row)
    for code in units:
        if code in current and code not in spoken_of:
            sources[code].append(
                {"old_code": code, "change": "absorbing", "whole": "1", "is_default": "1", "resolution": ""}
            )
    return sources


def _is_same(span, row, sources):
    """The unit goes on as the same row: nothing of it changed and it took nobody in."""
    return [source["old_code"] for source in sources] == [span.code] and (span.name, span.kind, span.parent_code) == (
        row["name"],
        row["kind"],
        row["parent_code"],
    )


def _effective(rows, start):
    days = [date.fromisoformat(row["effective"]) for row in rows if row.get("effective")]
    return max(days, default=start)


def _end_old(current, spans, mergers, start):
    """A span that does not go on ends the day before its change, or before the snapshot that no longer has it."""
    kept = {id(span) for span in spans.values()}
    changed_on = {row["old_code"]: date.fromisoformat(row["effective"]) for row in mergers}
    for code, span in current.items():
        if id(span) in kept:
            continue
        renewed = spans.get(code)
        end = changed_on.get(code) or (renewed.valid_from if renewed else start)
        span.valid_until = end - timedelta(days=1)


def _succeed(history, current, spans, sources, effective_of):
    for code, rows in sources.items():
        for row in rows:
            old, new = current[row["old_code"]], spans[code]
            if old is new:
                continue
            history.successions.append(
                Succession(
                    old=old,
                    new=new,
                    effective=effective_of[code],
                    resolution=row["resolution"],
                    change=row["change"],
                    whole=row["whole"] == "1",
                    is_default=row["is_default"] == "1",
                )
            )
