"""Organisations that ship with the product: provincial bodies from a file, local bodies from the register of units."""

from dataclasses import dataclass

from django.db import transaction

from audit.actions import Action
from audit.services import record_many

from .levels import Level
from .models import AdministrativeUnit, Organisation, OrganisationSide, UnitSuccession
from .tables import ImportRefused, RowRefused, read_day, read_rows

#: Provinces whose districts and communes have their bodies in the register.
COVERED_PROVINCES = ("40",)

_PARTY_NAMES = {"huyện": "Huyện ủy", "thị xã": "Thị ủy", "thành phố": "Thành ủy"}
_PARTY_SYMBOLS = {"huyện": "HU", "thị xã": "TU", "thành phố": "TU"}
_KINDS_IN_ENGLISH = {
    "xã": "Commune",
    "phường": "Ward",
    "đặc khu": "Special Zone",
    "thị trấn": "Township",
    "huyện": "District",
    "thị xã": "Town",
    "thành phố": "City",
}
# Protocol order: district bodies before those of communes, the Party before the State, the Front after both.
_RANK_OF_LEVEL = {Level.DISTRICT: 150, Level.COMMUNE: 200}


@dataclass(frozen=True)
class _LocalBody:
    """A body that units have: how its code begins, and what it is called."""

    prefix: str
    side: str
    kind: str
    order: int
    name_en: str


_LOCAL_BODIES = (
    _LocalBody("DU", OrganisationSide.PARTY, "committee", 0, "Party Committee of {place}"),
    _LocalBody("UBND", OrganisationSide.STATE, "authority", 10, "People's Committee of {place}"),
    _LocalBody("MTTQ", OrganisationSide.FRONT, "front", 20, "Fatherland Front Committee of {place}"),
)


@transaction.atomic
def load_organisations(path, *, by=None):
    """Create the organisations that are missing, and end local bodies with their units: {"created": n, …}.

    Rows that are there keep what the province has written in them; only an end and a successor that nobody has
    entered are added. Raises `ImportRefused`.
    """
    known = {body.code: body for body in Organisation.objects.all()}
    successors = {}
    wanted = _provincial_bodies(path, successors) + _local_bodies(successors)
    created = [body for body in wanted if body.code not in known]
    older = [body for body in wanted if body.code in known]
    known |= {body.code: body for body in created}
    _create_after_successors(created, successors, known)
    changed = [known[body.code] for body in older if _complete(known[body.code], body, successors, known)]
    Organisation.objects.bulk_update(changed, ["valid_until", "successor"], batch_size=500)
    record_many(Action.IMPORTED, created, by=by, fields=["code", "name", "unit"])
    record_many(Action.CHANGED, changed, by=by, fields=["valid_until", "successor"])
    return {"created": len(created), "changed": len(changed), "unchanged": len(older) - len(changed)}


def _create_after_successors(bodies, successors, known):
    """Create each body once its successor has a key: a handful of statements instead of an update of every row."""
    for body in bodies:
        body.successor = known.get(successors.get(body.code))
    while bodies:
        ready = [body for body in bodies if body.successor is None or body.successor.pk]
        if not ready:
            raise ImportRefused(f"The successors of {bodies[0].code} lead back to it.")
        Organisation.objects.bulk_create(ready, batch_size=1000)
        bodies = [body for body in bodies if not body.pk]


def _complete(body, wanted, successors, known):
    """Fill in an end and a successor that are still open; says whether anything was."""
    successor = known.get(successors.get(body.code))
    ends = body.valid_until is None and wanted.valid_until is not None
    follows = body.successor_id is None and successor is not None
    if ends:
        body.valid_until = wanted.valid_until
    if follows:
        body.successor = successor
    return ends or follows


def _provincial_bodies(path, successors):
    provinces = {}
    for unit in AdministrativeUnit.objects.filter(parent=None).order_by("valid_from"):
        provinces[unit.code] = unit
    rows = list(read_rows(path))
    codes = {values["code"] for _number, values in rows}
    bodies = []
    for number, values in rows:
        if values["unit"] not in provinces:
            raise RowRefused(path, number, f"there is no province with the code {values['unit']}")
        if values["side"] not in OrganisationSide.values:
            raise RowRefused(path, number, f"the side “{values['side']}” is unknown")
        if values["successor"] and values["successor"] not in codes:
            raise RowRefused(path, number, f"the successor {values['successor']} is not in the file")
        if not values["rank"].isdigit():
            raise RowRefused(path, number, f"the rank “{values['rank']}” is not a number")
        body = Organisation(
            **{name: values[name] for name in ("code", "short_name", "name_en", "symbol", "side", "kind")},
            unit=provinces[values["unit"]],
            rank=int(values["rank"]),
            valid_from=read_day(path, number, values, "valid_from"),
            valid_until=read_day(path, number, values, "valid_until", required=False),
        )
        body.set_name(values["name"])
        bodies.append(body)
        if values["successor"]:
            successors[body.code] = values["successor"]
    return bodies


def _local_bodies(successors):
    """The bodies of every unit below a covered province, each followed by that of the unit's default successor."""
    roots = AdministrativeUnit.objects.filter(code__in=COVERED_PROVINCES, parent=None)
    units = AdministrativeUnit.objects.within_any(roots.values_list("pk", flat=True)).exclude(parent=None)
    units = {unit.pk: unit for unit in units.order_by("valid_from")}
    following = dict(_default_successors(units))
    bodies = []
    for unit in units.values():
        for local in _LOCAL_BODIES:
            # Fronts are kept for the two-tier government only: nobody is asked about older ones.
            if local.prefix == "MTTQ" and unit.valid_until is not None:
                continue
            bodies.append(_local_body(local, unit))
            if unit.pk in following and local.prefix != "MTTQ":
                successors[bodies[-1].code] = _code(local, units[following[unit.pk]])
    return bodies


def _default_successors(units):
    pairs = UnitSuccession.objects.filter(is_default=True).values_list("old_id", "new_id")
    return [(old, new) for old, new in pairs if old in units and new in units]


def _code(local, unit):
    return f"{local.prefix}-{unit.code}-{unit.valid_from:%Y}"


def _local_body(local, unit):
    kind = unit.kind.lower()
    bare = unit.name[len(unit.kind) :].strip()
    place = f"{bare} {_KINDS_IN_ENGLISH.get(kind, '')}".strip()
    names = {
        "DU": (f"{_PARTY_NAMES.get(kind, f'Đảng ủy {kind}')} {bare}", _PARTY_SYMBOLS.get(kind, "ĐU")),
        "UBND": (f"Ủy ban nhân dân {kind} {bare}", "UBND"),
        "MTTQ": (f"Ủy ban Mặt trận Tổ quốc Việt Nam {kind} {bare}", "MTTQ-BTT"),
    }
    name, symbol = names[local.prefix]
    body = Organisation(
        code=_code(local, unit),
        short_name={"UBND": f"UBND {kind} {bare}", "MTTQ": f"MTTQ {kind} {bare}"}.get(local.prefix, name)[:80],
        name_en=local.name_en.format(place=place),
        symbol=symbol,
        side=local.side,
        kind=local.kind,
        unit=unit,
        rank=_RANK_OF_LEVEL.get(unit.level, 200) + local.order,
        valid_from=unit.valid_from,
        valid_until=unit.valid_until,
    )
    body.set_name(name)
    return body
