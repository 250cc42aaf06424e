"""Forms of the moves of a conference: exactly the fields a move needs, and the version the user saw."""

import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import DayInput, ParagraphsInput
from handling.move_forms import VersionedForm
from registers.forms import DocumentFieldsMixin
from registers.models import DocumentType

#: Which paper a move records.
DOCUMENT_TYPES = {
    "approve_plan": DocumentType.PLAN,
    "sign_minutes": DocumentType.MINUTES,
    "conclude": DocumentType.NOTICE,
}
#: What the papers of a conference are, by the column that holds each.
PAPER_TYPES = {
    "plan": DocumentType.PLAN,
    "decision": DocumentType.DECISION,
    "minutes": DocumentType.MINUTES,
    "notice": DocumentType.NOTICE,
}


def document_fields():
    """Fresh fields of an official document; a form that may do without one makes them optional."""
    fields = copy.deepcopy(DocumentFieldsMixin.base_fields)
    for name in ("document_number", "document_date"):
        fields[name].required = True
    return fields


class DocumentForm(DocumentFieldsMixin, VersionedForm):
    """A form that records a paper: number and date are required, the file may be left out."""

    document_type = None
    field_order = ["document_number", "document_date", "document_abstract", "document_file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update(document_fields())

    def document_values(self):
        """What `services.papers` records, of a valid form; None where no document was entered."""
        values = super().document_values()
        return {**values, "type": self.document_type} if values else None


class PaperForm(DocumentForm):
    """A paper recorded outside of a move: the decision on the committee, or a correction of another."""

    def __init__(self, *args, paper, present=None, **kwargs):
        initial = kwargs.pop("initial", {})
        if present:
            initial |= {
                "document_number": present.designation,
                "document_date": present.date,
                "document_abstract": present.abstract,
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.document_type = PAPER_TYPES[paper]
        if present and present.attachment_id:
            self.fields["document_file"].help_text = _("The present file stays unless another is chosen.")


def _announced_on():
    return DayInput(label=_("Announced on"), help_text=_("The day time, place and content were made public."))


def _participants():
    return forms.IntegerField(
        label=_("Participants present"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("Everybody in the hall, delegates on the list or not."),
    )


def _reason(required):
    return ParagraphsInput(
        label=_("Reason"),
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="" if required else _("Only where the rules ask for one."),
    )


#: Moves whose reason the rules always ask for; elsewhere the check of the move says when.
_REASON_ALWAYS = {"postpone", "cancel"}


class ConferenceMoveForm(VersionedForm):
    """Base of the moves of a conference; `on` is the day the move is made."""

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_announced_on(self):
        day = self.cleaned_data["announced_on"]
        if day > self.on:
            raise forms.ValidationError(_("An announcement is recorded once it was made."))
        return day


class PaperMoveForm(ConferenceMoveForm, DocumentForm):
    """A move that brings a paper."""


def move_form(move):
    """The form class of a move."""
    fields = {}
    for need in move.needs:
        if need == "announced_on":
            fields["announced_on"] = _announced_on()
        elif need == "participants":
            fields["participants"] = _participants()
        elif need == "reason":
            fields["reason"] = _reason(move.name in _REASON_ALWAYS)
    base = PaperMoveForm if "document" in move.needs else ConferenceMoveForm
    return type("MoveForm", (base,), {**fields, "document_type": DOCUMENT_TYPES.get(move.name)})
