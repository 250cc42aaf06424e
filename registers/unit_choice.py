"""Choosing a unit: names offered while typing; in a filter links give its number and people type its name."""

from urllib.parse import urlencode

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from dialogue_portal.text import fold, whole_number

from .models import AdministrativeUnit

#: The <datalist> with names of units on pages with such fields (`registers/_unit_options.html`).
UNIT_OPTIONS = "unit-options"


class NameWithOptions(forms.TextInput):
    """A text field that offers names; `list_id` is the <datalist> of the page that holds them."""

    def __init__(self, list_id, attrs=None):
        super().__init__({"list": list_id, "autocomplete": "off", "spellcheck": "false", **(attrs or {})})


class UnitName(NameWithOptions):
    """A text field for a unit, completed from the register while typing.

    Names are offered as of the day `on`, or of the day in the field called `day_of`; only below the unit `within`.
    """

    def __init__(self, list_id=UNIT_OPTIONS, *, day_of="", on=None, within=None, attrs=None):
        narrowed = urlencode({"within": within or "", "on": on.isoformat() if on else ""})
        asked = {
            "hx-get": format_lazy("{}?{}", reverse_lazy("registers:unit_options"), narrowed),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{list_id}",
            "hx-sync": "this:replace",
            "data-send-as": "q",
            "data-quiet": "",
        }
        if day_of:
            asked["data-day-of"] = day_of
        super().__init__(list_id, {**asked, **(attrs or {})})


class UnitByName:
    """For forms with a text field `unit`: shows the name of a linked number, and cleans a name to ids.

    Needs no reach: a unit is public, and the rows that are filtered are the visible ones.
    """

    linked_unit = None

    def show_unit_by_name(self):
        number = whole_number(self.data.get("unit", ""))
        if number is not None:
            self.linked_unit = AdministrativeUnit.objects.filter(pk=number).select_related("parent").first()
            if self.linked_unit:
                self.data = self.data.copy()
                self.data["unit"] = self.linked_unit.full_name()

    def clean_unit(self):
        """Ids of the units meant: one, or all of that name at different times; None when nothing was typed."""
        typed = self.cleaned_data["unit"]
        if not typed:
            return None
        if self.linked_unit:
            return [self.linked_unit.pk]
        name, _comma, above = typed.partition(",")
        found = AdministrativeUnit.objects.filter(folded_name=fold(name.strip()))
        if above:
            found = found.filter(parent__folded_name=fold(above.strip()))
        ids = list(found.values_list("pk", flat=True))
        ids = ids or list(AdministrativeUnit.objects.matching(name).values_list("pk", flat=True)[:50])
        if not ids:
            raise forms.ValidationError(_("There is no unit “%(name)s”.") % {"name": typed})
        return ids
