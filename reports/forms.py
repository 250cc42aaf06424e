"""The range and unit of a dashboard or summary, as people give them."""

from django import forms
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import DayAskedInput
from dialogue_portal.text import whole_number
from registers.levels import Level
from registers.models import AdministrativeUnit

FIRST_YEAR = 2000
#: Opinions sent in for a coming conference count on its day.
YEARS_AHEAD = 1
#: Grouping by the units of the date, or by what these are today.
THEN, NOW = "then", "now"


class RangeForm(forms.Form):
    """`from` and `to` (both included, any accepted way of writing a date), level, unit and grouping; nothing is
    required, and an unknown grouping is the usual one."""

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
            self.fields[name] = DayAskedInput(
                label=label,
                required=False,
                widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off", "size": 10}),
            )

    @property
    def unit_asked(self):
        """The unit asked for, also when the range beside it is wrong; None when there is none."""
        return getattr(self, "cleaned_data", {}).get("unit")

    def clean(self):
        cleaned = super().clean()
        cleaned["grouping"] = NOW if self.data.get("grouping") == NOW else THEN
        first, last = cleaned.get("from"), cleaned.get("to")
        for name, day in (("from", first), ("to", last)):
            if day and day.year < FIRST_YEAR:
                self.add_error(name, _("The record begins in %(year)d; give a later date.") % {"year": FIRST_YEAR})
        if last and last.year > timezone.localdate().year + YEARS_AHEAD:
            self.add_error("to", _("This day lies too far in the future."))
        elif first and last and first > last:
            self.add_error("to", _("The last day lies before the first one."))
        return cleaned


class UnitChoiceField(forms.ModelChoiceField):
    """Units by name; one that ended says when."""

    def label_from_instance(self, unit):
        if unit.valid_until is None:
            return unit.name
        ended = formats.date_format(unit.valid_until, "SHORT_DATE_FORMAT")
        return _("%(unit)s (until %(day)s)") % {"unit": unit.name, "day": ended}


class SummaryForm(RangeForm):
    """What a summary needs: unit, both days, level; the token makes a second click ask for the same summary.

    Offered are the units in force and the one asked for, which may have ended (the dashboard links there).
    """

    unit = UnitChoiceField(label=_("Unit"), queryset=AdministrativeUnit.objects.none())
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, units, today, **kwargs):
        super().__init__(*args, units=units, **kwargs)
        self.today = today
        asked = whole_number(str(self.data.get("unit") or self.initial.get("unit") or ""))
        offered = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
        if asked is not None:
            offered |= Q(pk=asked)
        self.fields["unit"].queryset = units.filter(offered).in_register_order()
        self.fields["from"].required = self.fields["to"].required = True
        self.order_fields(["unit", "from", "to", "level", "token"])

    def clean_to(self):
        last = self.cleaned_data["to"]
        if last > self.today:
            raise forms.ValidationError(_("The last day lies in the future; a summary ends today at the latest."))
        return last
