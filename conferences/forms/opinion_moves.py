"""Forms of the moves of an opinion: exactly the fields a move needs, and the version the user saw."""

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import DayInput, LineInput
from handling.move_forms import PAPER_FIELDS, PaperMoveForm, Part, words_field
from handling.move_forms import MoveForm as BaseMoveForm
from registers.levels import Level
from registers.models import AdministrativeUnit, Field
from registers.unit_choice import NameWithOptions
from registers.uploads import ACCEPT, validate_upload

from .. import effects
from ..assignment_dates import assignment_dates
from ..models import Opinion, Outcome, UnresolvedReason
from ..models.vocabulary import RefusalReason
from .bodies import BodiesChoice, BodyChoice, bodies_of, leading_bodies, units_around, usual_lead

#: What each outcome means, as the statistics count it.
MEANINGS = {
    Outcome.AT_CONFERENCE: _(
        "Somebody competent gave a complete answer or decision in the hall; nothing is left to do."
    ),
    Outcome.AFTER: _("What was asked for is done, or a final written answer was given after the conference."),
    Outcome.EXPLAINED: _("Already regulated, or not feasible: the answer informs and names the rule."),
    Outcome.NOT_ACCEPTED: _("Against the law, or the facts are not as stated."),
    Outcome.STEP_BY_STEP: _("Accepted, with a plan and milestones, not finished yet."),
    Outcome.UNRESOLVED: _("No answer or no action so far, whatever the reason."),
}
RESOLVED = (Outcome.AT_CONFERENCE, Outcome.AFTER)
#: How many opinions are offered as the master of a merged one.
_MASTERS = 40


class FieldChoice(forms.ModelChoiceField):
    """Fields of level 2 under their field of level 1."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Field.objects.filter(parent__isnull=False, valid_until__isnull=True), empty_label="–", **kwargs
        )

    def offer(self):
        groups = {}
        for row in self.queryset.select_related("parent").order_by("code"):
            groups.setdefault(row.parent.name, []).append((row.pk, f"{row.code} {row.name}"))
        self.choices = [("", "–"), *groups.items()]


class MoveForm(BaseMoveForm):
    """Base of all: knows the opinion."""

    @property
    def opinion(self):
        return self.obj

    def units(self):
        """The opinion's unit as it is today and those above it, nearest first."""
        return units_around([self.opinion.unit], self.today)


class PaperForm(PaperMoveForm, MoveForm):
    """A move of an opinion that may bring a paper."""


class ClassifyForm(MoveForm):
    field = FieldChoice(label=pgettext_lazy("subject", "Field"))
    competent_level = forms.ChoiceField(
        label=_("Competent level"), choices=Level.choices, help_text=_("Who has the authority to settle it.")
    )

    def offer(self):
        self.fields["field"].offer()
        known = set(AdministrativeUnit.objects.on(self.opinion.raised_on).values_list("level", flat=True).distinct())
        levels = [choice for choice in Level.choices if choice[0] in known or choice[0] == Level.CENTRAL]
        self.fields["competent_level"].choices = levels
        self.fields["competent_level"].initial = self.opinion.level


class RefuseForm(MoveForm):
    refusal_reason = forms.ChoiceField(
        label=_("Reason by the list"), choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    reason = words_field(_("In your own words"), required=False)


class AssignForm(MoveForm):
    lead = BodyChoice(label=_("Lead organisation"))
    is_complex = forms.BooleanField(
        label=_("Complex matter"), required=False, help_text=_("The longer period of the rule applies.")
    )
    coordinators = BodiesChoice(label=_("Coordinating organisations"))

    def offer(self):
        bodies = leading_bodies(self.units(), self.today)
        self.fields["lead"].offer(bodies, suggested=usual_lead(self.user, [self.opinion], bodies))
        self.fields["coordinators"].offer(bodies)

    def due_dates(self):
        """The due dates of an ordinary and of a complex matter assigned today."""
        return assignment_dates(self.opinion.level, self.today)


class ReassignForm(AssignForm):
    """Another lead; the coordinators it has are ticked, and whoever takes the lead over is left out by the rule."""

    reason = words_field(_("Reason"))

    def offer(self):
        handling = self.opinion.handling
        present = list(handling.coordinators.select_related("unit"))
        bodies = leading_bodies(self.units(), self.today)
        self.fields["lead"].offer([row for row in bodies if row.pk != handling.lead_id])
        self.fields["coordinators"].offer([*bodies, *(row for row in present if row not in bodies)])
        self.fields["coordinators"].initial = [row.pk for row in present]
        self.fields["is_complex"].initial = handling.due_basis.get("key") == effects.due_key({"is_complex": True})
        self.fields["lead"].help_text = _(
            "%(body)s leads it now and was to answer by %(day)s. That date stays in the record; if it has passed, "
            "the answer counts as late whoever gives it."
        ) % {"body": handling.lead, "day": formats.date_format(handling.due_on, "SHORT_DATE_FORMAT")}


class ReclassifyForm(ClassifyForm):
    reason = words_field(_("Reason"))

    def offer(self):
        super().offer()
        opinion = self.opinion
        self.fields["field"].initial = opinion.field_id
        self.fields["competent_level"].initial = opinion.competent_level or opinion.level
        if opinion.handling.due_on:
            self.fields["competent_level"].help_text = _(
                "Who has the authority to settle it. The due date, %(day)s, does not change by itself: "
                "extend it, or pass the opinion on to another lead, where it no longer fits."
            ) % {"day": formats.date_format(opinion.handling.due_on, "SHORT_DATE_FORMAT")}


class ReasonForm(MoveForm):
    reason = words_field(_("Reason"))


class AnswerForm(PaperForm):
    text = words_field(_("Answer"), required=False, rows=6)
    answerer = LineInput(label=_("Answered by"), required=False, max_length=160, help_text=_("Name and post."))
    answered_on = DayInput(
        label=_("Answered on"), required=False, help_text=_("Left empty, it is today; for example 25/11/2026.")
    )
    layout = (
        Part(("text",)),
        Part(("answerer", "answered_on"), columns=2),
        PaperForm.paper,
    )

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class HallAnswerForm(MoveForm):
    answerer = LineInput(
        label=_("Answered by"), max_length=160, help_text=_("Name and post."), widget=NameWithOptions("answerers")
    )
    text = words_field(_("Answer"), rows=5)

    def suggestions(self):
        """The chairs of the conference: (id of the list, what it offers)."""
        chairs = self.opinion.conference.chairs.select_related("person") if self.opinion.conference_id else []
        return "answerers", [(f"{chair.person.full_name}, {chair.titles}"[:160], "") for chair in chairs]


class OutcomeForm(PaperForm):
    """Outcome with its evidence; which parts are needed depends on the outcome, and the rules say so by field."""

    allowed = effects.VERIFIED_OUTCOMES
    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    confirmed_by = LineInput(
        label=_("Confirmed by"), required=False, max_length=160, help_text=_("Who confirms that it is resolved.")
    )
    evidence = forms.FileField(
        label=_("Evidence as a file"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )
    milestone = words_field(_("Milestone"), required=False, rows=2)
    next_review_on = DayInput(label=_("Next review on"), required=False, help_text=_("For example 25/11/2026."))
    unresolved_reason = forms.ChoiceField(
        label=_("Why unresolved"), required=False, choices=[("", "–"), *UnresolvedReason.choices]
    )
    layout = (
        Part(
            ("confirmed_by", "evidence"),
            _("Evidence that it is resolved"),
            _("One of these, or a document below."),
            shown_for=RESOLVED,
            columns=2,
        ),
        Part(("milestone", "next_review_on"), _("How it goes on"), shown_for=(Outcome.STEP_BY_STEP,)),
        Part(("unresolved_reason",), shown_for=(Outcome.UNRESOLVED,)),
        Part(("reason",)),
        PaperForm.paper,
    )

    def offer(self):
        last = self.opinion.answers.order_by("-pk").first()
        outcomes = [outcome for outcome in self.allowed if outcome != Outcome.AT_CONFERENCE or (last and last.in_hall)]
        self.fields["outcome"].choices = [(outcome.value, outcome.label) for outcome in outcomes]

    def explained(self):
        """The outcome, and each choice of it with what it means."""
        return self["outcome"], [(choice, MEANINGS[Outcome(choice.data["value"])]) for choice in self["outcome"]]

    def clean_evidence(self):
        upload = self.cleaned_data["evidence"]
        if upload:
            validate_upload(upload)
        return upload


class DecideForm(OutcomeForm):
    allowed = effects.UNDECIDED_OUTCOMES
    confirmed_by = evidence = None
    reason = words_field(_("In your own words"), required=False)


class ForwardForm(PaperForm):
    paper_required = True
    addressee = BodyChoice(label=_("Addressee"))
    reason = words_field(_("Reason"), required=False)
    layout = (
        Part(("addressee", "reason")),
        Part(PAPER_FIELDS, _("Document by which it was forwarded"), columns=2),
    )

    def offer(self):
        self.fields["addressee"].offer(bodies_of(self.units()[::-1], self.today))


class ReplyForm(AnswerForm):
    answerer = None


class MergeForm(MoveForm):
    master = LineInput(
        label=_("Code of the master opinion"),
        max_length=20,
        help_text=_("For example YK-2026-0012. It stays; this one is counted with it no more."),
        widget=NameWithOptions("masters"),
    )
    reason = words_field(_("Reason"), required=False)

    def clean_master(self):
        code = self.cleaned_data["master"].upper()
        found = Opinion.objects.visible_to(self.user).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("There is no opinion %(code)s that you may see.") % {"code": code})
        return found

    def suggestions(self):
        """Counted opinions of the same unit, newest first: (id of the list, what it offers)."""
        rows = (
            Opinion.objects.visible_to(self.user).counted().filter(unit=self.opinion.unit).exclude(pk=self.opinion.pk)
        )
        newest = rows.select_related("current_text").order_by("-raised_on", "-pk")[:_MASTERS]
        return "masters", [(row.code, row.current_text.text[:90] if row.current_text_id else "") for row in newest]


class ReopenForm(MoveForm):
    reason = words_field(_("Reason"))
    lead = BodyChoice(label=_("Lead organisation"), required=False, help_text=_("Leave empty to keep the one it had."))

    def offer(self):
        bodies = leading_bodies(self.units(), self.today)
        self.fields["lead"].offer(bodies, suggested=usual_lead(self.user, [self.opinion], bodies))


FORMS = {
    "classify": ClassifyForm,
    "refuse": RefuseForm,
    "assign": AssignForm,
    "reassign": ReassignForm,
    "reclassify": ReclassifyForm,
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
