"""What a bulk assignment asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registers.models import Organisation


class BulkAssignForm(forms.Form):
    lead = forms.ModelChoiceField(label=_("Lead organisation"), queryset=Organisation.objects.none())
    coordinators = forms.ModelMultipleChoiceField(
        label=_("Coordinating organisations"), queryset=Organisation.objects.none(), required=False
    )
    is_complex = forms.BooleanField(
        label=_("Complex matter"), required=False, help_text=_("The longer period of the rule applies.")
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["coordinators"].queryset = bodies
