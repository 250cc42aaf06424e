"""Bodies offered as lead, coordinator or addressee: those of the unit concerned and of the units above it."""

from collections import Counter
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import RowsChoice
from registers.levels import Level
from registers.models import Organisation
from registers.succession import present_unit_of

from ..models import Opinion, OpinionState

#: So many closed opinions tell who usually leads.
_TELLING = 50
NOT_LISTED = _("This is not in the list. Choose an organisation from it, or empty the field.")


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


def usual_lead(user, opinions, bodies):
    """The one of `bodies` that led most of the last closed opinions of the fields and unit levels of `opinions`.

    Of those this user sees, in one query; of as many, who led the latest. None where nobody did.
    """
    fields, levels = {row.field_id for row in opinions} - {None}, {row.level for row in opinions}
    if not fields:
        return None
    offered = {row.pk: row for row in bodies}
    closed = Opinion.objects.visible_to(user).filter(state=OpinionState.CLOSED, field__in=fields, level__in=levels)
    leads = closed.filter(handling__lead__in=list(offered)).order_by("-raised_on", "-pk")
    counted = Counter(leads.values_list("handling__lead", flat=True)[:_TELLING]).most_common(1)
    return offered[counted[0][0]] if counted else None


class BodySelect(forms.Select):
    """A select that is searched by typing (choices.js): also by short names, symbols and the name in Vietnamese.

    What was typed and is no choice is shown again, so that nobody's words are lost.
    """

    def __init__(self):
        words = {"data-searchable": _("Type part of the name"), "data-none": _("No organisation fits.")}
        super().__init__({**words, "data-unknown": NOT_LISTED})
        self.words = {}

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        typed = next((one for one in value if one and not one.isdigit()), "")
        if not typed:
            return groups
        option = self.create_option(name, typed, typed, True, len(groups), attrs={"data-typed": ""})
        return [*groups, (None, [option], len(groups))]

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if value in self.words:
            option["attrs"]["data-words"] = self.words[value]
        return option


class BodyChoice(forms.ModelChoiceField):
    """One body. The form says which with `offer`."""

    widget = BodySelect
    default_error_messages = {"invalid_choice": NOT_LISTED}

    def __init__(self, **kwargs):
        super().__init__(queryset=Organisation.objects.none(), **kwargs)

    def offer(self, bodies, *, suggested=None):
        """Offer these bodies under the names of their units, the suggested one before all."""
        self.queryset = Organisation.objects.filter(pk__in=[row.pk for row in bodies])
        others = [row for row in bodies if row != suggested]
        first = [(_("Suggested"), [(suggested.pk, str(suggested))])] if suggested else []
        self.choices = [("", "–"), *first, *_grouped(others)]
        self.widget.words = {row.pk: " ".join(_other_names(row)) for row in bodies}


class BodiesChoice(RowsChoice):
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


def _other_names(body):
    """What else a body is called than what stands in the choice."""
    return [name for name in (body.short_name, body.symbol, body.name) if name and name != str(body)]
