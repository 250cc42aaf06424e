"""Correcting how a petition came: coded columns alone, of denunciations too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.forms.bodies import BodyChoice, bodies_of, units_around
from dialogue_portal.fields import DayInput
from dialogue_portal.forms import dress
from handling.move_forms import VersionedForm

from ..services.correcting import correctable_columns
from .register import SOURCES
from .secret import ForgetsRefused, paper_file_field


class RegistrationForm(ForgetsRefused, VersionedForm):
    source = forms.ChoiceField(label=_("Source"), choices=SOURCES)
    sent_by = BodyChoice(label=_("Body that sent it"), required=False)
    received_on = DayInput(label=_("Received on"), help_text=_("Every time limit is counted anew from this day."))
    dated_on = DayInput(label=_("Dated"), required=False, help_text=_("As the letter says; may be left empty."))
    paper_file = paper_file_field()
    is_remote = forms.BooleanField(
        label=_("From a remote area"), required=False, help_text=_("Longer periods of the law apply.")
    )
    is_repeat = forms.BooleanField(
        label=_("Sent before"),
        required=False,
        help_text=_("Tick it when a letter of the same content came before, registered here or not."),
    )

    def __init__(self, *args, petition, today, **kwargs):
        names = correctable_columns(petition)
        first = {name: getattr(petition, name) for name in names} | {"version": petition.version}
        super().__init__(*args, initial={**first, "sent_by": petition.sent_by_id}, **kwargs)
        self.is_secret = petition.is_denunciation
        for name in set(self.fields) - {*names, "version"}:
            del self.fields[name]
        if "sent_by" in self.fields:
            self.fields["sent_by"].offer(bodies_of(units_around([petition.unit], today)[::-1], today))
        dress(self)
