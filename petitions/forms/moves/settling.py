"""Forms of the moves of a settlement: its begin, its time limits, its decision, and what follows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.forms.bodies import BodyChoice, leading_bodies
from dialogue_portal.fields import DayInput
from handling.move_forms import PAPER_FIELDS, Part
from registers.models import ReasonList

from ...models import (
    Complexity,
    Finding,
    PetitionKind,
)
from ..listed import offer_listed
from ..move_parts import DecisionForm, MoveForm, PaperForm, day_field


class DayForm(MoveForm):
    day = day_field(_("Day"))

    def clean_day(self):
        return self.checked_day("day")


class StartForm(DecisionForm):
    lead = BodyChoice(label=_("Body that leads"), required=False, help_text=_("Left empty, it is the receiving body."))
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


class SettleForm(DecisionForm):
    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect)
    layout = (Part(("finding",)), PaperForm.paper)


class ExtendForm(DecisionForm):
    complexity = forms.ChoiceField(label=_("Complexity"), choices=Complexity.choices[1:], widget=forms.RadioSelect)
    new_due_on = DayInput(label=_("New due date"), help_text=_("For example 25/11/2026."))
    layout = (Part(("complexity",)), Part(("new_due_on",)), PaperForm.paper)

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
