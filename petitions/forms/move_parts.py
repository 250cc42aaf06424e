"""What the forms of moves of a petition have in common: fields of words are not there for a denunciation."""

from functools import partial

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from conferences.forms.bodies import units_around
from dialogue_portal.fields import DayInput
from handling.move_forms import PAPER_FIELDS, Part, check_day
from handling.move_forms import MoveForm as BaseMoveForm
from handling.move_forms import PaperMoveForm as BasePaperForm
from registers.documents import example_number
from registers.models import DocumentType

from ..deadlines import approved_on
from ..models import PetitionKind, PetitionState
from ..paper_doubts import doubts_of
from ..paper_numbers import check_document_number
from .secret import ForgetsRefused

#: What the papers of these types are called in their numbers.
_SYMBOLS = {
    DocumentType.NOTICE: "TB",
    DocumentType.DECISION: "QĐ",
    DocumentType.MINUTES: "BB",
    DocumentType.OFFICIAL_LETTER: "CV",
}


def day_field(label):
    """A day that has to be told: none is filled in, so that nobody confirms one unread."""
    return DayInput(label=label, help_text=_("For example 25/11/2026."))


class MoveForm(ForgetsRefused, BaseMoveForm):
    """Base of all: knows the petition. Fields of words are not there for a denunciation."""

    #: Fields that hold words or files.
    words: tuple = ("reason", "document_abstract", "document_file")

    @property
    def petition(self):
        return self.obj

    @property
    def is_secret(self):
        """Of a denunciation, or of what is called one in the form."""
        return self.petition.is_denunciation or self._names_a_denunciation()

    def _names_a_denunciation(self):
        kinds = (self.data.get(name) for name in self.fields if name.startswith("kind"))
        return PetitionKind.DENUNCIATION in kinds

    def offer(self):
        if self.petition.is_denunciation:
            for name in self.words:
                self.fields.pop(name, None)

    def data_for_move(self):
        data = super().data_for_move()
        data.pop("knows_erasure", None)
        return data

    def what_becomes_of_the_case(self):
        """The sentence on the case of a petition whose words go; nothing where it belongs to none."""
        content = self.petition.content
        if content is None or content.case_id is None:
            return ""
        case = content.case
        is_shared = case.contents.exclude(pk=content.pk).exists() or case.links.exists()
        if is_shared:
            told = _("The words of case %(code)s are closed until its officer has looked through them.")
        else:
            told = _("Case %(code)s, which holds nothing else, goes with its parties and visits.")
        return told % {"code": case.code}

    def units(self):
        """The petition's unit as it is today and those above it, nearest first."""
        return units_around([self.petition.unit], self.today)

    def checked_day(self, name):
        return check_day(self.cleaned_data[name], received_on=self.petition.received_on, today=self.today)


class PaperForm(BasePaperForm, MoveForm):
    """A move that brings a paper; that of a denunciation has number and day alone."""

    paper_required = True
    #: What a number of such a paper may say of its kind; of a letter anything.
    kinds: tuple = ()
    paper = Part(PAPER_FIELDS, _("Document"), columns=2)
    layout: tuple = (paper,)

    @property
    def oldest_paper(self):
        return self.petition.received_on

    def doubts(self):
        number, date = self.cleaned_data.get("document_number"), self.cleaned_data.get("document_date")
        if not number or not date:
            return []
        return doubts_of(self.petition, number, date=date, kinds=self.kinds, issuer=self.issuer, user=self.user)

    @property
    def issuer(self):
        """The body whose paper it is."""
        return self.petition.owner

    def offer(self):
        super().offer()
        self._say_from_when_it_counts()
        kind, number = _SYMBOLS[self.document_type], self.fields["document_number"]
        if not self.petition.is_denunciation:
            number.help_text = _("Exactly as on the paper, for example %(example)s.") % {
                "example": example_number(self.issuer, kind)
            }
            return
        number.help_text = _("The number alone, or %(example)s, for example.") % {
            "example": example_number(self.issuer, kind)
        }
        number.validators.append(partial(check_document_number, body=self.issuer))

    def _say_from_when_it_counts(self):
        """What carries out a decision may be dated before it and is kept so, but is in time or late by the decision."""
        if self.petition.state != PetitionState.APPROVED:
            return
        decided_on = approved_on(self.petition)
        if decided_on > self.petition.received_on:
            shown = {"day": formats.date_format(decided_on, "SHORT_DATE_FORMAT")}
            told = _("Whether it is in time counts from %(day)s at the earliest, when it was decided.")
            self.fields["document_date"].help_text = told % shown


class ReplyForm(PaperForm):
    """A letter of the body that it was transferred to, or that leads."""

    @property
    def issuer(self):
        return self.petition.addressee or self.petition.handling.lead or self.petition.owner


class NoticeForm(PaperForm):
    document_type = DocumentType.NOTICE

    @property
    def kinds(self):
        # A denunciation is accepted by a decision.
        return ("TB", "QĐ") if self.petition.is_denunciation else ("TB",)


class DecisionForm(PaperForm):
    document_type = DocumentType.DECISION
    kinds = ("QĐ",)


class MinutesForm(PaperForm):
    document_type = DocumentType.MINUTES
    kinds = ("BB",)
