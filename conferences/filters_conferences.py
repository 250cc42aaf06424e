"""The filters of the list of conferences: in the address, shown as chips, each removable."""

from django import forms
from django.db.models import F
from django.utils import formats
from django.utils.translation import gettext_lazy

from dialogue_portal.fields import DayAskedInput, LineInput
from dialogue_portal.forms import dress
from handling.list_filters import Chip
from registers.levels import Level
from registers.models import AdministrativeUnit
from registers.unit_choice import UnitByName, UnitName

from .models import ConferenceKind, ConferenceState, Side

#: Besides the states themselves: took place, whatever became of its papers; and not yet closed.
WAS_HELD, IS_OPEN = "was_held", "open"
SORTS = {
    "date": ("held_on", "pk"),
    "code": ("code",),
    "title": ("title", "pk"),
    "unit": ("unit__sort_key", "held_on", "pk"),
    "level": ("level", "held_on", "pk"),
    "participants": ("participants", "pk"),
}
DEFAULT_SORT = "-date"


class ConferenceFilter(UnitByName, forms.Form):
    """Reads the filters from the address. What cannot be understood filters nothing and is said beside its field."""

    q = LineInput(label=gettext_lazy("Title, theme or code"), required=False, max_length=200)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), required=False, choices=[("", gettext_lazy("All levels")), *Level.choices[1:]]
    )
    unit = LineInput(label=gettext_lazy("Unit and all within"), required=False, max_length=300, widget=UnitName())
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All kinds")), *ConferenceKind.choices]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All states")),
            (WAS_HELD, gettext_lazy("Held, at any later stage")),
            (IS_OPEN, gettext_lazy("Not closed yet")),
            *ConferenceState.choices,
        ],
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Organised by"), required=False, choices=[("", gettext_lazy("All")), *Side.choices]
    )

    def __init__(self, data):
        super().__init__(data)
        # "from" is a word of the language, so these two cannot be class attributes.
        self.fields["from"] = DayAskedInput(label=gettext_lazy("From"), required=False)
        self.fields["to"] = DayAskedInput(label=gettext_lazy("To"), required=False)
        dress(self)
        self.show_unit_by_name()

    def filter(self, conferences):
        """The conferences that fit. Fields in error are left out, so that one bad date does not hide everything."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("q"):
            conferences = conferences.matching(data["q"])
        for name in ("level", "kind", "side"):
            if data.get(name):
                conferences = conferences.filter(**{name: data[name]})
        if data.get("unit"):
            conferences = conferences.filter(unit__in=AdministrativeUnit.objects.within_any(data["unit"]).values("pk"))
        if data.get("state"):
            conferences = self._in_state(conferences, data["state"])
        if data.get("from"):
            conferences = conferences.filter(held_on__gte=data["from"])
        if data.get("to"):
            conferences = conferences.filter(held_on__lte=data["to"])
        return conferences

    @staticmethod
    def _in_state(conferences, state):
        if state == WAS_HELD:
            return conferences.held()
        if state == IS_OPEN:
            return conferences.exclude(state__in=[ConferenceState.CLOSED, ConferenceState.CANCELLED])
        return conferences.filter(state=state)

    @property
    def sort(self):
        asked = self.data.get("sort", "")
        return asked if asked.removeprefix("-") in SORTS else DEFAULT_SORT

    def order(self, conferences):
        """Ordered as asked; rows without the value stand last either way."""
        down = self.sort.startswith("-")
        columns = [F(name) for name in SORTS[self.sort.removeprefix("-")]]
        return conferences.order_by(
            *(name.desc(nulls_last=True) if down else name.asc(nulls_last=True) for name in columns)
        )

    def chips(self):
        """What is filtered, in words, each with the address that drops it."""
        chips = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value:
                query = self.data.copy()
                query.pop(name, None)
                query.pop("page", None)
                chips.append(Chip(field.label, self._in_words(name, field, value), f"?{query.urlencode()}"))
        return chips

    def _in_words(self, name, field, value):
        if name in ("from", "to"):
            return formats.date_format(value, "SHORT_DATE_FORMAT")
        if name == "unit":
            return self.data["unit"]
        if isinstance(field, forms.ChoiceField):
            return dict(field.choices)[value]
        return value
