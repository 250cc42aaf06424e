"""The range and unit of a dashboard or summary, as people give them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registers.levels import Level
from registers.models import AdministrativeUnit

FIRST_YEAR = 2000


class RangeForm(forms.Form):
    """`from` and `to` (both included, any accepted way of writing a date), level and unit; nothing is required."""

    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", _("All levels")), *[choice for choice in Level.choices if choice[0] != Level.CENTRAL]],
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=AdministrativeUnit.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        # "from" is a Python keyword, so these two cannot be class attributes.
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off", "size": 10}),
            )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and first.year < FIRST_YEAR:
            self.add_error("from", _("The record begins in %(year)d; give a later date.") % {"year": FIRST_YEAR})
        if first and last and first > last:
            self.add_error("to", _("The last day lies before the first one."))
        return cleaned


class SummaryForm(RangeForm):
    """What a summary needs: unit, both days, level; the token makes a second click ask for the same summary."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, units, today, **kwargs):
        super().__init__(*args, units=units, **kwargs)
        self.today = today
        unit = self.fields["unit"]
        unit.required = True
        unit.widget = forms.Select()
        unit.queryset = units.filter(valid_until__isnull=True).order_by("level", "sort_key")
        unit.widget.choices = unit.choices
        self.fields["from"].required = self.fields["to"].required = True
        self.order_fields(["unit", "from", "to", "level", "token"])

    def clean_to(self):
        last = self.cleaned_data["to"]
        if last > self.today:
            raise forms.ValidationError(_("The last day lies in the future; a summary ends today at the latest."))
        return last
