"""Keeps the closure that `AdministrativeUnit.objects.within` reads. Run after every change of units or successions."""

from collections import defaultdict

from django.db import transaction

from .models import AdministrativeUnit, UnitReach, UnitSuccession


@transaction.atomic
def rebuild_reach():
    """Compute the closure anew in memory and write what changed; returns the number of its rows.

    A unit holds itself; what lies or lay below it; and, as forerunners, what any of these succeeded along the default
    successions, with all that lay below it.
    """
    children, old_of, roots = _edges()
    wanted = {
        (root, unit): is_forerunner
        for root in roots
        for unit, is_forerunner in _reached_from(root, children, old_of).items()
    }
    known = {
        (ancestor, unit): (pk, is_forerunner)
        for pk, ancestor, unit, is_forerunner in UnitReach.objects.values_list(
            "pk", "ancestor_id", "unit_id", "is_forerunner"
        )
    }
    gone = [pk for pair, (pk, is_forerunner) in known.items() if wanted.get(pair) != is_forerunner]
    for start in range(0, len(gone), 5000):
        UnitReach.objects.filter(pk__in=gone[start : start + 5000]).delete()
    new = [
        UnitReach(ancestor_id=ancestor, unit_id=unit, is_forerunner=is_forerunner)
        for (ancestor, unit), is_forerunner in wanted.items()
        if known.get((ancestor, unit), (None, None))[1] != is_forerunner
    ]
    UnitReach.objects.bulk_create(new, batch_size=5000)
    return len(wanted)


def _edges():
    """(what lies below each unit, what each succeeded, all units), as ids: two queries."""
    units = {unit.pk: unit for unit in AdministrativeUnit.objects.only("code", "parent_id", "valid_until")}
    old_of, new_of = defaultdict(list), {}
    for old, new in UnitSuccession.objects.filter(is_default=True).values_list("old_id", "new_id"):
        old_of[new].append(old)
        new_of[old] = new
    children = defaultdict(list)
    for unit in units.values():
        for parent in _parents_over_time(unit, units, new_of):
            children[parent.pk].append(unit.pk)
    return children, old_of, list(units)


def _parents_over_time(unit, units, new_of):
    """The parent, and each renewal of it under its code while the unit lasted: those renewed nothing below them."""
    parent = units.get(unit.parent_id)
    while parent is not None:
        yield parent
        ended = parent.valid_until
        renewed = units.get(new_of.get(parent.pk))
        if ended is None or renewed is None or renewed.code != parent.code:
            return
        if unit.valid_until is not None and unit.valid_until <= ended:
            return
        parent = renewed


def _reached_from(root, children, old_of):
    """{unit id: is it a forerunner}. The tree is walked first, so that a unit in both counts as the tree's."""
    reached = {}
    frontier = _walk_tree(root, children, reached, is_forerunner=False)
    while frontier:
        for old in old_of[frontier.pop()]:
            frontier += _walk_tree(old, children, reached, is_forerunner=True)
    return reached


def _walk_tree(root, children, reached, *, is_forerunner):
    """Add a unit and all below it; returns those that were not reached before."""
    found, stack = [], [root]
    while stack:
        unit = stack.pop()
        if unit not in reached:
            reached[unit] = is_forerunner
            found.append(unit)
            stack.extend(children[unit])
    return found
