"""Forms of the moves by which it is proposed and decided what becomes of a petition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.forms.bodies import BodyChoice, bodies_of
from handling.move_forms import PAPER_FIELDS, Part, words_field
from registers.models import ReasonList

from ...directions import directions_for
from ...models import (
    Complexity,
    Direction,
)
from ..listed import offer_listed
from ..move_parts import DecisionForm, MoveForm, day_field


class ProposeForm(MoveForm):
    direction = forms.ChoiceField(label=_("Direction"), widget=forms.RadioSelect)
    addressee = BodyChoice(label=_("Addressee"), required=False, help_text=_("To guide to, or to transfer to."))
    decline_reason = forms.ChoiceField(label=_("Why declined"), required=False)
    complexity = forms.ChoiceField(
        label=_("Complexity"), choices=Complexity.choices, help_text=_("Decides how long the settlement may take.")
    )
    reason = words_field(_("Grounds of the proposal"), required=False)
    layout = (
        Part(("direction",)),
        Part(("addressee",), shown_for=(Direction.GUIDE, Direction.TRANSFER)),
        Part(("decline_reason",), shown_for=(Direction.DECLINE,)),
        Part(("complexity",), shown_for=(Direction.ACCEPT,)),
        Part(("reason",)),
    )

    def offer(self):
        super().offer()
        offered = directions_for(self.petition)
        self.fields["direction"].choices = [(one.value, one.label) for one in offered]
        if {Direction.GUIDE, Direction.TRANSFER} & set(offered):
            self.fields["addressee"].offer(bodies_of(self.units()[::-1], self.today))
        else:
            del self.fields["addressee"]
        if Direction.DECLINE in offered:
            reasons, kind = self.fields["decline_reason"], self.petition.kind
            offer_listed(reasons, ReasonList.DECLINE, self.today, kind=kind, none="–")
        else:
            del self.fields["decline_reason"]
        self.fields["complexity"].initial = self.petition.complexity

    def clean(self):
        cleaned = super().clean()
        direction = cleaned.get("direction")
        goes = direction in (Direction.GUIDE, Direction.TRANSFER)
        for name, is_needed in (("addressee", goes), ("decline_reason", direction == Direction.DECLINE)):
            if is_needed and name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class ReasonForm(MoveForm):
    reason = words_field(_("Reason"))


class ApproveForm(DecisionForm):
    """On screen for the leader; of a denunciation the number and day of the decision on paper."""

    reason = words_field(_("Instructions"), required=False)
    layout = (Part(("reason",)), Part(PAPER_FIELDS, _("The decision on paper"), columns=2))

    def offer(self):
        super().offer()
        if not self.petition.is_denunciation:
            for name in PAPER_FIELDS:
                del self.fields[name]


class ResubmitForm(MoveForm):
    received_on = day_field(_("New letter received on"))

    def clean_received_on(self):
        return self.checked_day("received_on")
