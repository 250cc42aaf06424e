"""Forms of a case: matter and parties, what is linked, visits on the spot."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conferences.register_names import OrganisationNames
from dialogue_portal.fields import DayInput, LineInput, ParagraphsInput
from dialogue_portal.forms import dress
from handling.move_forms import VersionedForm

from ..models import CaseParty
from ..services.cases import PartyData

_TITLE_HELP = _("What the matter is, without names of citizens; for example “Site clearance for the road to the port”.")


class CaseForm(forms.Form):
    title = LineInput(label=_("Matter"), max_length=300, help_text=_TITLE_HELP)


class CaseEditForm(CaseForm, VersionedForm):
    """The matter of a case that is there."""


class PartyForm(forms.Form):
    part = forms.ChoiceField(label=_("Part"), choices=CaseParty.Part.choices)
    name = LineInput(label=_("Name"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)


class BaseParties(forms.BaseFormSet):
    def rows(self, *, on, near):
        """The filled rows; an agency whose name is that of one body of the day is that body."""
        given = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        agencies = CaseParty.Part.AGENCY
        names = OrganisationNames(on, near=near) if any(row["part"] == agencies for row in given) else None
        return [
            PartyData(row["part"], row["name"], _body(names, row["name"]) if row["part"] == agencies else None)
            for row in given
        ]


def _body(names, name):
    try:
        return names.find(name)
    except ValidationError:
        return None


def parties_formset(data=None, *, initial=(), more=0):
    """Parties: what is there, and free rows up to three at least; `more` adds further ones."""
    free = max(3 - len(initial), 1) + more
    factory = forms.formset_factory(PartyForm, formset=BaseParties, extra=free, max_num=40, absolute_max=60)
    return factory(data, initial=list(initial), prefix="parties")


class LinkForm(forms.Form):
    code = LineInput(
        label=_("Code of a petition, a conference or an opinion"),
        max_length=20,
        help_text=_("For example KN-2026-0003, HN-2026-0012 or YK-2026-0418."),
    )


class VisitForm(forms.Form):
    on = DayInput(label=_("Date"), help_text=_("For example 25/11/2026."))
    leader = LineInput(label=_("Leader"), max_length=200, help_text=_("Name and post."))
    place = LineInput(label=_("Place"), max_length=200)
    result = ParagraphsInput(
        label=_("Result"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day
