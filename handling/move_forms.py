"""Forms of moves: exactly the fields a move needs, and the version the user saw. Each room above writes its own."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import ParagraphsInput
from registers.forms import DocumentFieldsMixin
from registers.models import DocumentType

from .days import check_day

PAPER_FIELDS = ("document_number", "document_date", "document_abstract", "document_file")


@dataclass(frozen=True)
class Part:
    """Fields that stand together. `shown_for`: choices that need them; the page hides the part for others."""

    names: tuple
    legend: object = ""
    hint: object = ""
    shown_for: tuple = ()
    columns: int = 1


def words_field(label, *, required=True, rows=3, help_text=""):
    return ParagraphsInput(
        label=label,
        required=required,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class RefusableForm(forms.Form):
    """A form that says what the rules refused when it was asked to save."""

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


class VersionedForm(RefusableForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(VersionedForm):
    """Base of all: knows the record, the user and the day, and turns what was typed into the data of the move."""

    layout: tuple = ()

    def __init__(self, *args, obj, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.obj, self.user, self.today = obj, user, today
        self.offer()
        self._order_as_shown()

    def _order_as_shown(self):
        """What is missing is listed from the top of the page down."""
        shown = [name for part in self.layout for name in part.names]
        self.order_fields([name for name in self.fields if name not in shown] + shown)

    def offer(self):
        """Fill the choices that depend on the record."""

    def parts(self):
        """The parts of the form with their bound fields, for the page."""
        for part in self.layout or (Part(tuple(field.name for field in self.visible_fields())),):
            fields = [self[name] for name in part.names if name in self.fields]
            if fields:
                yield part, fields

    @property
    def note(self):
        """What the move does to the record, where neither its name nor its fields say it."""
        return ""

    def data_for_move(self):
        kept = {name: value for name, value in self.cleaned_data.items() if not name.startswith("document_")}
        kept.pop("version")
        return kept

    def document_values(self):
        return None

    def doubts(self):
        """Sentences on what is odd in a valid form and taken all the same; asked for before the move is made."""
        return []


class PaperMoveForm(DocumentFieldsMixin, MoveForm):
    """A move that may bring a paper: with a number given, its date is asked for too."""

    document_type = DocumentType.OFFICIAL_LETTER
    paper_required = False
    paper = Part(PAPER_FIELDS, _("Document"), _("Leave it empty where there is none."), columns=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("document_number", "document_date"):
            if name in self.fields:
                self.fields[name].required = self.paper_required

    @property
    def oldest_paper(self):
        """The first day that a paper of this move can bear; None where it may be older than the record."""
        return None

    def clean_document_date(self):
        day = self.cleaned_data["document_date"]
        return check_day(day, received_on=self.oldest_paper, today=self.today) if day else day

    def document_values(self):
        values = super().document_values()
        return {**values, "type": self.document_type} if values else None
