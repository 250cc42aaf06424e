"""The filters of the trail."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import DayAskedInput

from .actions import Action

_BETWEEN = _("Give a day between 01/01/2000 and 31/12/2100.")
_LIMITS = [MinValueValidator(date(2000, 1, 1), _BETWEEN), MaxValueValidator(date(2100, 12, 31), _BETWEEN)]


class EventFilter(forms.Form):
    """`from`, `to` (both included), actor, action, code. What is not understood filters nothing and is said."""

    actor = forms.CharField(label=_("Name or user name"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("Action"), required=False, choices=[("", _("All actions")), *Action.choices])
    code = forms.CharField(
        label=_("Code of the record"),
        required=False,
        max_length=80,
        help_text=_("Its beginning is enough; for people it is the user name."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # "from" is a Python keyword, so these two cannot be class attributes.
        self.fields["from"] = DayAskedInput(label=_("From"), required=False, validators=_LIMITS)
        self.fields["to"] = DayAskedInput(label=_("To"), required=False, validators=_LIMITS)
        self.order_fields(["from", "to", "actor", "action", "code"])

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day is before the first."))
        return cleaned

    def filter(self, events):
        # Cleaning leaves what was understood in cleaned_data, whatever else is wrong.
        self.is_valid()
        data = self.cleaned_data
        return (
            events.between(data.get("from"), data.get("to"))
            .by(data.get("actor"))
            .of_action(data.get("action"))
            .of_record(data.get("code"))
        )
