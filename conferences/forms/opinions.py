"""Registering and correcting opinions: at most eight fields, made for typing in the hall."""

import re

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import DayInput, LineInput, ParagraphsInput
from dialogue_portal.forms import OnceForm, dress
from dialogue_portal.text import fold
from handling.move_forms import VersionedForm
from registers.models import AdministrativeUnit
from registers.unit_choice import NameWithOptions

from ..models import Channel, Conference, Phase

SPEAKER_OPTIONS = "speaker-options"
#: A line of three dashes between two things one speaker raised.
ITEM_SEPARATOR = re.compile(r"^\s*-{3,}\s*$", re.MULTILINE)
LONGEST_ITEM = 6000
MOST_ITEMS = 20


#: How a group is written down: by its number ("12 hộ dân xóm 3"), or as what it is ("Tập thể xóm 3").
_GROUP = re.compile(
    r"(dai dien )?((tap the|nhom|cac ho|ba con|nhan dan|cu tri)|\d{1,5} (ho|nguoi|cong dan|cu tri|gia dinh))\b"
)
_PEOPLE = re.compile(r"\b(\d{1,5}) (?:nguoi|cong dan|cu tri)\b")


def names_a_group(words):
    """Whether what was typed as the speaker is a group and not a person: "12 hộ dân xóm 3", "Nhóm tiểu thương"."""
    return bool(_GROUP.match(fold(words)))


def people_in_group(words):
    """The number of people a group is said to have; None for a person, and where only households are counted."""
    found = _PEOPLE.search(fold(words)) if names_a_group(words) else None
    return int(found[1]) if found else None


def speaker_label(delegate):
    """How a delegate is offered and recognised: "Nguyễn Văn A – Xã Kim Liên"."""
    place = delegate.unit.name if delegate.unit_id else ""
    return f"{delegate.person.full_name} – {place}" if place else delegate.person.full_name


def offered_delegate(conference, label):
    """The delegate of the conference who is offered by this label; None when it is nobody's, or that of several."""
    rows = conference.delegates.select_related("person", "unit").filter(person__full_name=label.partition(" – ")[0])
    known = [row for row in rows if speaker_label(row) == label]
    return known[0] if len(known) == 1 else None


def speaker_input(**attrs):
    """A field for whoever took the floor, with the delegates of the chosen conference offered while typing."""
    return NameWithOptions(
        SPEAKER_OPTIONS,
        {
            "hx-get": reverse_lazy("conferences:speaker_options"),
            "hx-trigger": "input changed delay:150ms",
            "hx-target": f"#{SPEAKER_OPTIONS}",
            # The conference alone goes along: what people said belongs in no address and in no log.
            "hx-include": "[name=conference]",
            "hx-sync": "this:replace",
            "data-quiet": "",
            **attrs,
        },
    )


def conference_label(conference):
    """How a conference is offered: its day, what it is called, its code."""
    return f"{conference.held_on:%d/%m/%Y} · {conference.title} ({conference.code})"


class OpinionForm(OnceForm):
    """The quick form. `conferences` and `units` are those this user may register for."""

    conference = forms.ModelChoiceField(
        label=_("Conference"),
        queryset=Conference.objects.none(),
        required=False,
        empty_label=_("No conference: received directly"),
    )
    unit = forms.ModelChoiceField(
        label=_("Received by"), queryset=AdministrativeUnit.objects.none(), required=False, empty_label=None
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices, initial=Phase.AT)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.SPOKEN)
    received_on = DayInput(
        label=_("Received on"), required=False, help_text=_("Only without a conference; for example 25/11/2026.")
    )
    speaker = LineInput(
        label=_("Speaker"),
        required=False,
        max_length=160,
        widget=speaker_input(autofocus=True),
        help_text=_("Part of a delegate's name without marks, or any name; a group as “12 hộ dân”, “25 người”."),
    )
    place = LineInput(
        label=_("Village, capacity"), required=False, max_length=200, help_text=_("For example: xóm 3, trưởng thôn.")
    )
    text = ParagraphsInput(
        label=_("Content"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Several things raised by one speaker: a line of --- between them."),
    )

    def __init__(self, *args, conferences, units, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["conference"].queryset = conferences
        self.fields["conference"].label_from_instance = conference_label
        self.fields["unit"].queryset = units
        dress(self)

    def clean_text(self):
        """The content items, each a text."""
        items = [part.strip() for part in ITEM_SEPARATOR.split(self.cleaned_data["text"]) if part.strip()]
        if not items:
            raise forms.ValidationError(_("Write what was said."))
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(_("At most %(most)d items at once.") % {"most": MOST_ITEMS})
        if any(len(item) > LONGEST_ITEM for item in items):
            raise forms.ValidationError(_("One item is longer than %(most)d characters.") % {"most": LONGEST_ITEM})
        return items

    def clean(self):
        cleaned = super().clean()
        received = cleaned.get("received_on")
        if cleaned.get("conference") is None and "conference" not in self.errors:
            if not cleaned.get("unit"):
                self.add_error("unit", _("Say which unit received it, or choose a conference."))
            if received and received > self.today:
                self.add_error("received_on", _("This day lies in the future."))
            if cleaned.get("phase") == Phase.AT:
                self.add_error("phase", _("Choose “after” or “before”: without a conference nothing is raised at one."))
        return cleaned


class OpinionTextForm(VersionedForm):
    """A correction of what was written down."""

    text = ParagraphsInput(label=_("Content"), max_length=LONGEST_ITEM, widget=forms.Textarea(attrs={"rows": 6}))
    gloss_en = ParagraphsInput(
        label=_("English gloss"), required=False, max_length=LONGEST_ITEM, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExtensionForm(forms.Form):
    new_due_on = DayInput(label=_("New due date"), help_text=_("For example 25/11/2026."))
    reason = ParagraphsInput(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def take(self, error):
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class AttachmentForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("PDF, Word, Excel or picture, 20 MB at most."))
