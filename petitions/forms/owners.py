"""The body in whose name something is recorded: asked for where the user acts for several."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registers.models import Organisation


def owner_field():
    return forms.ModelChoiceField(label=_("Receiving body"), queryset=Organisation.objects.none(), empty_label=None)


def offer_owners(form, owners):
    """Let the form's `owner` be one of these bodies; the only one is not asked for."""
    field = form.fields["owner"]
    field.queryset = owners
    if len(owners) == 1:
        field.widget = forms.HiddenInput()
        field.initial = owners[0].pk
