"""From a unit of any time to what it is on a day: *as it is now*, beside *as it was*."""

from dataclasses import dataclass, field

from .models import AdministrativeUnit, UnitSuccession


@dataclass
class PresentUnits:
    """What every unit has become by a day.

    `unit_of` maps ids. Units in `former_districts` have no successor (the districts, ended 30/06/2025) and are counted
    with the unit above, under "former district level". What is in `divided` went whole to its default successor though
    parts of it went elsewhere: figures rolled up over it carry a footnote.
    """

    unit_of: dict = field(default_factory=dict)
    former_districts: set = field(default_factory=set)
    divided: set = field(default_factory=set)


def present_units(on):
    """`PresentUnits` of a day, in two queries. A unit that begins later is itself."""
    units = {unit.pk: unit for unit in AdministrativeUnit.objects.only("parent_id", "valid_from", "valid_until")}
    successions = UnitSuccession.objects.filter(is_default=True, effective__lte=on)
    default = {old: (new, whole) for old, new, whole in successions.values_list("old_id", "new_id", "whole")}
    found = PresentUnits()
    for pk in units:
        _roll_up(pk, units, default, on, found)
    return found


def present_unit_map(on):
    """{id of a unit of any time: id of what it is on the day}."""
    return present_units(on).unit_of


def present_unit_of(unit, on):
    """What a unit has become by a day: one query per succession on the way; itself while it lasts."""
    while unit.valid_until is not None and unit.valid_until < on:
        step = unit.successions.filter(is_default=True, effective__lte=on).select_related("new__parent").first()
        following = step.new if step else unit.parent
        if following is None:
            break
        unit = following
    return unit


def _roll_up(start, units, default, on, found):
    pk, is_divided, is_former = start, False, False
    while units[pk].valid_until is not None and units[pk].valid_until < on:
        if pk in default:
            pk, whole = default[pk]
            is_divided = is_divided or not whole
        elif units[pk].parent_id is not None:
            pk, is_former = units[pk].parent_id, True
        else:
            break
    found.unit_of[start] = pk
    if is_divided:
        found.divided.add(start)
    if is_former:
        found.former_districts.add(start)
