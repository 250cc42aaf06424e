"""What a bulk assignment asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .bodies import BodiesChoice, BodyChoice, leading_bodies, units_around, usual_lead


class BulkAssignForm(forms.Form):
    """One lead for all: offered are the bodies of the unit they share and of the units above it."""

    lead = BodyChoice(label=_("Lead organisation"))
    is_complex = forms.BooleanField(
        label=_("Complex matter"), required=False, help_text=_("The longer period of the rule applies.")
    )
    coordinators = BodiesChoice(label=_("Coordinating organisations"))

    def __init__(self, *args, opinions, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = leading_bodies(units_around([row.unit for row in opinions], today), today)
        self.fields["lead"].offer(bodies, suggested=usual_lead(user, opinions, bodies))
        self.fields["coordinators"].offer(bodies)

    def clean(self):
        cleaned = super().clean()
        lead = cleaned.get("lead")
        if lead and lead in (cleaned.get("coordinators") or []):
            self.add_error("coordinators", _("The lead organisation cannot coordinate with itself."))
        return cleaned
