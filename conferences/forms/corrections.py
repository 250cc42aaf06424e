"""Correcting the record of an opinion: who raised it, when, where and how."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import DayInput, LineInput, NumberInput, ParagraphsInput
from dialogue_portal.forms import dress

from .. import permissions
from ..models import Channel, Conference, Phase, SpeakerKind
from ..registering import offered_conferences
from ..services.opinions import SpeakerData, TurnData
from .moves import VersionedForm
from .opinions import conference_label, offered_delegate, speaker_input, speaker_label

#: Fields of the speaker; they are not asked for once the speaker was erased.
SPEAKER_FIELDS = ("speaker", "kind", "capacity", "address", "phone", "group_size")


class RecordForm(VersionedForm):
    """Starts with what is recorded. `closed`: a reason is asked for."""

    conference = forms.ModelChoiceField(
        label=_("Conference"),
        queryset=Conference.objects.none(),
        required=False,
        empty_label=_("No conference: received directly"),
        help_text=_("Conferences of the same unit."),
    )
    received_on = DayInput(
        label=_("Received on"), required=False, help_text=_("Only without a conference; for example 25/11/2026.")
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    speaker = LineInput(
        label=_("Speaker"),
        required=False,
        max_length=160,
        widget=speaker_input(),
        help_text=_("A delegate is recognised when chosen from the names offered."),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("speaker", "Kind"), choices=SpeakerKind.choices)
    capacity = LineInput(label=_("Capacity"), required=False, max_length=160)
    address = LineInput(label=_("Village or address"), required=False, max_length=200)
    phone = LineInput(label=_("Telephone"), required=False, max_length=30)
    group_size = NumberInput(label=_("Number of people"), required=False, min_value=1, max_value=1_000_000)
    reason = ParagraphsInput(
        label=_("Reason"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, opinion, user, closed, **kwargs):
        self.opinion, self.present = opinion, getattr(opinion.turn, "speaker", None)
        super().__init__(*args, initial=self._recorded(), **kwargs)
        if self.present is None:
            for name in SPEAKER_FIELDS:
                del self.fields[name]
        self.fields["reason"].required = closed
        if not closed:
            self.fields["reason"].help_text = _("Asked for once the opinion is closed; before, where it helps.")
        self._offer_conferences(user)
        dress(self)

    def _recorded(self):
        opinion, turn = self.opinion, self.opinion.turn
        values = {"version": opinion.version, "conference": turn.conference_id}
        values |= {"phase": turn.phase, "channel": turn.channel}
        if turn.conference_id is None:
            values["received_on"] = turn.taken_on
        if self.present:
            values |= {name: getattr(self.present, name) for name in SPEAKER_FIELDS if name != "speaker"}
            delegate = self.present.delegate if self.present.delegate_id else None
            values["speaker"] = speaker_label(delegate) if delegate else self.present.full_name
        return values

    def _offer_conferences(self, user):
        """Those of the unit that this user registers for, and the present one; none at all for who may receive."""
        kept = offered_conferences(user).filter(unit=self.opinion.unit_id).values("pk")
        rows = Conference.objects.filter(Q(pk__in=kept) | Q(pk=self.opinion.turn.conference_id))
        field = self.fields["conference"]
        if not permissions.can_register(user, unit=self.opinion.unit):
            field.required, field.empty_label = True, None
        field.queryset, field.label_from_instance = rows.order_by("-held_on", "-pk"), conference_label

    def clean(self):
        cleaned = super().clean()
        has_day = cleaned.get("conference") or cleaned.get("received_on")
        if not has_day and not {"conference", "received_on"} & set(self.errors):
            self.add_error("received_on", _("Say on which day it was received, or choose a conference."))
        if self.present and not {"speaker", "kind", "conference"} & set(self.errors):
            self._recognise(cleaned)
        return cleaned

    def _recognise(self, cleaned):
        """A name as it is offered is that delegate's; whoever is called a delegate must be one."""
        conference, name = cleaned.get("conference"), cleaned["speaker"]
        self.delegate = offered_delegate(conference, name) if conference and name else None
        if self.delegate is None and cleaned["kind"] == SpeakerKind.DELEGATE:
            self.add_error(
                "speaker", _("Choose one of the delegates offered for this conference, or another kind of speaker.")
            )
        elif self.delegate is None and len(name) > 120:
            self.add_error("speaker", _("A name has 120 characters at most."))

    def facts(self):
        """What a valid form says of the turn, for `services.corrections.correct_record`."""
        data = self.cleaned_data
        conference = data["conference"]
        return TurnData(
            unit=self.opinion.unit,
            taken_on=conference.held_on if conference else data["received_on"],
            phase=data["phase"],
            channel=data["channel"],
            conference=conference,
            speaker=self._speaker() if self.present else None,
        )

    def version_and_reason(self):
        return {name: self.cleaned_data[name] for name in ("version", "reason")}

    def _speaker(self):
        data = self.cleaned_data
        return SpeakerData(
            kind=SpeakerKind.DELEGATE if self.delegate else data["kind"],
            delegate=self.delegate,
            full_name="" if self.delegate else data["speaker"],
            capacity=data["capacity"],
            address=data["address"],
            phone=data["phone"],
            group_size=data["group_size"],
        )
