"""Registering a petition. A denunciation has a form of its own, without a field for a name or a word."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conferences.forms.bodies import BodyChoice, bodies_of, units_around
from conferences.forms.opinion_moves import FieldChoice
from dialogue_portal.fields import DayInput, LineInput, NumberInput, ParagraphsInput
from dialogue_portal.forms import OnceForm, dress
from handling.move_forms import RefusableForm

from ..models import Petition, PetitionCase, PetitionKind
from ..models.vocabulary import CHOSEN_SOURCES, SENT_BY_A_BODY
from ..permissions import can_edit_case
from ..services.registering import wrong_days
from .owners import offer_owners, owner_field
from .secret import ForgetsRefused, paper_file_field

SOURCES = [(one.value, one.label) for one in CHOSEN_SOURCES]
#: The kinds as they are asked for: a denunciation last, so that nobody passes it with the arrow keys.
KINDS = (PetitionKind.COMPLAINT, PetitionKind.RECOMMENDATION, PetitionKind.MIXED, PetitionKind.DENUNCIATION)
#: What goes along when the kind changes the form: coded values alone, since they stand in an address.
CARRIED = ("owner", "source", "received_on", "dated_on")
LONGEST = 6000


class KindChoice(forms.RadioSelect):
    """The first question. Choosing one of `swaps` fetches the other form; without scripts a button does."""

    def __init__(self, swaps, url, carried):
        super().__init__()
        self.swaps, self.carried = swaps, carried
        self.asked = {
            "hx-get": url,
            "hx-trigger": "change",
            "hx-target": "#petition-form",
            "hx-select": "#petition-form",
            "hx-swap": "outerHTML",
            "hx-include": ",".join(f"#petition-form [name={name}]" for name in carried),
        }

    def optgroups(self, name, value, attrs=None):
        # Typing begins here while nothing is chosen; a form fetched for a kind leaves the focus where it is.
        self.begins = not any(value)
        return super().optgroups(name, value, attrs)

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if self.begins and index == 0:
            option["attrs"]["autofocus"] = True
        if value in self.swaps:
            option["attrs"] |= self.asked
            if value == PetitionKind.DENUNCIATION:
                # An arrow key is enough to choose it, and words that went do not come back.
                option["attrs"]["data-asks-filled"] = _(
                    "Nothing that was typed is kept with a denunciation: names and words go from this form. Go on?"
                )
                option["attrs"]["data-kept"] = " ".join(self.carried)
        return option


class _RegisterForm(OnceForm, RefusableForm):
    """What every petition is asked for. `owners` are the bodies this user registers for."""

    kind = forms.ChoiceField(
        label=_("What does the letter contain?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        help_text=_("The content decides, not what the letter calls itself."),
        error_messages={"required": _("Say first what the letter contains.")},
    )
    owner = owner_field()
    source = forms.ChoiceField(label=_("Source"), choices=SOURCES)
    sent_by = BodyChoice(label=_("Body that sent it"), required=False)
    received_on = DayInput(label=_("Received on"), help_text=_("For example 25/11/2026."))
    dated_on = DayInput(label=_("Dated"), required=False, help_text=_("As the letter says; may be left empty."))
    field = FieldChoice(label=pgettext_lazy("subject", "Field"), required=False)
    earlier = LineInput(label=_("Same content as"), required=False, max_length=20)
    is_repeat = forms.BooleanField(
        label=_("Sent before"),
        required=False,
        help_text=_("Tick it when a letter of the same content came before, registered here or not."),
    )
    is_remote = forms.BooleanField(
        label=_("From a remote area"), required=False, help_text=_("Longer periods of the law apply.")
    )

    def __init__(self, *args, owners, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        offer_owners(self, owners)
        self.fields["field"].offer()
        units = units_around([body.unit for body in owners], today)
        self.fields["sent_by"].offer(bodies_of(units[::-1], today))
        secret = {PetitionKind.DENUNCIATION.value}
        others = {kind.value for kind in KINDS} - secret
        self.fields["kind"].widget = KindChoice(
            others if self.is_secret else secret, reverse_lazy("petitions:petition_new"), CARRIED
        )
        self.fields["kind"].widget.choices = self.fields["kind"].choices
        dress(self)

    def clean_earlier(self):
        code = self.cleaned_data["earlier"].upper()
        if not code:
            return None
        secret = PetitionKind.DENUNCIATION
        rows = Petition.objects.visible_to(self.user).filter(code=code)
        rows = rows.filter(kind=secret) if self.is_secret else rows.exclude(kind=secret)
        found = rows.first()
        if found is None and self.is_secret:
            raise forms.ValidationError(_("There is no such denunciation here."))
        if found is None:
            raise forms.ValidationError(_("There is no petition %(code)s that can be linked here.") % {"code": code})
        return found

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source") not in SENT_BY_A_BODY:
            cleaned["sent_by"] = None
        if cleaned.get("received_on"):
            for name, sentence in wrong_days(cleaned["received_on"], cleaned.get("dated_on"), self.today).items():
                self.add_error(name, sentence)
        return cleaned

    def petition_values(self):
        """What `PetitionData` takes, of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None and name != "anyway"}


class DenunciationForm(ForgetsRefused, _RegisterForm):
    is_secret = True
    paper_file = paper_file_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["earlier"].help_text = _("Code of an earlier denunciation, for example TC-2026-0001.")


class PetitionForm(_RegisterForm):
    is_secret = False
    summary = ParagraphsInput(
        label=pgettext_lazy("petition", "Summary"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What it is about and what it asks for, in a few sentences."),
    )
    signatories = NumberInput(label=_("Number of signatories"), required=False, min_value=1, max_value=100_000)
    settled_by = LineInput(label=_("Settled so far by"), required=False, max_length=200)
    case = LineInput(
        label=_("Case"), required=False, max_length=20, help_text=_("Its code, where there is one: VV-2026-0003.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["earlier"].help_text = _("Code of an earlier petition that says the same, or was the first round.")

    def clean_kind(self):
        # A form with words is never registered as a denunciation, whatever was sent.
        kind = self.cleaned_data["kind"]
        if kind == PetitionKind.DENUNCIATION:
            raise forms.ValidationError(_("A denunciation has a form of its own."))
        return kind

    def clean_case(self):
        code = self.cleaned_data["case"].upper()
        if not code:
            return None
        found = PetitionCase.objects.visible_to(self.user).filter(code=code).first()
        if found is None or not can_edit_case(self.user, found):
            raise forms.ValidationError(_("There is no case %(code)s that you keep.") % {"code": code})
        return found
