"""Reading files of administrative units: snapshots (all units of some provinces on one day) and mergers between them.

Every row is checked here, and named when it is refused. Nothing touches the database.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from dialogue_portal.text import fold, looks_legacy, sort_key

from .levels import Level
from .models import UnitChange
from .tables import ImportRefused, RowRefused, read_day, read_flag, read_header, read_rows

UNIT_COLUMNS = ["code", "name", "kind", "level", "parent_code"]
MERGER_COLUMNS = [
    *("effective", "resolution", "level", "old_code", "old_name", "old_parent", "new_code", "new_name", "new_parent"),
    *("change", "whole", "is_default"),
]
MANIFEST, MANIFEST_COLUMNS = "manifest.csv", ["valid_from", "units", "mergers"]
LEVELS = {"1": Level.PROVINCE, "2": Level.DISTRICT, "3": Level.COMMUNE}
# The statistics office's codes: two digits for a province, three for a district, five for a commune.
_CODE_LENGTH = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}


@dataclass(frozen=True)
class UnitRow:
    """One unit of a snapshot, with its place in the file."""

    path: Path
    row: int
    code: str
    name: str
    kind: str
    level: str
    parent_code: str

    @property
    def identity(self):
        """What makes a unit another one when it changes. "Hoà" and "Hòa" are two spellings of one name."""
        return sort_key(self.name), fold(self.kind), self.parent_code

    def refuse(self, reason):
        return RowRefused(self.path, self.row, reason)


@dataclass(frozen=True)
class MergerRow:
    """What became of one unit, with its place in the file."""

    path: Path
    row: int
    effective: date
    resolution: str
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    change: str
    whole: bool
    is_default: bool

    def refuse(self, reason):
        return RowRefused(self.path, self.row, reason)


@dataclass(frozen=True)
class Snapshot:
    """All units of some provinces as of a day, and the mergers that led to them."""

    path: Path
    on: date
    units: dict
    mergers: list

    @property
    def label(self):
        return f"{self.path.name}, as of {self.on:%d/%m/%Y}"


def read_snapshots(places, *, on=None):
    """The snapshots in files and folders, in order of their days, each with the mergers since the one before.

    A place is a folder with `manifest.csv`, a file, or `FILE=YYYY-MM-DD`. A snapshot's day comes from there, from the
    manifest beside it, from `on`, or from the last merger when one snapshot and its mergers are given. Raises
    `ImportRefused`.
    """
    dated, mergers = [], []
    for path, day in _files(places):
        columns = read_header(path)
        if columns == UNIT_COLUMNS:
            dated.append((path, day))
        elif columns == MERGER_COLUMNS:
            mergers += _read_mergers(path)
        else:
            raise ImportRefused(
                f"{path.name}: the columns must be {','.join(UNIT_COLUMNS)} (units) "
                f"or {','.join(MERGER_COLUMNS)} (mergers)."
            )
    if not dated:
        raise ImportRefused("No file of units was given; mergers alone do not say what the units are.")
    last_merger = max((merger.effective for merger in mergers), default=None)
    alone = (on or last_merger) if len(dated) == 1 else None
    days = [(path, day or alone or _day_in_manifest(path)) for path, day in dated]
    return _with_mergers(days, mergers)


def _files(places):
    """(path, day or None) of every file, folders opened, each file once."""
    found = {}
    for place in places:
        path, typed = Path(place), ""
        if not path.exists() and "=" in str(place):
            text, _sign, typed = str(place).rpartition("=")
            path = Path(text)
        if path.is_dir():
            for units, day, mergers in _manifest(path):
                found |= {units: day} | dict.fromkeys(mergers)
        elif not path.is_file():
            raise ImportRefused(f"There is no file or folder {path}.")
        else:
            found[path] = _typed_day(path, typed) if typed else None
    return found.items()


def _manifest(folder):
    """(file of units, its day, [file of mergers]) of every line of a folder's manifest."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ImportRefused(f"The folder {folder} has no {MANIFEST} that says from when its files are true.")
    if read_header(path) != MANIFEST_COLUMNS:
        raise ImportRefused(f"{path.name}: the columns must be {','.join(MANIFEST_COLUMNS)}.")
    for number, values in read_rows(path):
        mergers = [folder / values["mergers"]] if values["mergers"] else []
        yield folder / values["units"], read_day(path, number, values, "valid_from"), mergers


def _day_in_manifest(path):
    if (path.parent / MANIFEST).is_file():
        for units, day, _mergers in _manifest(path.parent):
            if units == path:
                return day
    raise ImportRefused(f"From which day is {path.name} true? Write {path.name}=YYYY-MM-DD, or give --on YYYY-MM-DD.")


def _typed_day(path, typed):
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise ImportRefused(f"{path.name}: “{typed}” is not a day. Write it as YYYY-MM-DD.") from error


def _with_mergers(dated, mergers):
    dated.sort(key=lambda entry: entry[1])
    for (earlier, day), (later, same) in pairwise(dated):
        if day == same:
            raise ImportRefused(f"{earlier.name} and {later.name} are of the same day; import one of them first.")
    snapshots, since = [], date.min
    for path, day in dated:
        own = [merger for merger in mergers if since < merger.effective <= day]
        snapshots.append(Snapshot(path, day, _read_units(path), own))
        since = day
    for merger in mergers:
        if merger.effective > since:
            raise merger.refuse(f"it takes effect on {merger.effective:%d/%m/%Y}, after the last snapshot given")
    return snapshots


# --- Rows ---


def _read_units(path):
    """{code: UnitRow}; every parent is in the file and above its unit, so that no unit can lie within itself."""
    units = {}
    for number, values in read_rows(path):
        row = _unit_row(path, number, values)
        if row.code in units:
            raise row.refuse(f"the code {row.code} stands in row {units[row.code].row} too")
        units[row.code] = row
    if not units:
        raise ImportRefused(f"{path.name} has no rows.")
    for row in units.values():
        _check_parent(row, units)
    return units


def _unit_row(path, number, values):
    level = LEVELS.get(values["level"])
    row = UnitRow(path, number, values["code"], values["name"], values["kind"], level, values["parent_code"])
    if level is None:
        raise row.refuse(f"the level “{values['level']}” is not 1, 2 or 3")
    if not (row.code.isascii() and row.code.isdigit() and len(row.code) == _CODE_LENGTH[level]):
        raise row.refuse(f"the code “{row.code}” must have {_CODE_LENGTH[level]} digits on level {values['level']}")
    if not row.name or not row.kind:
        raise row.refuse("the name or the kind is empty")
    if len(row.name) > 120:
        raise row.refuse("the name has more than 120 characters")
    if looks_legacy(row.name):
        raise row.refuse(f"the name “{row.name}” is in an old encoding (TCVN3 or VNI); convert it to Unicode")
    if not fold(row.name).startswith(f"{fold(row.kind)} "):
        raise row.refuse(f"the name “{row.name}” does not begin with its kind “{row.kind}”")
    return row


def _check_parent(row, units):
    if row.level == Level.PROVINCE:
        if row.parent_code:
            raise row.refuse("a province lies in no other unit; leave its parent_code empty")
        return
    parent = units.get(row.parent_code)
    if row.parent_code == row.code:
        raise row.refuse(f"{row.name} lies within itself")
    if parent is None:
        raise row.refuse(f"the unit above, {row.parent_code or 'left empty'}, is not in the file")
    order = list(Level)
    if order.index(parent.level) >= order.index(row.level):
        raise row.refuse(f"{row.name} cannot lie within {parent.name}, which is of the same level or a lower one")


def _read_mergers(path):
    mergers, pairs, defaults = [], {}, {}
    for number, values in read_rows(path):
        row = _merger_row(path, number, values)
        first = pairs.setdefault((row.old_code, row.new_code), row)
        if first is not row:
            raise row.refuse(f"{row.old_code} to {row.new_code} stands in row {first.row} too")
        if row.is_default and defaults.setdefault(row.old_code, row) is not row:
            raise row.refuse(
                f"{row.old_name} has a second default successor (the first in row {defaults[row.old_code].row})"
            )
        mergers.append(row)
    for row in mergers:
        if row.old_code not in defaults:
            raise row.refuse(f"{row.old_name} has no default successor")
    return mergers


def _merger_row(path, number, values):
    if values["change"] not in UnitChange.values:
        raise RowRefused(path, number, f"the change “{values['change']}” is not one of {', '.join(UnitChange.values)}")
    if not values["resolution"] or len(values["resolution"]) > 60:
        raise RowRefused(path, number, "the resolution is missing or longer than 60 characters")
    return MergerRow(
        path,
        number,
        effective=read_day(path, number, values, "effective"),
        resolution=values["resolution"],
        old_code=values["old_code"],
        old_name=values["old_name"],
        new_code=values["new_code"],
        new_name=values["new_name"],
        change=values["change"],
        whole=read_flag(path, number, values, "whole"),
        is_default=read_flag(path, number, values, "is_default"),
    )
