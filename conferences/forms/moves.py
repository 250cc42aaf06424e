"""Forms of the moves of a conference: exactly the fields a move needs, and the version the user saw."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineInput, ParagraphsInput
from registers.models import DocumentType
from registers.uploads import validate_upload

#: Which paper a move records.
DOCUMENT_TYPES = {
    "approve_plan": DocumentType.PLAN,
    "sign_minutes": DocumentType.MINUTES,
    "conclude": DocumentType.NOTICE,
    "decision": DocumentType.DECISION,
}
_NUMBER = re.compile(r"^(?:Số\s*:?\s*)?(\d+[A-Za-z]?)\s*([-/])\s*(.+)$", re.IGNORECASE)


class VersionedForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def take(self, error):
        """Show a refusal of the rules beside the field it speaks of, or over the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(self.field_for(name), errors)

    def field_for(self, name):
        """The field of the form that stands for `name` of a rule; None is the whole form."""
        if name == "document" and "document_number" in self.fields:
            return "document_number"
        return name if name in self.fields else None


def document_fields():
    """The fields of an official document, as every paper is recorded: what is on it, and its file if there is one."""
    return {
        "document_number": LineInput(
            label=_("Number and symbol"),
            max_length=60,
            help_text=_("Exactly as on the paper, for example 07-ĐA/TU."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        ),
        "document_date": forms.DateField(label=_("Date of the document"), help_text=_("For example 25/11/2026.")),
        "document_abstract": LineInput(label=_("Abstract"), max_length=500, required=False),
        "document_file": forms.FileField(
            label=_("File"),
            required=False,
            help_text=_("PDF, Word or picture, 20 MB at most. It can also be left out."),
        ),
    }


class DocumentForm(VersionedForm):
    """A form that records a paper. `document_values` gives what `registers.services.record_document` takes."""

    document_type = None

    def clean_document_file(self):
        upload = self.cleaned_data["document_file"]
        if upload:
            validate_upload(upload)
        return upload

    def document_values(self):
        number, symbol = split_number(self.cleaned_data["document_number"])
        return {
            "type": self.document_type,
            "number": number,
            "symbol": symbol,
            "date": self.cleaned_data["document_date"],
            "abstract": self.cleaned_data["document_abstract"],
            "file": self.cleaned_data["document_file"],
        }


def split_number(typed):
    """("07", "ĐA/TU") of "07-ĐA/TU"; what cannot be split stays whole as the symbol."""
    found = _NUMBER.match(typed)
    if not found:
        return "", typed[:40]
    number, _mark, symbol = found.groups()
    return number, symbol[:40]


class DecisionForm(DocumentForm):
    """The decision on the organising committee."""

    document_type = DOCUMENT_TYPES["decision"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update(document_fields())


def _announced_on():
    return forms.DateField(label=_("Announced on"), help_text=_("The day time, place and content were made public."))


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


def move_form(move):
    """The form class of a move."""
    fields = {}
    for need in move.needs:
        if need == "document":
            fields |= document_fields()
        elif need == "announced_on":
            fields["announced_on"] = _announced_on()
        elif need == "participants":
            fields["participants"] = _participants()
        elif need == "reason":
            fields["reason"] = _reason(move.name in _REASON_ALWAYS)
    base = DocumentForm if "document" in move.needs else VersionedForm
    return type("MoveForm", (base,), {**fields, "document_type": DOCUMENT_TYPES.get(move.name)})
