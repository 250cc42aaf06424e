"""Turning an opinion into a petition: what its content is, who takes it, and for a denunciation the paper file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.forms import dress
from handling.move_forms import VersionedForm
from registers.models import Organisation

from ..models import PetitionKind
from .secret import ForgetsRefused, knows_erasure_field, paper_file_field, require_erasure

_KINDS = (PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION, PetitionKind.RECOMMENDATION)


class ConversionForm(ForgetsRefused, VersionedForm):
    kind = forms.ChoiceField(
        label=_("What its content is"),
        choices=[(kind.value, kind.label) for kind in _KINDS],
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        label=_("Body that takes the petition"), queryset=Organisation.objects.none(), empty_label=None
    )
    paper_file = paper_file_field(
        required=False,
        help_text=_(
            "Of a denunciation, which is kept on paper alone: number, symbol and year, for example 15/HSM-2026."
        ),
    )
    knows_erasure = knows_erasure_field()

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=[body.pk for body in bodies])
        self.fields["owner"].initial = bodies[0].pk if bodies else None
        dress(self)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == PetitionKind.DENUNCIATION:
            require_erasure(self, cleaned)
        return cleaned
