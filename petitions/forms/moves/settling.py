"""Forms of the moves of a settlement: its begin, its time limits, its decision, and what follows."""

from copy import copy

from django import forms
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conferences.forms.bodies import BodyChoice, leading_bodies
from dialogue_portal.fields import DayInput
from handling.clock import due_when_resumed
from handling.move_forms import PAPER_FIELDS, PaperMoveForm, Part, words_field
from registers.models import ReasonList, RuleMissing

from ...deadlines import extended_due, latest_extended
from ...models import (
    Complexity,
    Finding,
    PetitionKind,
    PublicationWay,
)
from ..listed import offer_listed
from ..move_parts import DecisionForm, MoveForm, PaperForm, day_field


class DayForm(MoveForm):
    day = day_field(_("Day"))

    def clean_day(self):
        return self.checked_day("day")


class WithdrawForm(DayForm):
    day = day_field(_("Day of the request"))
    has_request = forms.BooleanField(label=_("The sender's request, written and signed, lies before me"))
    reason = words_field(
        _("What the request says"), help_text=_("Whether it concerns all of the petition, and where it is kept.")
    )
    layout = (Part(("day", "has_request"), _("Request to withdraw")), Part(("reason",)))

    def offer(self):
        super().offer()
        if self.petition.is_denunciation:
            self.fields["has_request"].label = _("The request, written and signed, is in the paper file")


class PublishForm(DayForm):
    day = day_field(_("Published on"))
    way = forms.ChoiceField(label=_("Way of publication"), choices=PublicationWay.choices, widget=forms.RadioSelect)


class ExecuteForm(DayForm):
    day = day_field(_("Executed on"))
    reason = words_field(_("What was done"))


class CloseForm(MoveForm):
    is_complete = forms.BooleanField(label=_("The file is complete; nothing is added to it after this"))
    reason = words_field(_("Note"), required=False, help_text=_("Where the file is kept, for example."))

    def offer(self):
        super().offer()
        if self.petition.handling.reply_due_on:
            self.fields["is_complete"].help_text = _(
                "No reply of the body that it was transferred to is recorded; it is waited for no more."
            )


class StartForm(DecisionForm):
    lead = BodyChoice(label=_("Body that leads"), help_text=_("The receiving body itself, or another."))
    layout = (Part(("lead",)), Part(PAPER_FIELDS, _("Decision to verify"), columns=2))

    def __init__(self, *args, obj, **kwargs):
        self.paper_required = obj.kind != PetitionKind.RECOMMENDATION
        super().__init__(*args, obj=obj, **kwargs)

    def offer(self):
        super().offer()
        if self.petition.is_denunciation:
            del self.fields["lead"]
        else:
            self.fields["lead"].offer(leading_bodies(self.units(), self.today))


class ChangeLeadForm(MoveForm):
    lead = BodyChoice(label=_("Body that leads"))
    reason = words_field(_("Reason"))

    def offer(self):
        super().offer()
        bodies = leading_bodies(self.units(), self.today)
        self.fields["lead"].offer([body for body in bodies if body.pk != self.petition.handling.lead_id])


class SettleForm(DecisionForm):
    # A denunciation ends in a conclusion.
    kinds = ("QĐ", "KL")
    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect)
    layout = (Part(("finding",)), PaperForm.paper)


class ExtendForm(DecisionForm):
    complexity = forms.ChoiceField(label=_("Complexity"), choices=Complexity.choices[1:], widget=forms.RadioSelect)
    new_due_on = DayInput(label=_("New due date"), help_text=_("For example 25/11/2026."))
    layout = (Part(("complexity",)), Part(("new_due_on",)), PaperForm.paper)

    @property
    def note(self):
        """To which day it goes and how often: whoever signs knows before."""
        try:
            return _what_extending_does(copy(self.petition))
        except RuleMissing:
            return ""

    def offer(self):
        super().offer()
        if self.petition.is_denunciation:
            # How often it may be extended depends on it.
            self.fields["complexity"].initial = self.petition.complexity
        else:
            del self.fields["complexity"]
        if self.petition.kind != PetitionKind.RECOMMENDATION:
            # The rule of the law gives the date.
            del self.fields["new_due_on"]


def _what_extending_does(petition):
    told = {"old": formats.date_format(petition.handling.due_on, "SHORT_DATE_FORMAT")}
    if petition.kind == PetitionKind.RECOMMENDATION:
        told["new"] = formats.date_format(latest_extended(petition).on, "SHORT_DATE_FORMAT")
        return gettext("It is due on %(old)s; it is extended once, to %(new)s at the latest.") % told
    if petition.kind == PetitionKind.COMPLAINT:
        petition.complexity = Complexity.COMPLEX
    told["new"] = formats.date_format(extended_due(petition)[0], "SHORT_DATE_FORMAT")
    if petition.is_denunciation:
        sentence = gettext("The due date moves from %(old)s to %(new)s. The complexity says how often it may.")
    else:
        sentence = gettext("Due on %(new)s in place of %(old)s, as a complex matter from then on. It is done once.")
    return sentence % told


class ResumeForm(DecisionForm):
    """A decision where there is one; of a denunciation there is."""

    layout = (PaperMoveForm.paper,)

    def __init__(self, *args, obj, **kwargs):
        self.paper_required = obj.is_denunciation
        super().__init__(*args, obj=obj, **kwargs)

    @property
    def note(self):
        handling = self.petition.handling
        if handling.stopped_on is None:
            return ""
        days = {"old": handling.due_on, "new": due_when_resumed(handling, on=self.today)}
        told = {name: formats.date_format(day, "SHORT_DATE_FORMAT") for name, day in days.items()}
        return gettext("The due date moves by the days the clock stood: today from %(old)s to %(new)s.") % told


class _GroundForm(DecisionForm):
    """A decision on a ground of a list of the register."""

    reasons: ReasonList
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    layout = (Part(("ground",)), PaperForm.paper)

    def offer(self):
        super().offer()
        offer_listed(self.fields["ground"], self.reasons, self.today)


class SuspendForm(_GroundForm):
    reasons = ReasonList.PAUSE


class TerminateForm(_GroundForm):
    reasons = ReasonList.END
