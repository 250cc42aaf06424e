"""Bodies offered as lead, coordinator or addressee: those of the unit concerned and of the units above it."""

from itertools import groupby

from django import forms

from registers.levels import Level
from registers.models import Organisation
from registers.succession import present_unit_of


def units_around(units, on):
    """What these units are on the day and what lies above them, nearest first; of several, only what they share."""
    present = list({unit.pk: unit for unit in (present_unit_of(unit, on) for unit in units)}.values())
    chains = [[unit, *reversed(unit.ancestors_on(on))] for unit in present]
    shared = set.intersection(*({unit.pk for unit in chain} for chain in chains)) if chains else set()
    return [unit for unit in chains[0] if unit.pk in shared] if chains else []


def leading_bodies(units, on):
    """Bodies that can lead here: those above the province answer what is forwarded to them, and work elsewhere."""
    return bodies_of([unit for unit in units if unit.level != Level.CENTRAL], on)


def bodies_of(units, on):
    """Bodies in existence of these units, unit by unit in the order given, then by protocol."""
    places = {unit.pk: place for place, unit in enumerate(units)}
    rows = Organisation.objects.on(on).filter(unit__in=places).select_related("unit").order_by("rank", "sort_key")
    return sorted(rows, key=lambda row: places[row.unit_id])


class BodyChoice(forms.ModelChoiceField):
    """One body. The form says which with `offer`."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Organisation.objects.none(), **kwargs)

    def offer(self, bodies):
        """Offer these bodies under the names of their units."""
        self.queryset = Organisation.objects.filter(pk__in=[row.pk for row in bodies])
        self.choices = [("", "–"), *_grouped(bodies)]


class BodiesChoice(forms.ModelMultipleChoiceField):
    """Several bodies, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(queryset=Organisation.objects.none(), required=False, **kwargs)

    def offer(self, bodies):
        self.queryset = Organisation.objects.filter(pk__in=[row.pk for row in bodies])
        self.choices = _grouped(bodies)


def _grouped(bodies):
    """The choices of a select: the nearest unit's bodies first, each unit a group."""
    return [
        (str(unit), [(row.pk, str(row)) for row in rows])
        for unit, rows in groupby(bodies, key=lambda row: row.unit.name)
    ]
