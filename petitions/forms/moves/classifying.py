"""Forms of the moves that say what a petition is: its kind, its marks, its parts, or that it is none."""

from functools import cached_property

from django import forms
from django.utils import formats
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conferences.forms.opinion_moves import FieldChoice
from handling.due import compute_due
from handling.move_forms import Part, words_field
from registers.models import ReasonList, RuleMissing

from ...backups import what_backups_hold
from ...confidentiality import sentence
from ...marks import MARKS, marks_of, suggests_mass
from ...models import (
    Competence,
    PetitionKind,
    Round,
    Source,
    StrikeGround,
)
from ..listed import offer_listed
from ..move_parts import MoveForm
from ..secret import knows_erasure_field, paper_file_field, require_erasure

#: What each kind is, as the law draws the line.
MEANINGS = {
    PetitionKind.COMPLAINT: _("Against an administrative decision or act, by somebody whom it affects."),
    PetitionKind.DENUNCIATION: _("Reports a violation of the law. Kept on paper alone; here only in coded values."),
    PetitionKind.RECOMMENDATION: _("Asks for something, or tells of something."),
    PetitionKind.MIXED: _("Has several of these; it is split into one petition per content."),
}
_KINDS = (PetitionKind.COMPLAINT, PetitionKind.RECOMMENDATION, PetitionKind.MIXED, PetitionKind.DENUNCIATION)
_SPLITTABLE = (PetitionKind.COMPLAINT, PetitionKind.RECOMMENDATION, PetitionKind.DENUNCIATION)
FEWEST_PARTS, MOST_PARTS = 2, 4
_OF_PART = ("kind", "field", "summary", "paper_file")


class MarksForm(MoveForm):
    """The marks of a petition as they are; why one is suggested stands beside it."""

    is_mass = forms.BooleanField(label=MARKS["is_mass"], required=False)
    is_prolonged = forms.BooleanField(label=MARKS["is_prolonged"], required=False)
    is_over_level = forms.BooleanField(label=MARKS["is_over_level"], required=False)

    def offer(self):
        super().offer()
        for name, value in marks_of(self.petition).items():
            self.fields[name].initial = value
        if suggests_mass(self.petition):
            self.fields["is_mass"].help_text = _("Suggested: as many people as make a large delegation.")


class MarkForm(MarksForm):
    reason = words_field(_("Reason"), required=False)
    layout = (Part(tuple(MARKS), _("Marks"), columns=2), Part(("reason",)))


class ClassifyForm(MarksForm):
    kind = forms.ChoiceField(label=_("Kind by content"), widget=forms.RadioSelect)
    field = FieldChoice(label=pgettext_lazy("subject", "Field"))
    is_eligible = forms.TypedChoiceField(
        label=_("Can it be processed?"),
        choices=[("eligible", _("Yes, all conditions are met")), ("ineligible", _("No"))],
        coerce=lambda value: value == "eligible",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    ineligibilities = forms.MultipleChoiceField(
        label=_("What is missing"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what is missing.")},
    )
    competence = forms.ChoiceField(label=_("Competence"), choices=[("", "–"), *Competence.choices])
    round = forms.ChoiceField(label=_("Round, of a complaint"), choices=[("", "–"), *Round.choices])
    first_decided_elsewhere = forms.BooleanField(label=_("The first round was decided elsewhere"), required=False)
    is_remote = forms.BooleanField(label=_("From a remote area"), required=False)
    paper_file = paper_file_field(required=False)
    knows_erasure = knows_erasure_field()

    def offer(self):
        super().offer()
        self.fields["field"].offer()
        offer_listed(self.fields["ineligibilities"], ReasonList.INELIGIBILITY, self.today)
        petition = self.petition
        for name in ("kind", "competence", "round", "is_remote"):
            self.fields[name].initial = getattr(petition, name)
        self.fields["field"].initial = petition.field_id
        if petition.is_eligible is not None:
            self.fields["is_eligible"].initial = "eligible" if petition.is_eligible else "ineligible"
            self.fields["ineligibilities"].initial = petition.ineligibilities
        elif self.fields["is_mass"].help_text:
            # Suggested until it is classified for the first time; what the officer said then stays.
            self.fields["is_mass"].initial = True
        kinds = [PetitionKind.DENUNCIATION] if petition.is_denunciation else _KINDS
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if petition.is_denunciation:
            for name in ("paper_file", "knows_erasure"):
                del self.fields[name]

    @property
    def note(self):
        """The date that a classification may bring nearer, said before it is made."""
        if self.petition.is_denunciation:
            return ""
        try:
            due = compute_due("complaint.accept", self.petition.received_on, level=self.petition.level)
        except RuleMissing:
            return ""
        told = {"day": formats.date_format(due.on, "SHORT_DATE_FORMAT")}
        return gettext("As a complaint of this body's competence it is accepted or declined by %(day)s.") % told

    def explained(self):
        """The kind, and each choice of it with what it means."""
        return self["kind"], [(choice, MEANINGS[PetitionKind(choice.data["value"])]) for choice in self["kind"]]

    @cached_property
    def layout(self):
        single = (PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION, PetitionKind.RECOMMENDATION)
        hint = "" if self.petition.is_denunciation else f"{sentence()} {self.erased()}"
        return (
            Part(("paper_file", "knows_erasure"), _("What will be erased"), hint, (PetitionKind.DENUNCIATION,)),
            Part(("field",)),
            Part(("is_eligible",)),
            Part(("ineligibilities",), shown_for=("ineligible",)),
            Part(("competence",), shown_for=single),
            Part(("round", "first_decided_elsewhere"), shown_for=(PetitionKind.COMPLAINT,), columns=2),
            Part((*MARKS, "is_remote"), _("Marks"), columns=2),
        )

    def erased(self):
        """What goes when the petition turns out to be a denunciation, counted."""
        content = self.petition.content
        counts = {
            "senders": content.senders.count(),
            "notes": content.notes.count(),
            "files": content.attachments.count(),
            "papers": self.petition.papers.count(),
        }
        told = gettext(
            "Erased for good: the summary, senders (%(senders)d), reasons given with moves (%(notes)d), files "
            "(%(files)d), and the words and files of papers (%(papers)d), whose number and day stay."
        )
        return f"{told % counts} {what_backups_hold(self.today)} {self.what_becomes_of_the_case()}".strip()

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        # What is needed for one choice only is not missed with another.
        needed = {
            "ineligibilities": cleaned.get("is_eligible") is False,
            "competence": kind and kind != PetitionKind.MIXED,
            "round": kind == PetitionKind.COMPLAINT,
        }
        for name, is_needed in needed.items():
            if not is_needed and self.has_error(name, "required"):
                del self.errors[name]
                cleaned.setdefault(name, "")
        if cleaned.get("kind") == PetitionKind.DENUNCIATION and not self.petition.is_denunciation:
            require_erasure(self, cleaned)
        return cleaned


class SplitForm(MoveForm):
    """Two parts or more; a part without a kind is none. That of a denunciation has a paper file in place of words."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(_without_words_of_denunciations(data), *args, **kwargs)

    def offer(self):
        kinds = [("", "–"), *((kind.value, kind.label) for kind in _SPLITTABLE)]
        for number in range(1, MOST_PARTS + 1):
            is_needed = number <= FEWEST_PARTS
            field = FieldChoice(label=pgettext_lazy("subject", "Field"), required=is_needed)
            field.offer()
            self.fields |= {
                f"kind_{number}": forms.ChoiceField(
                    label=pgettext_lazy("petition", "Kind"), choices=kinds, required=is_needed
                ),
                f"field_{number}": field,
                f"summary_{number}": words_field(pgettext_lazy("petition", "Summary"), required=False, rows=2),
                f"paper_file_{number}": paper_file_field(required=False, help_text=""),
            }
            if self.petition.is_denunciation:
                del self.fields[f"summary_{number}"]
        if not self.petition.is_denunciation:
            self.fields["erases_words"] = forms.BooleanField(
                label=_("Who sent this petition and what it says is erased for good, its files with it"),
                required=False,
            )

    @cached_property
    def layout(self):
        parts = tuple(
            Part(
                tuple(f"{name}_{number}" for name in _OF_PART),
                gettext("Part %(number)d") % {"number": number},
                columns=2,
            )
            for number in range(1, MOST_PARTS + 1)
        )
        hint = _(
            "What a denunciation says does not stay beside the name of its sender: senders, summary, gloss, reasons "
            "given with moves, files, and words and files of papers of this petition go. The other parts keep senders "
            "and their own summary, and lead back to this petition no more. The letter is in the paper file."
        )
        last = Part(
            ("erases_words",),
            _("When a part is a denunciation"),
            f"{hint} {what_backups_hold(self.today)}",
            shown_for=(PetitionKind.DENUNCIATION,),
        )
        return (*parts, last)

    def data_for_move(self):
        parts = []
        for number in range(1, MOST_PARTS + 1):
            part = {name: self.cleaned_data.get(f"{name}_{number}") for name in _OF_PART}
            part.pop("summary" if part["kind"] == PetitionKind.DENUNCIATION else "paper_file")
            if part["kind"]:
                parts.append(part)
        return {"parts": parts, "erases_words": self.cleaned_data.get("erases_words")}


def _without_words_of_denunciations(data):
    """What was sent, without the words of parts that are denunciations: they are neither kept nor shown again."""
    if data is None:
        return None
    kept = data.copy()
    for number in range(1, MOST_PARTS + 1):
        if kept.get(f"kind_{number}") == PetitionKind.DENUNCIATION:
            kept[f"summary_{number}"] = ""
    return kept


class StrikeForm(MoveForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=StrikeGround.choices, widget=forms.RadioSelect)
    knows_erasure = forms.BooleanField(label=_("Senders, words and files kept of it are erased for good"))

    def offer(self):
        super().offer()
        if self.petition.is_denunciation:
            del self.fields["knows_erasure"]
            return
        told = [self.what_becomes_of_the_case()]
        if self.petition.source == Source.RECEPTION:
            told.append(gettext("The turn of the reception is struck out too; who was received is recorded anew."))
        self.fields["knows_erasure"].help_text = " ".join(filter(None, told))
