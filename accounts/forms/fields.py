"""Fields shared by the forms of people."""

import re

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.text import clean_line, fold, fold_words
from registers.models import Organisation

OPTIONS_ID = "organisation-options"
MOST_OPTIONS = 20


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
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{OPTIONS_ID}",
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
        found = list(matching(typed).select_related("unit")[:MOST_OPTIONS])
        same = [body for body in found if body.folded_name == fold(clean_line(typed))]
        for candidates in (same, found):
            if len(candidates) == 1:
                return candidates[0]
        key = "several" if found else "unknown"
        raise forms.ValidationError(self.error_messages[key], code=key, params={"typed": typed})


def matching(words):
    """Organisations of today whose names have every word, by prefix and without diacritics."""
    found = Organisation.objects.on(timezone.localdate())
    for word in fold_words(words):
        found = found.filter(Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}"))
    return found


def option_text(organisation):
    """What the list offers and the field reads back: the code in brackets decides."""
    return f"{organisation.display_name} [{organisation.code}]"
