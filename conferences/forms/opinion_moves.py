"""Forms of the moves of an opinion: exactly the fields a move needs, and the version the user saw."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import LineInput, ParagraphsInput
from registers.levels import Level
from registers.models import DocumentType, Field, Organisation
from registers.succession import present_unit_of
from registers.uploads import validate_upload

from .. import effects
from ..models import Opinion, Outcome, UnresolvedReason
from ..models.vocabulary import RefusalReason
from .moves import DocumentForm, VersionedForm, document_fields


def _words(label, *, required=True, rows=3, help_text=""):
    return ParagraphsInput(
        label=label,
        required=required,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class FieldChoice(forms.ModelChoiceField):
    """Fields of level 2 under their field of level 1."""

    def __init__(self, **kwargs):
        rows = Field.objects.filter(parent__isnull=False, valid_until__isnull=True).select_related("parent")
        super().__init__(queryset=rows.order_by("code"), **kwargs)

    def label_from_instance(self, row):
        return f"{row.parent.name} › {row.name}"


class BodyChoice(forms.ModelChoiceField):
    """Bodies that may lead, coordinate or be written to: provincial ones, and those of the opinion's own unit."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Organisation.objects.none(), **kwargs)


def bodies_for(opinion, on):
    """Current bodies without a unit above theirs, and those of the opinion's unit or what it has become."""
    present = present_unit_of(opinion.unit, on)
    is_near = Q(unit__parent__isnull=True) | Q(unit__in={opinion.unit_id, present.pk})
    return Organisation.objects.on(on).filter(is_near).order_by("rank", "sort_key")


class MoveForm(VersionedForm):
    """Base of all: knows the opinion and the user, and turns what was typed into the data of the move."""

    def __init__(self, *args, opinion, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.opinion, self.user = opinion, user
        today = timezone.localdate()
        for name in ("lead", "coordinators", "addressee"):
            if name in self.fields:
                self.fields[name].queryset = bodies_for(opinion, today)

    def data_for_move(self):
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("document_")}


class PaperForm(MoveForm, DocumentForm):
    """A move that may bring a paper: with a number given, its date is asked for too."""

    document_type = DocumentType.OFFICIAL_LETTER
    paper_required = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        papers = document_fields()
        for name in ("document_number", "document_date"):
            papers[name].required = self.paper_required
        self.fields.update(papers)

    def clean(self):
        cleaned = super().clean()
        number, day = cleaned.get("document_number"), cleaned.get("document_date")
        if number and not day and "document_date" not in self.errors:
            self.add_error("document_date", _("Give the date of the document too."))
        if (day or cleaned.get("document_file")) and not number and "document_number" not in self.errors:
            self.add_error("document_number", _("Give the number and symbol of the document too."))
        return cleaned

    def document_values(self):
        return super().document_values() if self.cleaned_data.get("document_number") else None


class ClassifyForm(MoveForm):
    field = FieldChoice(label=pgettext_lazy("subject", "Field"))
    competent_level = forms.ChoiceField(label=_("Competent level"), choices=Level.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competent_level"].initial = self.opinion.level


class RefuseForm(MoveForm):
    refusal_reason = forms.ChoiceField(label=_("Reason by the list"), choices=RefusalReason.choices)
    reason = _words(_("In your own words"), required=False)


class AssignForm(MoveForm):
    lead = BodyChoice(label=_("Lead organisation"))
    coordinators = forms.ModelMultipleChoiceField(
        label=_("Coordinating organisations"), queryset=Organisation.objects.none(), required=False
    )
    is_complex = forms.BooleanField(
        label=_("Complex matter"), required=False, help_text=_("The longer period of the rule applies.")
    )


class ReasonForm(MoveForm):
    reason = _words(_("Reason"))


class AnswerForm(PaperForm):
    text = _words(_("Answer"), required=False, rows=6)
    answerer = LineInput(label=_("Answered by"), required=False, max_length=160, help_text=_("Name and post."))
    answered_on = forms.DateField(label=_("Answered on"), required=False)


class HallAnswerForm(MoveForm):
    answerer = LineInput(label=_("Answered by"), max_length=160, help_text=_("Name and post."))
    text = _words(_("Answer"), rows=5)


class OutcomeForm(PaperForm):
    """Outcome with its evidence; which parts are needed depends on the outcome, and the rules say so by field."""

    allowed = effects.VERIFIED_OUTCOMES
    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    confirmed_by = LineInput(
        label=_("Confirmed by"), required=False, max_length=160, help_text=_("Who confirms that it is resolved.")
    )
    evidence = forms.FileField(label=_("Evidence as a file"), required=False)
    milestone = _words(_("Milestone"), required=False, rows=2, help_text=_("For “step by step”."))
    next_review_on = forms.DateField(label=_("Next review on"), required=False, help_text=_("For “step by step”."))
    unresolved_reason = forms.ChoiceField(
        label=_("Why unresolved"), required=False, choices=[("", "–"), *UnresolvedReason.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(choice.value, choice.label) for choice in map(Outcome, self.allowed)]

    def clean_evidence(self):
        upload = self.cleaned_data["evidence"]
        if upload:
            validate_upload(upload)
        return upload


class DecideForm(OutcomeForm):
    allowed = effects.UNDECIDED_OUTCOMES
    confirmed_by = evidence = None
    reason = _words(_("Reason"), required=False)


class ForwardForm(PaperForm):
    paper_required = True
    addressee = BodyChoice(label=_("Addressee"))
    reason = _words(_("Reason"), required=False)


class ReplyForm(AnswerForm):
    answerer = None


class MergeForm(MoveForm):
    master = LineInput(label=_("Code of the master opinion"), max_length=20, help_text=_("For example YK-2026-0012."))
    reason = _words(_("Reason"), required=False)

    def clean_master(self):
        code = self.cleaned_data["master"].upper()
        found = Opinion.objects.visible_to(self.user).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("There is no opinion %(code)s that you may see.") % {"code": code})
        return found


class ReopenForm(MoveForm):
    reason = _words(_("Reason"))
    lead = BodyChoice(label=_("Lead organisation"), required=False, help_text=_("Leave empty to keep the one it had."))


FORMS = {
    "classify": ClassifyForm,
    "refuse": RefuseForm,
    "assign": AssignForm,
    "return_assignment": ReasonForm,
    "acknowledge": MoveForm,
    "answer": AnswerForm,
    "answer_in_hall": HallAnswerForm,
    "return_answer": ReasonForm,
    "verify": OutcomeForm,
    "decide": DecideForm,
    "forward": ForwardForm,
    "record_reply": ReplyForm,
    "merge": MergeForm,
    "close": MoveForm,
    "resume": ReasonForm,
    "reopen": ReopenForm,
}
