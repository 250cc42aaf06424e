"""People and their memberships, as administrators keep them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import DayInput
from dialogue_portal.text import clean_line
from registers.levels import Level

from ..models import User
from ..roles import COMMISSION_ROLES, COMMUNE_ROLES, Role
from .fields import OrganisationField

STATES = [("", _("Active")), ("closed", _("Closed")), ("all", _("Active and closed"))]


class PeopleFilter(forms.Form):
    """The list of people; what is not understood filters nothing and is said."""

    q = forms.CharField(label=_("Name or user name"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    organisation = OrganisationField(required=False, help_text="")
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def filter(self, people, *, on):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("q"):
            people = people.matching(data["q"])
        if data.get("role") or data.get("organisation"):
            people = people.holding(on=on, role=data.get("role", ""), organisation=data.get("organisation"))
        if data.get("state", "") != "all":
            people = people.filter(is_active=data.get("state") != "closed")
        return people


class MembershipForm(forms.Form):
    """A role in an organisation from a day on."""

    organisation = OrganisationField()
    role = forms.ChoiceField(label=_("Role"), choices=[("", "–"), *Role.choices])
    valid_from = DayInput(label=_("From"), help_text=_("For example 25/11/2026."))
    valid_until = DayInput(label=_("Until"), required=False, help_text=_("The last day; empty: without end."))

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day is before the first."))
        self._check_level(cleaned.get("organisation"), cleaned.get("role"))
        return cleaned

    def _check_level(self, organisation, role):
        """A commune's role at a provincial body would open the whole province, so it is refused."""
        if organisation is None or not role:
            return
        level = organisation.unit.level
        if role in COMMISSION_ROLES and level != Level.PROVINCE:
            self.add_error("role", _("This role belongs to a provincial body."))
        if role in COMMUNE_ROLES and level not in (Level.COMMUNE, Level.DISTRICT):
            self.add_error("role", _("This role belongs to a body of a commune."))


class PersonForm(forms.ModelForm):
    """Name and e-mail of a person; carries the version the user saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = User
        fields = ["full_name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class NewPersonForm(MembershipForm):
    """A new account and its first membership on one page."""

    field_order = ["full_name", "username", "email"]

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("Small letters without diacritics, digits, dots and hyphens: xa.kimlien.an"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    def clean_full_name(self):
        name = clean_line(self.cleaned_data["full_name"])
        if not name:
            raise forms.ValidationError(self.fields["full_name"].error_messages["required"], code="required")
        return name

    def clean_username(self):
        username = User.normalize_username(self.cleaned_data["username"])
        field = User._meta.get_field("username")
        field.run_validators(username)
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(field.error_messages["unique"], code="unique")
        return username


class EndMembershipForm(forms.Form):
    """The last day of a membership."""

    last_day = DayInput(label=_("Last day"), help_text=_("The right still holds on this day."))
