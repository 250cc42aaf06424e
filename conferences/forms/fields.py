"""Fields of the forms of this room: names offered while typing, and a text of one thing on each line."""

from urllib.parse import urlencode

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy
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


class NameWithOptions(forms.TextInput):
    """A text field that offers names; `list_id` is the <datalist> of the page that holds them."""

    def __init__(self, list_id, attrs=None):
        super().__init__({"list": list_id, "autocomplete": "off", "spellcheck": "false", **(attrs or {})})


class UnitName(NameWithOptions):
    """A text field for a unit, completed from the register while typing.

    Names are offered as of the day `on`, or of the day in the field called `day_of`; only below the unit `within`.
    """

    def __init__(self, list_id="unit-options", *, day_of="", on=None, within=None, attrs=None):
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


def initial_from(form_class, data, *, prefix=None, **kwargs):
    """What was typed into a form, as initial values of an unbound one: to show it again without judging it."""
    form = form_class(prefix=prefix, **kwargs)
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }


def dress(form):
    """Give the fields of a form that the page renders itself the classes of the controls."""
    for field in form.fields.values():
        # A box to tick and radio buttons get theirs where they are written out.
        if not isinstance(field.widget, (forms.CheckboxInput, forms.RadioSelect)):
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if is_choice else "form-control")
