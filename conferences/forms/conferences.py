"""Forms of a conference: its data, its chairs and committee, what a move needs, its secretary."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.reach import reach_of
from accounts.roles import Role
from dialogue_portal.fields import DayInput, LineInput, NumberInput, ParagraphsInput, TimeInput
from dialogue_portal.forms import dress
from registers.models import AdministrativeUnit
from registers.unit_choice import NameWithOptions, UnitName

from ..models import CommitteeMember, Conference, ConferenceKind, ConferenceMode, Side
from ..register_names import OrganisationNames, UnitNames
from ..services.people import ChairRow, CommitteeRow
from .fields import LinesField, SalutationField

ORGANISATION_OPTIONS = "organisation-options"
PREVIOUS_OPTIONS = "previous-options"
#: With so few units to choose from, a list to open is quicker than typing.
_FEW_UNITS = 12


def kept_units(user, conference=None):
    """Units this user may hold conferences in; a secretary's own conference keeps its unit."""
    kept = Q(pk__in=reach_of(user).kept_units().values("pk"))
    return AdministrativeUnit.objects.filter(kept | Q(pk=conference.unit_id) if conference else kept)


def only_root(user):
    """The number of the unit whose tree this user keeps, where it is one tree."""
    roots = reach_of(user).keeps_unit_ids
    return roots[0] if len(roots) == 1 else None


class ConferenceForm(forms.Form):
    """The data of a conference. The unit is given by name and found on the day of the conference."""

    title = LineInput(
        label=_("Title of the conference"),
        max_length=300,
        help_text=_("As it stands on the papers, without the word “Minutes”."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ConferenceKind.choices, initial=ConferenceKind.REGULAR)
    theme = LineInput(label=_("Theme"), max_length=300, required=False)
    unit = LineInput(label=_("Unit"), max_length=300)
    side = forms.ChoiceField(label=_("Organised by"), choices=Side.choices, initial=Side.BOTH)
    organiser = LineInput(
        label=_("Organising body"),
        max_length=200,
        required=False,
        widget=NameWithOptions(ORGANISATION_OPTIONS),
        help_text=_("Optional. Its registry sees the conference too."),
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=ConferenceMode.choices, initial=ConferenceMode.IN_PERSON)
    held_on = DayInput(label=_("Date"), help_text=_("The first day, for example 25/11/2026."))
    starts = TimeInput(label=_("Starts at"), required=False, help_text=_("For example 7:30."))
    last_day = DayInput(label=_("Last day"), required=False, help_text=_("Only if it lasts several days."))
    ends = TimeInput(label=_("Ends at"), required=False)
    venues = LinesField(
        label=_("Places"), required=False, help_text=_("One on each line: the hall first, then points joined by video.")
    )
    planned_participants = NumberInput(
        label=_("Participants planned"), required=False, min_value=0, max_value=1_000_000
    )
    previous = LineInput(
        label=_("Previous edition"),
        max_length=20,
        required=False,
        widget=NameWithOptions(PREVIOUS_OPTIONS),
        help_text=_("The code of the earlier conference this one continues, for example HN-2025-0012."),
    )
    agenda = ParagraphsInput(label=_("Agenda"), required=False, max_length=10_000)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, conference=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.conference = user, conference
        self.units = kept_units(user, conference)
        self._offer_units()

    def _offer_units(self):
        current = self.units.filter(valid_until=None) | self.units.filter(valid_until__gte=timezone.localdate())
        names = list(current.select_related("parent").order_by("level", "sort_key").distinct()[: _FEW_UNITS + 1])
        typed = self.data.get("unit") or self.initial.get("unit")
        if 0 < len(names) <= _FEW_UNITS and (not typed or typed in {unit.full_name() for unit in names}):
            choices = [(unit.full_name(), unit.name) for unit in names]
            self.fields["unit"].widget = forms.Select(choices=choices)
        else:
            self.fields["unit"].widget = UnitName(day_of="held_on", within=only_root(self.user))
            self.fields["unit"].help_text = _("Type its name, with or without diacritics. It must exist on that date.")

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("held_on")
        if day and cleaned.get("unit"):
            self._find_unit(cleaned, day)
        if cleaned.get("organiser") and day:
            self._find_organiser(cleaned, day)
        cleaned["previous"] = self._find_previous(cleaned.get("previous"))
        self._set_times(cleaned, day)
        return cleaned

    def _find_unit(self, cleaned, day):
        try:
            cleaned["unit"] = UnitNames(day, units=self.units).find(cleaned["unit"])
        except ValidationError as error:
            self.add_error("unit", error)

    def _find_organiser(self, cleaned, day):
        unit = cleaned.get("unit") if isinstance(cleaned.get("unit"), AdministrativeUnit) else None
        try:
            cleaned["organiser"] = OrganisationNames(day, near=unit).find(cleaned["organiser"])
        except ValidationError as error:
            self.add_error("organiser", error)

    def _find_previous(self, code):
        if not code:
            return None
        found = Conference.objects.visible_to(self.user).filter(code__iexact=code.split(" ")[0]).first()
        if found is None:
            self.add_error("previous", _("There is no conference with this code in your area."))
        elif self.conference and found.pk == self.conference.pk:
            self.add_error("previous", _("A conference is not its own previous edition."))
        return found

    def _set_times(self, cleaned, day):
        if not day:
            return
        starts, ends, last = cleaned.get("starts"), cleaned.get("ends"), cleaned.get("last_day")
        if last and last < day:
            self.add_error("last_day", _("The last day is before the first."))
            return
        if last and not ends:
            self.add_error("ends", _("Give the time it ends on the last day."))
        cleaned["starts_at"] = timezone.make_aware(datetime.combine(day, starts)) if starts else None
        cleaned["ends_at"] = timezone.make_aware(datetime.combine(last or day, ends)) if ends else None
        if starts and ends and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends", _("It ends before it starts."))

    def values(self):
        """What `services.conferences` takes, of a valid form."""
        names = (
            *("title", "theme", "unit", "side", "kind", "mode", "held_on", "starts_at", "ends_at", "agenda"),
            *("planned_participants", "previous"),
        )
        return {
            **{name: self.cleaned_data[name] for name in names},
            "organiser": self.cleaned_data["organiser"] or None,
        }

    @staticmethod
    def initial_of(conference):
        """The data of a conference as the form shows it."""
        starts = timezone.localtime(conference.starts_at) if conference.starts_at else None
        ends = timezone.localtime(conference.ends_at) if conference.ends_at else None
        return {
            **{
                name: getattr(conference, name)
                for name in ("title", "theme", "side", "kind", "mode", "held_on", "agenda")
            },
            "unit": conference.unit.full_name(),
            "organiser": conference.organiser.name if conference.organiser else "",
            "starts": starts.time() if starts else None,
            "ends": ends.time() if ends else None,
            "last_day": ends.date() if ends and ends.date() != conference.held_on else None,
            "venues": [venue.name for venue in conference.venues.all()],
            "planned_participants": conference.planned_participants,
            "previous": conference.previous.code if conference.previous else "",
            "version": conference.version,
        }


class ChairForm(forms.Form):
    salutation = SalutationField()
    full_name = LineInput(label=_("Full name"), max_length=120, required=False)
    titles = LineInput(label=_("All titles"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("titles") and not cleaned.get("full_name"):
            self.add_error("full_name", _("Titles need a name."))
        if cleaned.get("full_name") and not cleaned.get("titles"):
            self.add_error("titles", _("A chair is printed with all titles: give at least one."))
        return cleaned


class BaseChairs(forms.BaseFormSet):
    def clean(self):
        names = [form.cleaned_data.get("full_name") for form in self.forms if form.is_valid()]
        repeated = {name for name in names if name and names.count(name) > 1}
        if repeated:
            raise forms.ValidationError(
                _("%(name)s is there twice. Write all titles of one person in one row.")
                % {"name": ", ".join(sorted(repeated))}
            )

    def rows(self):
        """The filled rows, in order."""
        return [ChairRow(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("full_name")]


class CommitteeForm(forms.Form):
    duty = forms.ChoiceField(label=_("Duty"), choices=CommitteeMember.Duty.choices, initial=CommitteeMember.Duty.MEMBER)
    full_name = LineInput(label=_("Full name"), max_length=120, required=False)
    organisation = LineInput(
        label=_("or a body"), max_length=200, required=False, widget=NameWithOptions(ORGANISATION_OPTIONS)
    )
    titles = LineInput(label=_("Titles"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("titles") and not (cleaned.get("full_name") or cleaned.get("organisation")):
            self.add_error("full_name", _("Titles need a name or a body."))
        return cleaned


class BaseCommittee(forms.BaseFormSet):
    def rows(self):
        """The filled rows, in order, once `find_bodies` found every body."""
        return [
            CommitteeRow(
                duty=form.cleaned_data["duty"],
                full_name=form.cleaned_data["full_name"],
                organisation=form.body,
                titles=form.cleaned_data["titles"],
            )
            for form in self.forms
            if form.cleaned_data.get("full_name") or form.cleaned_data.get("organisation")
        ]

    def find_bodies(self, day, *, near=None):
        """Find the bodies named in the rows as they are on a day; adds errors to the rows. True when all are known."""
        named = [form for form in self.forms if form.cleaned_data.get("organisation")]
        for form in self.forms:
            form.body = None
        names = OrganisationNames(day, near=near) if named else None
        for form in named:
            try:
                form.body = names.find(form.cleaned_data["organisation"])
            except ValidationError as error:
                form.add_error("organisation", error)
        return all(form.body for form in named)


def chairs_formset(data=None, *, initial=(), more=0):
    """Chairs: what is there, and free rows up to four at least; `more` adds further ones."""
    free = max(4 - len(initial), 1) + more
    factory = forms.formset_factory(ChairForm, formset=BaseChairs, extra=free, max_num=40, absolute_max=60)
    return factory(data, initial=list(initial), prefix="chairs")


def committee_formset(data=None, *, initial=(), more=0):
    free = max(4 - len(initial), 1) + more
    factory = forms.formset_factory(CommitteeForm, formset=BaseCommittee, extra=free, max_num=80, absolute_max=100)
    return factory(data, initial=list(initial), prefix="committee")


class SecretaryForm(forms.Form):
    """Who serves the conference as its secretary, from today."""

    user = forms.ModelChoiceField(label=_("Secretary"), queryset=User.objects.none(), empty_label=_("Choose a person"))

    def __init__(self, *args, user, conference, on, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.holding(on=on, role=Role.CONFERENCE_SECRETARY).filter(is_active=True)
        reach = reach_of(user)
        if not reach.is_commission:
            people = people.filter(memberships__organisation__unit__in=reach.kept_units())
        serving = conference.staff.filter(Q(valid_until=None) | Q(valid_until__gte=on)).values("user")
        self.fields["user"].queryset = people.exclude(pk__in=serving).distinct().order_by("sort_key", "pk")
