"""Registering a petition. A denunciation has a form of its own, without a field for a name or a word."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conferences.forms.fields import dress
from conferences.forms.opinion_moves import FieldChoice
from dialogue_portal.fields import DayInput, LineInput, ParagraphsInput
from registers.models import Organisation

from ..models import Petition, PetitionKind, Source
from ..models.petitions import CODE
from ..services.registering import SenderData

#: Sources a person may choose; the others are set by what they come from.
_CHOSEN = [(one.value, one.label) for one in Source if one not in (Source.SPLIT, Source.OPINION, Source.RECEPTION)]
MOST_SENDERS = 3


class _RegisterForm(forms.Form):
    """What every petition is asked for. `owners` are the bodies this user registers for."""

    owner = forms.ModelChoiceField(label=_("Receiving body"), queryset=Organisation.objects.none(), empty_label=None)
    source = forms.ChoiceField(label=_("Source"), choices=_CHOSEN)
    received_on = DayInput(label=_("Received on"), help_text=_("For example 25/11/2026."))
    dated_on = DayInput(label=_("Dated"), required=False, help_text=_("As the letter says; may be left empty."))
    field = FieldChoice(label=pgettext_lazy("subject", "Field"), required=False)
    is_remote = forms.BooleanField(
        label=_("From a remote area"), required=False, help_text=_("Longer periods of the law apply.")
    )
    earlier = LineInput(
        label=_("Same content as"),
        required=False,
        max_length=20,
        help_text=_("Code of an earlier petition, where the sender repeats it or asks for the second round."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, owners, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.fields["owner"].queryset = owners
        self.fields["field"].offer()
        dress(self)

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day lies in the future."))
        return day

    def clean_earlier(self):
        code = self.cleaned_data["earlier"].upper()
        if not code:
            return None
        secret = PetitionKind.DENUNCIATION
        rows = Petition.objects.visible_to(self.user).filter(code=code)
        rows = rows.filter(kind=secret) if self.is_secret else rows.exclude(kind=secret)
        found = rows.first()
        if found is None:
            raise forms.ValidationError(_("There is no petition %(code)s that can be linked here.") % {"code": code})
        return found

    def take(self, error):
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def petition_values(self):
        """What `PetitionData` takes, of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class DenunciationForm(_RegisterForm):
    is_secret = True
    paper_file = LineInput(
        label=_("Paper file"),
        max_length=60,
        validators=[CODE],
        help_text=_("Letters and digits, for example 15/HS-2026; the file alone holds the letter."),
    )
    layout = (("owner", "source"), ("received_on", "dated_on"), ("paper_file", "field"), ("earlier",), ("is_remote",))


class PetitionForm(_RegisterForm):
    is_secret = False
    summary = ParagraphsInput(
        label=_("Summary"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What it is about and what it asks for, in a few sentences."),
    )
    signatories = forms.IntegerField(
        label=_("Number of signatories"), required=False, min_value=1, max_value=100_000, initial=1
    )
    settled_by = LineInput(label=_("Settled so far by"), required=False, max_length=200)
    layout = (
        ("owner", "source"),
        ("received_on", "dated_on"),
        ("sender_1", "address_1"),
        ("phone_1", "id_number_1"),
        ("summary",),
        ("field", "signatories"),
        ("earlier", "settled_by"),
        ("is_remote",),
    )
    more = (("sender_2", "address_2"), ("sender_3", "address_3"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_SENDERS + 1):
            self._add_sender(number)
        dress(self)

    def _add_sender(self, number):
        first = number == 1
        labels = (_("Sender"), _("Address")) if first else (_("Another representative"), _("Their address"))
        hint = _("Left empty when the letter gives no name.") if first else ""
        self.fields[f"sender_{number}"] = LineInput(label=labels[0], required=False, max_length=160, help_text=hint)
        self.fields[f"address_{number}"] = LineInput(label=labels[1], required=False, max_length=200)
        if first:
            self.fields["phone_1"] = LineInput(label=_("Telephone"), required=False, max_length=30)
            self.fields["id_number_1"] = LineInput(label=_("Identity number"), required=False, max_length=20)

    def petition_values(self):
        values = super().petition_values()
        given = [self._sender(values, number) for number in range(1, MOST_SENDERS + 1)]
        many = (values.get("signatories") or 1) > 1
        senders = [sender for sender in given if sender.full_name]
        values["senders"] = tuple(
            SenderData(one.full_name, one.address, one.phone, one.id_number, represents=many) for one in senders
        )
        return values

    @staticmethod
    def _sender(values, number):
        taken = [values.pop(f"{name}_{number}", "") for name in ("sender", "address", "phone", "id_number")]
        return SenderData(*taken)
