"""Bringing the register of units up to snapshots. Idempotent, all or nothing, and able to say what changed.

A unit is a new row when its code, name, kind or parent's code changes, or when it takes another one in; a renewed
parent alone does not renew its children. Old rows end; they are never moved.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from audit.actions import Action
from audit.services import record_many
from dialogue_portal.text import fold, sort_key

from .levels import Level
from .models import AdministrativeUnit, UnitChange, UnitSuccession
from .reach import rebuild_reach
from .snapshots import read_snapshots
from .tables import ImportRefused

_DAY = timedelta(days=1)
_SUCCESSION_FACTS = ("effective", "resolution", "change", "whole", "is_default")
#: A snapshot in which so many units vanish without a word is most likely cut short.
_FEW_VANISHED = 50


@dataclass
class UnitImport:
    """What one snapshot changed."""

    label: str
    created: list = field(default_factory=list)
    ended: list = field(default_factory=list)
    unchanged: int = 0
    successions: int = 0
    corrected: int = 0
    # Ended units of which no merger speaks.
    vanished: list = field(default_factory=list)

    @property
    def changed_anything(self):
        return bool(self.created or self.ended or self.successions or self.corrected)

    def __str__(self):
        if not self.changed_anything:
            return f"{self.label}: nothing changed, {self.unchanged} units are as in the register."
        parts = [
            f"{len(self.created)} new units",
            f"{len(self.ended)} ended",
            f"{self.unchanged} unchanged",
            f"{self.successions} successions",
        ]
        if self.corrected:
            parts.append(f"{self.corrected} successions corrected")
        if self.vanished:
            parts.append(f"{len(self.vanished)} of the ended have no successor")
        return f"{self.label}: {', '.join(parts)}."


@transaction.atomic
def import_units(places, *, on=None, by=None, allow_vanishing=False):
    """Import files or folders of snapshots and mergers; returns one `UnitImport` per snapshot.

    Raises `ImportRefused` with a sentence that names file and row; then nothing was written.
    """
    snapshots = read_snapshots(places, on=on)
    register = _Register()
    reports = [register.take(snapshot, allow_vanishing=allow_vanishing) for snapshot in snapshots]
    if any(report.changed_anything for report in reports):
        register.write()
        rebuild_reach()
        record_many(Action.IMPORTED, register.new, by=by, fields=["code", "name", "kind", "level", "parent"])
        record_many(Action.CHANGED, register.ended, by=by, fields=["valid_until"])
    return reports


class _Register:
    """The units and successions as they are and as they will be, in memory: a commune's history is a few rows."""

    def __init__(self):
        self.by_code = defaultdict(list)
        by_pk = {}
        for unit in AdministrativeUnit.objects.order_by("valid_from"):
            by_pk[unit.pk] = unit
            self.by_code[unit.code].append(unit)
        for unit in by_pk.values():
            # Parents by identity, so that new and stored rows are walked alike, without a query.
            unit.parent = by_pk.get(unit.parent_id)
        self.successions = {}
        for succession in UnitSuccession.objects.all():
            succession.old, succession.new = by_pk[succession.old_id], by_pk[succession.new_id]
            self.successions[id(succession.old), id(succession.new)] = succession
        self.new, self.ended, self.corrected = [], [], []

    def at(self, code, day):
        """The unit that bore a code on a day, or None."""
        return next((unit for unit in self.by_code[code] if unit.is_valid_on(day)), None)

    # --- One snapshot ---

    def take(self, snapshot, *, allow_vanishing):
        report = UnitImport(snapshot.label)
        sources = defaultdict(list)
        for merger in snapshot.mergers:
            sources[merger.new_code].append(merger)
        before = self._in_force(snapshot)
        order = list(Level)
        for row in sorted(snapshot.units.values(), key=lambda row: order.index(row.level)):
            self._take_unit(row, sources[row.code], snapshot.on, report)
        self._end_missing(before, snapshot, report)
        if len(report.vanished) > max(_FEW_VANISHED, len(before) // 4) and not allow_vanishing:
            raise ImportRefused(
                f"{snapshot.path.name}: {len(report.vanished)} of {len(before)} units would end without a successor. "
                "Give the file of mergers too, or --allow-vanishing when this is right."
            )
        for merger in snapshot.mergers:
            self._take_merger(merger, snapshot, report)
        self._succeed_themselves(report)
        if report.changed_anything:
            self._refuse_out_of_order(snapshot)
        return report

    def _in_force(self, snapshot):
        """Units on the snapshot's day in the provinces it speaks of, those that ended in its mergers included."""
        provinces = {row.code for row in snapshot.units.values() if row.level == Level.PROVINCE}
        provinces |= {merger.old_code for merger in snapshot.mergers}
        units = [unit for rows in self.by_code.values() for unit in rows if unit.is_valid_on(snapshot.on)]
        return [unit for unit in units if _province_of(unit).code in provinces]

    def _take_unit(self, row, sources, on, report):
        effective = max((merger.effective for merger in sources), default=on)
        known = self.at(row.code, on)
        is_same = known is not None and _identity(known) == row.identity
        if is_same and (known.valid_from == effective or not _takes_in(row, sources)):
            report.unchanged += 1
            return
        if known:
            if known.valid_from >= effective:
                raise row.refuse(
                    f"{row.name} would begin on {effective:%d/%m/%Y}, but the code {row.code} has belonged to "
                    f"{known.name} since {known.valid_from:%d/%m/%Y}"
                )
            self._end(known, effective - _DAY, report)
        parent = None
        if row.parent_code:
            parent = self.at(row.parent_code, effective)
            if parent is None:
                raise row.refuse(f"the unit above, {row.parent_code}, was not in force on {effective:%d/%m/%Y}")
        unit = AdministrativeUnit(code=row.code, kind=row.kind, level=row.level, parent=parent, valid_from=effective)
        unit.set_name(row.name)
        self.by_code[row.code].append(unit)
        self.new.append(unit)
        report.created.append(unit)

    def _end(self, unit, day, report):
        unit.valid_until = day
        if unit.pk:
            self.ended.append(unit)
        report.ended.append(unit)

    def _end_missing(self, before, snapshot, report):
        """Units that the snapshot no longer has end when their merger says, else the day before it."""
        left_on = {merger.old_code: merger.effective for merger in snapshot.mergers}
        for unit in before:
            if unit.code in snapshot.units or unit.valid_until is not None:
                continue
            effective = left_on.get(unit.code, snapshot.on)
            if effective <= unit.valid_from:
                raise ImportRefused(
                    f"{snapshot.path.name}: {unit.name} ({unit.code}) is missing, but has been in force only since "
                    f"{unit.valid_from:%d/%m/%Y}."
                )
            self._end(unit, effective - _DAY, report)
            if unit.code not in left_on:
                report.vanished.append(unit)

    def _take_merger(self, merger, snapshot, report):
        old = self.at(merger.old_code, merger.effective - _DAY)
        new = self.at(merger.new_code, merger.effective)
        for unit, code, name in ((old, merger.old_code, merger.old_name), (new, merger.new_code, merger.new_name)):
            when = merger.effective - _DAY if unit is old else merger.effective
            if unit is None:
                raise merger.refuse(f"no unit had the code {code} on {when:%d/%m/%Y}")
            if sort_key(unit.name) != sort_key(name):
                raise merger.refuse(f"{code} was called {unit.name} on {when:%d/%m/%Y}, not {name}")
        if old is new:
            return
        if merger.is_default and old.valid_until is None:
            raise merger.refuse(f"{old.name} has a default successor but goes on; {snapshot.path.name} still has it")
        self._succeed(old, new, report, **{name: getattr(merger, name) for name in _SUCCESSION_FACTS})

    def _succeed(self, old, new, report, **facts):
        known = self.successions.get((id(old), id(new)))
        if known is None:
            self.successions[id(old), id(new)] = UnitSuccession(old=old, new=new, **facts)
            report.successions += 1
        elif any(getattr(known, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(known, name, value)
            self.corrected.append(known)
            report.corrected += 1

    def _succeed_themselves(self, report):
        """A unit that goes on under its code as a new row, of which no merger speaks, succeeds itself."""
        followed = {old for (old, _new), entry in self.successions.items() if entry.is_default}
        resolutions = {id(entry.new): entry.resolution for entry in self.successions.values()}
        begun = {(unit.code, unit.valid_from): unit for unit in report.created}
        for old in report.ended:
            new = begun.get((old.code, old.valid_until + _DAY))
            if new is None or id(old) in followed:
                continue
            facts = {"effective": new.valid_from, "resolution": resolutions.get(id(new), ""), "whole": True}
            self._succeed(old, new, report, change=_change(old, new), is_default=True, **facts)

    def _refuse_out_of_order(self, snapshot):
        provinces = {row.code for row in snapshot.units.values() if row.level == Level.PROVINCE}
        for rows in self.by_code.values():
            for unit in rows:
                if unit.pk and unit.valid_from > snapshot.on and _province_of(unit).code in provinces:
                    raise ImportRefused(
                        f"{snapshot.path.name} is of {snapshot.on:%d/%m/%Y} and differs from the register, which holds "
                        f"later units already ({unit.name} since {unit.valid_from:%d/%m/%Y}). The past is not "
                        "rewritten: import snapshots in order of their days."
                    )

    # --- The database ---

    def write(self):
        for level in Level:
            # A parent is saved before what lies in it, and has its key by then.
            AdministrativeUnit.objects.bulk_create([unit for unit in self.new if unit.level == level], batch_size=1000)
        AdministrativeUnit.objects.bulk_update(self.ended, ["valid_until"], batch_size=500)
        new = [entry for entry in self.successions.values() if entry.pk is None]
        UnitSuccession.objects.bulk_create(new, batch_size=1000)
        UnitSuccession.objects.bulk_update(self.corrected, _SUCCESSION_FACTS, batch_size=500)


def _province_of(unit):
    while unit.parent is not None:
        unit = unit.parent
    return unit


def _identity(unit):
    return sort_key(unit.name), fold(unit.kind), unit.parent.code if unit.parent else ""


def _takes_in(row, sources):
    """Another unit became part of this one: whole, or as its default successor."""
    return any(merger.old_code != row.code and (merger.whole or merger.is_default) for merger in sources)


def _change(old, new):
    was, now = _identity(old), _identity(new)
    changed = [kind for kind, before, after in zip(_KINDS, was, now, strict=True) if before != after]
    if len(changed) == 2 and UnitChange.KIND in changed:
        # "Huyện Kinh Môn" became "Thị xã Kinh Môn": the kind is part of the name.
        return UnitChange.KIND
    return changed[0] if changed else UnitChange.ABSORBING


_KINDS = (UnitChange.RENAMED, UnitChange.KIND, UnitChange.MOVED)
