"""Uploading a register of petitions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.forms import dress
from registers.forms import WorkbookForm
from registers.models import Organisation

from .secret import ForgetsRefused


class PetitionUploadForm(ForgetsRefused, WorkbookForm):
    """The workbook, and the body in whose book its rows are registered; the only one is not asked for."""

    owner = forms.ModelChoiceField(label=_("Receiving body"), queryset=Organisation.objects.none(), empty_label=None)
    field_order = ("owner", "file")

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        if len(owners) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = owners[0].pk
        dress(self)
