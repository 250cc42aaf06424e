"""Fields of the forms of this room: a text of one thing on each line, and how people are addressed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.text import clean, clean_line

from ..models.vocabulary import Salutation


class LinesField(forms.CharField):
    """Several lines, one thing each; gives a list without empty ones."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {"long": _("“%(line)s” is longer than %(most)d characters.")}

    def __init__(self, *, line_length=200, **kwargs):
        self.line_length = line_length
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def has_changed(self, initial, data):
        return list(initial or []) != _lines_of(data)

    def clean(self, value):
        super().clean(value)
        lines = _lines_of(value)
        for line in lines:
            if len(line) > self.line_length:
                raise forms.ValidationError(
                    self.error_messages["long"], code="long", params={"line": line[:60] + "…", "most": self.line_length}
                )
        return lines


def _lines_of(text):
    return [line for line in map(clean_line, clean(text or "").split("\n")) if line]


class SalutationField(forms.ChoiceField):
    """How papers address a person, where it is known."""

    def __init__(self, **kwargs):
        choices = [("", "–"), *Salutation.choices]
        super().__init__(label=_("Form of address"), required=False, choices=choices, **kwargs)
