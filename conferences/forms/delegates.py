"""Forms of delegates: one delegate, the attendance of one or many, the filters of the list."""

import hashlib
import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineInput
from dialogue_portal.forms import dress
from dialogue_portal.text import looks_legacy
from registers.unit_choice import NameWithOptions, UnitName

from ..delegate_querysets import ORDERS
from ..models.vocabulary import AttendanceStatus, DelegateGroup
from ..register_names import OrganisationNames, UnitNames
from ..services.delegates import DelegateData
from ..services.people import split_posts
from .fields import SalutationField

ORGANISATION_OPTIONS = "organisation-options"
_POST_LENGTH = 160


class PostsField(forms.CharField):
    """Posts of one person, one on each line or separated by “;”."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def clean(self, value):
        posts = split_posts(super().clean(value) or "")
        if any(len(post) > _POST_LENGTH for post in posts):
            raise ValidationError(
                _("A post is longer than %(most)d characters. Write each post on its own line."),
                params={"most": _POST_LENGTH},
            )
        return tuple(posts)


class DelegateForm(forms.Form):
    """One delegate of a conference."""

    full_name = LineInput(label=_("Full name"), max_length=120)
    salutation = SalutationField()
    posts = PostsField(label=_("Posts"), required=False, help_text=_("One on each line; somebody may hold several."))
    unit = LineInput(
        label=_("Administrative unit"),
        max_length=300,
        required=False,
        help_text=_("As it was on the day of the conference."),
    )
    organisation = LineInput(
        label=_("Organisation"), max_length=200, required=False, widget=NameWithOptions(ORGANISATION_OPTIONS)
    )
    group = forms.ChoiceField(
        label=_("Group"), required=False, choices=[("", _("By the unit")), *DelegateGroup.choices]
    )
    status = forms.ChoiceField(
        label=_("Attendance"), choices=AttendanceStatus.choices, initial=AttendanceStatus.INVITED
    )
    substitute = LineInput(label=_("Substitute"), max_length=120, required=False)
    # A digest of what the page showed: two people correcting one delegate notice each other.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        self.conference = conference
        top = [*conference.unit.ancestors(), conference.unit][0]
        self.fields["unit"].widget = UnitName(on=conference.held_on, within=top.pk)

    def clean(self):
        cleaned = super().clean()
        for name in ("full_name", "substitute"):
            if looks_legacy(cleaned.get(name) or ""):
                self.add_error(name, _("The text is in an old font encoding (TCVN3 or VNI). Type it in Unicode."))
        substituted = cleaned.get("status") == AttendanceStatus.SUBSTITUTED
        if substituted and not cleaned.get("substitute"):
            self.add_error("substitute", _("Give the name of the person who came instead."))
        if cleaned.get("substitute") and not substituted:
            self.add_error("status", _("A substitute is named, but the attendance is not “substituted”."))
        self._find("unit", lambda name: UnitNames(self.conference.held_on, near=self.conference.unit).find(name))
        self._find("organisation", self._find_organisation)
        return cleaned

    def _find(self, name, find):
        typed = self.cleaned_data.get(name)
        try:
            self.cleaned_data[name] = find(typed) if typed else None
        except ValidationError as error:
            self.add_error(name, error)

    def _find_organisation(self, typed):
        names = OrganisationNames(self.conference.held_on, near=self.conference.unit)
        return names.find(typed, unit=self.cleaned_data.get("unit"))

    def data_of(self):
        """The delegate of a valid form, as the services take it."""
        names = ("full_name", "salutation", "posts", "unit", "organisation", "group", "status", "substitute")
        values = {name: self.cleaned_data[name] for name in names}
        values["unit"] = values["unit"] or (values["organisation"].unit if values["organisation"] else None)
        return DelegateData(**values)

    def shows(self, delegate):
        """Whether this delegate is what the page showed that the form was sent from."""
        return self.cleaned_data["seen"] == self.initial_of(delegate)["seen"]

    @staticmethod
    def initial_of(delegate):
        """A delegate as the form shows them, with the digest of exactly that."""
        posts = list(delegate.posts.select_related("organisation"))
        body = next((post.organisation for post in posts if post.organisation_id), None)
        values = {
            "full_name": delegate.person.full_name,
            "salutation": delegate.person.salutation,
            "posts": [post.title for post in posts],
            "unit": delegate.unit.full_name() if delegate.unit else "",
            "organisation": body.name if body else "",
            "group": delegate.group,
            "status": delegate.status,
            "substitute": delegate.substitute.full_name if delegate.substitute else "",
        }
        text = json.dumps(values, ensure_ascii=False, sort_keys=True)
        return {**values, "seen": hashlib.sha256(text.encode()).hexdigest()}


class AttendanceForm(forms.Form):
    """The attendance of one delegate, set in the row."""

    status = forms.ChoiceField(label=_("Attendance"), choices=AttendanceStatus.choices)
    substitute = LineInput(label=_("Substitute"), max_length=120, required=False)


class ManyAttendanceForm(forms.Form):
    """The attendance of the ticked delegates, or of all that the filter shows."""

    status = forms.ChoiceField(
        label=_("Attendance"),
        choices=[choice for choice in AttendanceStatus.choices if choice[0] != AttendanceStatus.SUBSTITUTED],
    )
    all = forms.BooleanField(required=False)


class DelegateFilter(forms.Form):
    """The filters of the list of delegates; what cannot be understood filters nothing and is said beside its field."""

    q = LineInput(label=_("Name"), required=False, max_length=100)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All groups")), *DelegateGroup.choices])
    status = forms.ChoiceField(
        label=_("Attendance"), required=False, choices=[("", _("Any attendance")), *AttendanceStatus.choices]
    )
    unit = LineInput(
        label=_("Unit"),
        required=False,
        max_length=300,
        widget=UnitName(attrs={"placeholder": _("Unit")}),
    )
    sort = forms.ChoiceField(
        label=_("Order of the list"),
        required=False,
        choices=[
            ("protocol", _("Protocol order")),
            ("name", _("By given name")),
            ("unit", _("By unit")),
            ("list", _("As imported")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)

    def filter(self, delegates, *, by_name=True):
        """The delegates that fit; names are searched only for those who may see them."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("q") and by_name:
            delegates = delegates.matching(data["q"])
        for name in ("group", "status"):
            if data.get(name):
                delegates = delegates.filter(**{name: data[name]})
        if data.get("unit"):
            delegates = delegates.from_unit_named(data["unit"])
        return delegates

    @property
    def order(self):
        asked = self.data.get("sort", "")
        return asked if asked in ORDERS else ORDERS[0]

    @property
    def is_filtering(self):
        return any(self.cleaned_data.get(name) for name in ("q", "group", "status", "unit"))
