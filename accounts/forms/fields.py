"""Fields shared by the forms of people."""

import re

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from registers.models import Organisation

OPTIONS_ID = "organisation-options"


class OrganisationField(forms.CharField):
    """An organisation found by typing: words of its name, which the page completes, or its code alone.

    There are thousands of organisations, too many for a list to open. Without scripts the whole name or the code does.
    """

    default_error_messages = {
        "unknown": _("There is no organisation “%(typed)s”. Type some words of its name and choose from the list."),
        "several": _("Several organisations are called “%(typed)s”. Choose one from the list, or type its code."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Organisation"))
        kwargs.setdefault("help_text", _("Type some words of the name, with or without diacritics, or the code."))
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {
            **super().widget_attrs(widget),
            "list": OPTIONS_ID,
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-get": reverse_lazy("accounts:organisation_options"),
            "hx-trigger": "input changed delay:200ms, focus once",
            "hx-target": f"#{OPTIONS_ID}",
            "hx-vals": '{"words": ""}',
        }

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        return self._by_code(typed) or self._by_name(typed)

    @staticmethod
    def _by_code(typed):
        in_brackets = re.search(r"\[([^\]]+)\]\s*$", typed)
        code = in_brackets[1] if in_brackets else typed
        return Organisation.objects.filter(code__iexact=code.strip()).select_related("unit").first()

    def _by_name(self, typed):
        found = list(Organisation.objects.matching(typed).select_related("unit")[:3])
        if len(found) == 1:
            return found[0]
        key = "several" if found else "unknown"
        raise forms.ValidationError(self.error_messages[key], code=key, params={"typed": typed})


def option_text(organisation):
    """What the list offers and the field reads back: the code in brackets decides."""
    return f"{organisation} [{organisation.code}]"
