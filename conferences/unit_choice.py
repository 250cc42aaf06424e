"""Choosing a unit in a filter: links give its number, people type its name."""

from django import forms
from django.utils.translation import gettext as _

from dialogue_portal.text import fold, whole_number
from registers.models import AdministrativeUnit


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
