"""Forms of citizen reception: a session or a series, calling one off, and the turns of visitors."""

from datetime import time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conferences.forms.bodies import BodyChoice, bodies_of, units_around
from conferences.forms.opinion_moves import FieldChoice
from dialogue_portal.fields import DayInput, LineInput, NumberInput, ParagraphsInput, TimeInput, TokenInput
from dialogue_portal.forms import OnceForm, dress
from handling.move_forms import RefusableForm, VersionedForm
from registers.models import ReasonList

from ..models import CancelReason, PetitionKind, Receiver, ReceptionKind, TurnDirection
from ..services.receptions import SessionData
from ..services.turns import TurnData
from .listed import offer_listed
from .owners import offer_owners, owner_field
from .register import KINDS, LONGEST, KindChoice
from .secret import ForgetsRefused, paper_file_field

#: What goes along when the kind changes the form: coded values alone, since they stand in an address.
CARRIED = ("people", "cases", "is_again", "has_letter", "version")
_ONCE = "once"
_REPEATS = (
    (_ONCE, _("Once")),
    ("weekly", _("Every week on this weekday")),
    ("monthly", _("Every month on this day")),
    ("weekday", _("Every month on this weekday, such as the second Thursday")),
)
#: Kinds that are planned; a routine session is opened with the first visitor of the day.
_PLANNED = [(kind.value, kind.label) for kind in ReceptionKind]


class SessionForm(RefusableForm):
    """What a session says; `values` is what the services take. The body does not change once it is planned."""

    on = DayInput(label=_("Date"), help_text=_("For example 25/11/2026."))
    starts_at = TimeInput(label=pgettext_lazy("time", "From"), initial=time(7, 30), help_text=_("For example 7:30."))
    ends_at = TimeInput(label=pgettext_lazy("time", "To"), required=False)
    place = LineInput(label=_("Place"), max_length=200)
    leader = LineInput(label=_("Receiving person"), max_length=200, help_text=_("Name and post."))
    receiver = forms.ChoiceField(
        label=_("Does the head receive in person?"),
        choices=[(one.value, one.label) for one in (Receiver.HEAD, Receiver.OTHER)],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Needed for periodic and ad hoc receptions: only days in person count for the head."),
    )
    delegate = LineInput(
        label=_("Received by delegation"),
        max_length=200,
        required=False,
        help_text=_("Name and post of whoever receives in place of the head. It does not count for the head's days."),
    )
    is_online = forms.BooleanField(label=_("Online"), required=False)
    grounds = forms.MultipleChoiceField(
        label=_("Why ad hoc"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for an ad hoc reception."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_listed(self.fields["grounds"], ReasonList.AD_HOC, self._day())
        dress(self)

    def _day(self):
        """The day of the session as it is typed or was kept; today while it says none."""
        try:
            return self.fields["on"].clean(self["on"].value())
        except forms.ValidationError:
            return timezone.localdate()

    def data_for(self, owner, kind):
        """The session as the services take it, of a valid form."""
        names = ("on", "starts_at", "ends_at", "place", "leader", "delegate", "is_online")
        values = {name: self.cleaned_data[name] for name in names}
        values["receiver"] = "" if kind == ReceptionKind.ROUTINE else self.cleaned_data["receiver"]
        token = self.cleaned_data.get("token")
        return SessionData(owner, kind, grounds=tuple(self.cleaned_data["grounds"]), token=token, **values)


class NewSessionForm(SessionForm):
    owner = owner_field()
    kind = forms.ChoiceField(label=pgettext_lazy("reception", "Kind"), choices=_PLANNED)
    repeat = forms.ChoiceField(label=_("How often"), choices=_REPEATS, required=False, initial=_ONCE)
    until = DayInput(
        label=_("Until"), required=False, help_text=_("Of a series; days off move to the next working day.")
    )
    token = TokenInput()
    field_order = ["owner", "kind", "on", "starts_at", "ends_at", "repeat", "until", "place", "leader", "receiver"]

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        offer_owners(self, owners)

    @property
    def is_series(self):
        return self.cleaned_data["repeat"] not in ("", _ONCE)

    def clean(self):
        cleaned = super().clean()
        is_once = cleaned.get("repeat") in (None, "", _ONCE)
        if not is_once and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when the series goes."))
        if is_once and cleaned.get("until") and "repeat" not in self.errors:
            self.add_error("repeat", _("Say how often, or leave the last day of the series empty."))
        return cleaned


class ChangeSessionForm(SessionForm, VersionedForm):
    """A session that is there."""


class CancelForm(VersionedForm):
    reason = forms.ChoiceField(label=_("Why cancelled"), choices=CancelReason.choices, widget=forms.RadioSelect)


class _TurnForm(OnceForm, RefusableForm):
    """What is asked of every visitor. `session` tells whose bodies are offered; choosing the kind asks `url` anew."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        help_text=_("The content decides, not what the visitor calls it."),
        error_messages={"required": _("Say first what it is about.")},
    )
    people = NumberInput(label=pgettext_lazy("reception", "People"), min_value=1, max_value=10_000, initial=1)
    cases = NumberInput(label=_("Matters"), min_value=1, max_value=99, initial=1)
    is_again = forms.BooleanField(label=_("Received before for the same matter"), required=False)
    has_letter = forms.BooleanField(label=_("Handed in a letter"), required=False)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", _("Not decided")), *TurnDirection.choices], required=False
    )
    body = BodyChoice(label=_("Competent body"), required=False)
    field = FieldChoice(label=pgettext_lazy("subject", "Field"), required=False)
    refusal = forms.ChoiceField(label=_("Refused because"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = TokenInput(required=False)

    def __init__(self, *args, session, today, url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].offer()
        offer_listed(self.fields["refusal"], ReasonList.REFUSAL, session.on, none=_("Not refused"))
        self.fields["body"].offer(bodies_of(units_around([session.unit], today)[::-1], today))
        secret = {PetitionKind.DENUNCIATION.value}
        others = {kind.value for kind in KINDS} - secret
        widget = KindChoice(others if self.is_secret else secret, url, CARRIED)
        widget.choices = self.fields["kind"].choices
        self.fields["kind"].widget = widget
        dress(self)

    def turn_data(self, visitors=()):
        """The turn as the services take it, of a valid form."""
        names = ("kind", "people", "cases", "is_again", "has_letter", "direction", "body", "field", "refusal", "token")
        values = {name: self.cleaned_data[name] for name in names}
        words = {} if self.is_secret else {name: self.cleaned_data[name] for name in ("summary", "settled_by")}
        return TurnData(**values, **words, visitors=tuple(visitors))


class SecretTurnForm(ForgetsRefused, _TurnForm):
    """A denunciation: no field for a name or a word."""

    is_secret = True
    paper_file = paper_file_field(
        required=False,
        help_text=_("Needed to register it as a petition: number, symbol and year, for example 15/HSM-2026."),
    )


class TurnForm(_TurnForm):
    is_secret = False
    summary = ParagraphsInput(
        label=pgettext_lazy("reception", "What the visitor says and asks for"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed with the visitor's name, unless the visitor was refused."),
    )
    settled_by = LineInput(label=_("Settled so far by"), required=False, max_length=200)

    def clean_kind(self):
        # A form with words is never recorded as a denunciation, whatever was sent.
        kind = self.cleaned_data["kind"]
        if kind == PetitionKind.DENUNCIATION:
            raise forms.ValidationError(_("A denunciation has a form of its own."))
        return kind


class PaperFileForm(ForgetsRefused, VersionedForm):
    """What a denunciation needs to go on as a petition."""

    paper_file = paper_file_field()
