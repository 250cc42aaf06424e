"""Forms for correcting what is written down of a petition."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import LineInput, NumberInput, ParagraphsInput
from dialogue_portal.forms import dress
from handling.move_forms import VersionedForm

from .register import LONGEST


class ContentForm(VersionedForm):
    summary = ParagraphsInput(
        label=pgettext_lazy("petition", "Summary"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
    gloss_en = ParagraphsInput(
        label=_("English gloss"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    signatories = NumberInput(label=_("Number of signatories"), required=False, min_value=1, max_value=100_000)
    settled_by = LineInput(label=_("Settled so far by"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)

    @staticmethod
    def initial_of(petition):
        content = petition.content
        words = {name: getattr(content, name) for name in ("summary", "gloss_en", "settled_by")}
        return {**words, "signatories": petition.signatories, "version": petition.version}
