"""Keeps the closure that `AdministrativeUnit.objects.within` reads. Run after every change of units or successions."""

from collections import defaultdict

from django.db import transaction

from .models import AdministrativeUnit, UnitReach, UnitSuccession


@transaction.atomic
def rebuild_reach():
    """Compute the closure anew in memory and write it in bulk; returns the number of rows.

    A unit holds itself; what lies below what it holds; and, as forerunners, what any of these succeeded along the
    default successions, with all that lay below it.
    """
    children, old_of = defaultdict(list), defaultdict(list)
    for pk, parent in AdministrativeUnit.objects.values_list("pk", "parent_id"):
        if parent:
            children[parent].append(pk)
    for old, new in UnitSuccession.objects.filter(is_default=True).values_list("old_id", "new_id"):
        old_of[new].append(old)
    rows = []
    for root in AdministrativeUnit.objects.values_list("pk", flat=True):
        for unit, is_forerunner in _reached_from(root, children, old_of).items():
            rows.append(UnitReach(ancestor_id=root, unit_id=unit, is_forerunner=is_forerunner))
    UnitReach.objects.all().delete()
    UnitReach.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def _reached_from(root, children, old_of):
    """{unit id: is it a forerunner}. The tree is walked first, so that a unit in both counts as the tree's."""
    reached = {}
    _walk_tree(root, children, reached, is_forerunner=False)
    frontier = list(reached)
    while frontier:
        unit = frontier.pop()
        for old in old_of[unit]:
            if old not in reached:
                before = set(reached)
                _walk_tree(old, children, reached, is_forerunner=True)
                frontier.extend(set(reached) - before)
    return reached


def _walk_tree(root, children, reached, *, is_forerunner):
    stack = [root]
    while stack:
        unit = stack.pop()
        if unit not in reached:
            reached[unit] = is_forerunner
            stack.extend(children[unit])
