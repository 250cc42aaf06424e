"""What pages do with forms that they render themselves, or show again without judging them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import TokenInput


class OnceForm(forms.Form):
    """A form that registers something once (`submissions`), and what stands in the book already only when asked to.

    The page shows the tick while there is a reason to doubt (`components/_anyway.html`).
    """

    anyway = forms.BooleanField(label=_("Register it all the same"), required=False)
    token = TokenInput()

    @property
    def is_doubted(self):
        return bool(self.errors.get("anyway") or self["anyway"].value())

    def doubt(self, found, sentence):
        """Say once what was found in the book; returns whether the form waits for the tick."""
        waits = found is not None and not self.cleaned_data["anyway"]
        if waits:
            self.add_error("anyway", sentence % {"found": found})
        return waits


def initial_from(form_class, data, *, prefix=None, **kwargs):
    """What was typed into a form, as initial values of an unbound one: to show it again without judging it."""
    form = form_class(prefix=prefix, **kwargs)
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }


def values_along(form, data, names):
    """Those of `names` that came along in `data`, such as an address, and that the fields of the form take."""
    found = {}
    for name in names:
        try:
            value = form.fields[name].clean(data.get(name, ""))
        except forms.ValidationError:
            continue
        if value:
            found[name] = getattr(value, "pk", value)
    return found


def dress(form):
    """Give the fields of a form that the page renders itself the classes of the controls."""
    for field in form.fields.values():
        # A box to tick and radio buttons get theirs where they are written out.
        if not isinstance(field.widget, (forms.CheckboxInput, forms.RadioSelect)):
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if is_choice else "form-control")
