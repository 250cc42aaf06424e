"""The rule of reach written down as it is said, without a thought for speed."""

from registers.models import AdministrativeUnit, UnitReach, UnitSuccession


class NaiveWalk:
    """Asks every unit what it ever lay below, day by day of what changed."""

    def __init__(self):
        self.units = AdministrativeUnit.objects.in_bulk()
        pairs = UnitSuccession.objects.filter(is_default=True).values_list("old_id", "new_id")
        self.default = dict(pairs)
        self.above = {pk: self._ever_above(pk) for pk in self.units}

    def reach(self, root):
        """{unit: is it a forerunner}."""
        found = {unit for unit, above in self.above.items() if root in above}
        tree = set(found)
        while True:
            olds = {old for old, new in self.default.items() if new in found}
            more = {unit for unit, above in self.above.items() if above & olds} - found
            if not more:
                return {unit: unit not in tree for unit in found}
            found |= more

    def _ever_above(self, pk):
        above, todo = set(), [pk]
        while todo:
            one = todo.pop()
            if one not in above:
                above.add(one)
                todo += self._parents(self.units[one])
        return above

    def _parents(self, child):
        """The parent it began under, and the rows that bore the parent's code after it while the child lasted."""
        parent = child.parent_id
        while parent is not None:
            yield parent
            following = self.units.get(self.default.get(parent))
            if following is None or following.code != self.units[parent].code:
                return
            if child.valid_until is not None and child.valid_until < following.valid_from:
                return
            parent = following.pk


def stored_reach(root):
    return dict(UnitReach.objects.filter(ancestor=root).values_list("unit_id", "is_forerunner"))
