"""Forms of a case: matter and parties, what is linked, visits on the spot, working meetings, its moves."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conferences.forms.bodies import BodyChoice, leading_bodies, units_around
from conferences.register_names import OrganisationNames
from dialogue_portal.fields import DayInput, LineInput, ParagraphsInput, RowsChoice
from dialogue_portal.forms import dress
from handling.move_forms import MoveForm, PaperMoveForm, Part, VersionedForm, words_field
from registers.forms import DocumentFieldsMixin
from registers.models import DocumentType

from ..case_words import party_words
from ..models import CaseOutcome, CaseParty, CaseState
from ..services.cases import PartyData

_TITLE_HELP = _("What the matter is, without names of citizens; for example “Site clearance for the road to the port”.")


class CaseForm(forms.Form):
    title = LineInput(label=_("Matter"), max_length=300, help_text=_TITLE_HELP)


class CaseEditForm(CaseForm, VersionedForm):
    """The matter of a case that is there."""


class PartyForm(forms.Form):
    part = forms.ChoiceField(label=_("Part"), choices=CaseParty.Part.choices)
    name = LineInput(label=_("Name"), max_length=200, required=False)
    # The party as it was: the meetings it took part in stay its own.
    party = forms.IntegerField(required=False, widget=forms.HiddenInput)

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
            PartyData(
                row["part"],
                row["name"],
                _body(names, row["name"]) if row["part"] == agencies else None,
                row.get("party"),
            )
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


class VisitForm(VersionedForm):
    on = DayInput(label=_("Date"), help_text=_("For example 25/11/2026."))
    leader = LineInput(label=_("Leader"), max_length=200, help_text=_("Name and post."))
    place = LineInput(label=_("Place"), max_length=200)
    result = ParagraphsInput(
        label=_("Result"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_on(self):
        return _not_later(self.cleaned_data["on"])


def _not_later(day):
    """The day, when it is over or today."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day lies in the future."))
    return day


class PaperByNumber(DocumentFieldsMixin):
    """A paper by number and day alone: no words and no file of it are kept with a case."""

    document_abstract = document_file = None

    def clean_document_date(self):
        day = self.cleaned_data["document_date"]
        return _not_later(day) if day else day


class MeetingForm(PaperByNumber, VersionedForm):
    on = DayInput(label=_("Date"), help_text=_("For example 25/11/2026."))
    place = LineInput(label=_("Place"), max_length=200)
    parties = RowsChoice(
        label=_("Who took part"), queryset=CaseParty.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    conclusion = ParagraphsInput(
        label=_("Conclusion"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("on", "place", "parties", "conclusion", "document_number", "document_date")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        parties = case.parties.select_related("organisation__unit")
        self.fields["parties"].queryset = parties
        self.fields["parties"].label_from_instance = lambda party: party_words(party, named=True)

    def clean_on(self):
        return _not_later(self.cleaned_data["on"])

    def values(self):
        """What `services.cases.add_meeting` takes."""
        names = ("on", "place", "parties", "conclusion", "version")
        return {name: self.cleaned_data[name] for name in names} | {"document": self.document_values()}


class ResponsibleForm(MoveForm):
    responsible = BodyChoice(label=_("Body responsible"))

    def offer(self):
        units = units_around([self.obj.unit], self.today)
        self.fields["responsible"].offer(leading_bodies(units, self.today))


class ResolveForm(PaperByNumber, PaperMoveForm):
    document_type = DocumentType.CONCLUSION
    paper_required = True
    outcome = forms.ChoiceField(label=_("Outcome"), choices=CaseOutcome.choices, widget=forms.RadioSelect)
    resolved_on = DayInput(label=_("Resolved on"), initial=timezone.localdate, help_text=_("For example 25/11/2026."))
    layout = (
        Part(("outcome", "resolved_on")),
        Part(("document_number", "document_date"), _("Document of the resolution"), columns=2),
    )

    def clean_resolved_on(self):
        return _not_later(self.cleaned_data["resolved_on"])


class ReopenForm(MoveForm):
    reason = words_field(_("Reason"))


#: The form of each move of a case.
FORMS = {"name_responsible": ResponsibleForm, "resolve": ResolveForm, "reopen": ReopenForm}


class CaseListForm(forms.Form):
    """What the list is asked for; what makes no sense is passed over."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *CaseState.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)

    def narrow(self, cases):
        asked = self.cleaned_data.get("state") if self.is_valid() else ""
        return cases.filter(state=asked) if asked else cases
