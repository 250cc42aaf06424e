"""Forms of the moves of a petition: exactly the fields a move needs, and the version the user saw."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conferences.forms.bodies import BodyChoice, bodies_of, units_around
from conferences.forms.fields import dress
from conferences.forms.moves import VersionedForm
from conferences.forms.opinion_moves import FieldChoice, Part
from dialogue_portal.fields import DayInput, LineInput, ParagraphsInput
from registers.forms import DocumentFieldsMixin
from registers.models import DocumentType

from ..directions import directions_for
from ..models import (
    Competence,
    Complexity,
    DeclineReason,
    Direction,
    EndGround,
    Finding,
    Ineligibility,
    PauseGround,
    PetitionKind,
    Round,
)
from ..models.petitions import CODE

_PAPER = ("document_number", "document_date", "document_abstract", "document_file")
_FLAGS = ("is_mass", "is_prolonged", "is_over_level", "is_remote")
_SPLITTABLE = (PetitionKind.COMPLAINT, PetitionKind.RECOMMENDATION, PetitionKind.DENUNCIATION)
MOST_PARTS = 4
_PART = ("kind", "field", "summary", "paper_file")


def _words(label, *, required=False, rows=3):
    widget = forms.Textarea(attrs={"rows": rows})
    return ParagraphsInput(label=label, required=required, max_length=8000, widget=widget)


class MoveForm(VersionedForm):
    """Base of all: knows the petition, the user and the day. Fields of words are not there for a denunciation."""

    words = ("reason",)
    layout: tuple = ()

    def __init__(self, *args, obj, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.petition, self.user, self.today = obj, user, today
        if obj.is_denunciation:
            for name in self.words:
                self.fields.pop(name, None)
        self.offer()
        dress(self)

    def offer(self):
        """Fill the choices that depend on the petition."""

    def parts(self):
        """The parts of the form with their bound fields, for the page."""
        for part in self.layout or (Part(tuple(field.name for field in self.visible_fields())),):
            fields = [self[name] for name in part.names if name in self.fields]
            if fields:
                yield part, fields

    def bodies(self):
        return bodies_of(units_around([self.petition.unit], self.today), self.today)

    def data_for_move(self):
        kept = {name: value for name, value in self.cleaned_data.items() if not name.startswith("document_")}
        kept.pop("version")
        return kept

    def document_values(self):
        return None


class PaperForm(DocumentFieldsMixin, MoveForm):
    """A move that brings a paper; that of a denunciation has number and day alone."""

    words = ("reason", "document_abstract", "document_file")
    paper = Part(_PAPER, _("Document"), columns=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("document_number", "document_date"):
            self.fields[name].required = True

    def document_values(self):
        for name in ("document_abstract", "document_file"):
            self.cleaned_data.setdefault(name, "" if name.endswith("abstract") else None)
        values = super().document_values()
        return {**values, "type": DocumentType.OFFICIAL_LETTER} if values else None


class ClassifyForm(MoveForm):
    kind = forms.ChoiceField(
        label=_("Kind by content"),
        choices=PetitionKind.choices,
        widget=forms.RadioSelect,
        help_text=_("As a denunciation, every word and name kept of it here is erased for good."),
    )
    field = FieldChoice(label=pgettext_lazy("subject", "Field"))
    is_eligible = forms.TypedChoiceField(
        label=_("Can it be processed?"),
        choices=[("1", _("Yes, all conditions are met")), ("0", _("No"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    ineligibilities = forms.MultipleChoiceField(
        label=_("What is missing"),
        choices=Ineligibility.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    competence = forms.ChoiceField(label=_("Competence"), choices=[("", "–"), *Competence.choices], required=False)
    round = forms.ChoiceField(label=_("Round, of a complaint"), choices=[("", "–"), *Round.choices], required=False)
    first_decided_elsewhere = forms.BooleanField(label=_("The first round was decided elsewhere"), required=False)
    is_mass = forms.BooleanField(label=_("Of many people"), required=False)
    is_prolonged = forms.BooleanField(label=_("Prolonged"), required=False)
    is_over_level = forms.BooleanField(label=_("Over the heads of lower levels"), required=False)
    is_remote = forms.BooleanField(label=_("From a remote area"), required=False)
    layout = (
        Part(("kind",)),
        Part(("field",)),
        Part(("is_eligible", "ineligibilities"), _("Conditions of processing")),
        Part(("competence", "round"), columns=2),
        Part(("first_decided_elsewhere",)),
        Part(_FLAGS, _("Marks"), columns=2),
    )

    def offer(self):
        self.fields["field"].offer()
        petition = self.petition
        for name in ("kind", "competence", "round", *_FLAGS):
            self.fields[name].initial = getattr(petition, name)
        self.fields["field"].initial = petition.field_id
        if petition.is_eligible is not None:
            self.fields["is_eligible"].initial = "1" if petition.is_eligible else "0"
            self.fields["ineligibilities"].initial = petition.ineligibilities
        if petition.is_denunciation:
            self.fields["kind"].choices = [(PetitionKind.DENUNCIATION.value, PetitionKind.DENUNCIATION.label)]


class SplitForm(MoveForm):
    """Two to four parts; a part without a kind is none."""

    def offer(self):
        kinds = [("", "–"), *((kind.value, kind.label) for kind in _SPLITTABLE)]
        names = []
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Part %(number)d: kind") % {"number": number}, choices=kinds, required=False
            )
            self.fields[f"field_{number}"] = FieldChoice(label=pgettext_lazy("subject", "Field"), required=False)
            self.fields[f"field_{number}"].offer()
            self.fields[f"summary_{number}"] = _words(_("Summary (not of a denunciation)"), rows=2)
            self.fields[f"paper_file_{number}"] = LineInput(
                label=_("Paper file (of a denunciation)"), required=False, max_length=60, validators=[CODE]
            )
            names.append(tuple(f"{name}_{number}" for name in _PART))
        self.layout = tuple(Part(part, columns=2) for part in names)

    def data_for_move(self):
        parts = []
        for number in range(1, MOST_PARTS + 1):
            part = {
                name: self.cleaned_data.get(f"{name}_{number}") for name in ("kind", "field", "summary", "paper_file")
            }
            if part["kind"]:
                parts.append(part)
        return {"parts": parts}


class ProposeForm(MoveForm):
    direction = forms.ChoiceField(label=_("Direction"), widget=forms.RadioSelect)
    addressee = BodyChoice(label=_("Addressee"), required=False, help_text=_("To guide to, or to transfer to."))
    decline_reason = forms.ChoiceField(
        label=_("Why declined"), choices=[("", "–"), *DeclineReason.choices], required=False
    )
    complexity = forms.ChoiceField(
        label=_("Complexity"), choices=Complexity.choices, help_text=_("Decides how long the settlement may take.")
    )
    reason = _words(_("Grounds of the proposal"))

    def offer(self):
        self.fields["direction"].choices = [(one.value, one.label) for one in directions_for(self.petition)]
        offered = {value for value, _label in self.fields["direction"].choices}
        if not offered & {Direction.GUIDE, Direction.TRANSFER}:
            del self.fields["addressee"]
        else:
            self.fields["addressee"].offer(self.bodies())
        if Direction.DECLINE not in offered:
            del self.fields["decline_reason"]
        self.fields["complexity"].initial = self.petition.complexity


class ReasonForm(MoveForm):
    reason = _words(_("Reason"), required=True)


class ApproveForm(PaperForm):
    """On screen for the leader; of a denunciation the number and day of the decision on paper."""

    reason = _words(_("Instructions"))

    def offer(self):
        if not self.petition.is_denunciation:
            for name in _PAPER:
                self.fields.pop(name, None)

    def __init__(self, *args, obj, **kwargs):
        self._is_secret = obj.is_denunciation
        MoveForm.__init__(self, *args, obj=obj, **kwargs)
        if self._is_secret:
            for name in ("document_number", "document_date"):
                self.fields[name].required = True

    def document_values(self):
        return super().document_values() if self._is_secret else None


class DayForm(MoveForm):
    day = DayInput(label=_("Day"), help_text=_("For example 25/11/2026."))

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class ResubmitForm(MoveForm):
    received_on = DayInput(label=_("New letter received on"), help_text=_("For example 25/11/2026."))

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class StartForm(PaperForm):
    lead = BodyChoice(label=_("Body that leads"), required=False, help_text=_("Left empty, it is the receiving body."))

    def __init__(self, *args, obj, **kwargs):
        super().__init__(*args, obj=obj, **kwargs)
        needs_paper = obj.kind != PetitionKind.RECOMMENDATION
        for name in ("document_number", "document_date"):
            self.fields[name].required = needs_paper

    def offer(self):
        if self.petition.is_denunciation:
            del self.fields["lead"]
        else:
            self.fields["lead"].offer(self.bodies())


class SettleForm(PaperForm):
    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect)
    layout = (Part(("finding",)), PaperForm.paper)


class ExtendForm(PaperForm):
    new_due_on = DayInput(label=_("New due date"), required=False, help_text=_("For example 25/11/2026."))
    layout = (Part(("new_due_on",)), PaperForm.paper)

    def offer(self):
        if self.petition.kind != PetitionKind.RECOMMENDATION:
            del self.fields["new_due_on"]


class SuspendForm(PaperForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=PauseGround.choices, widget=forms.RadioSelect)
    layout = (Part(("ground",)), PaperForm.paper)


class TerminateForm(PaperForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=EndGround.choices, widget=forms.RadioSelect)
    layout = (Part(("ground",)), PaperForm.paper)


FORMS = {
    "classify": ClassifyForm,
    "split": SplitForm,
    "propose": ProposeForm,
    "return_proposal": ReasonForm,
    "approve": ApproveForm,
    "accept": PaperForm,
    "decline": PaperForm,
    "guide": PaperForm,
    "transfer": PaperForm,
    "return_to_sender": PaperForm,
    "ask_rewrite": PaperForm,
    "resubmit": ResubmitForm,
    "file": MoveForm,
    "start": StartForm,
    "settle": SettleForm,
    "reply": PaperForm,
    "record_reply": PaperForm,
    "publish": DayForm,
    "execute": DayForm,
    "hold_dialogue": PaperForm,
    "urge": PaperForm,
    "extend": ExtendForm,
    "suspend": SuspendForm,
    "resume": MoveForm,
    "withdraw": DayForm,
    "terminate": TerminateForm,
    "close": MoveForm,
}
