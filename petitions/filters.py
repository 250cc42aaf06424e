"""The filters of the list of petitions: in the address, shown as chips, each removable."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conferences.filters_conferences import UNIT_OPTIONS
from conferences.filters_opinions import OVERDUE, SOON, UNCLASSIFIED, WAITING, field_choices
from conferences.forms.fields import UnitName, dress
from conferences.unit_choice import UnitByName
from dialogue_portal.fields import LineInput
from handling.list_filters import ListFilter
from handling.worklist import DUE_SOON_DAYS
from registers.models import AdministrativeUnit

from .models import Competence, Direction, Petition, PetitionKind, PetitionState, Source

OPEN, NOTICE = "open", "notice"
SORTS = {
    "date": ("received_on", "pk"),
    "code": ("code",),
    "owner": ("owner__rank", "owner__sort_key", "received_on", "pk"),
    "field": ("field__code", "received_on", "pk"),
    "state": ("state", "received_on", "pk"),
    "due": ("handling__due_on", "pk"),
}
_OVER = (PetitionState.CLOSED, PetitionState.SPLIT)


class PetitionFilterForm(UnitByName, forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = LineInput(
            label=_("Unit and all within"), required=False, max_length=300, widget=UnitName(UNIT_OPTIONS)
        )
        self.fields["field"].widget = forms.Select(choices=field_choices())
        dress(self)
        for name in ("state", "flag"):
            self.fields[name].widget.attrs["class"] = "form-check-input"
        self.show_unit_by_name()


class PetitionFilter(ListFilter):
    """Reads the filters from the address, over the petitions that this user sees."""

    q = filters.CharFilter(label=_("Words or code"), method="by_words", max_length=200)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=PetitionKind.choices, empty_label=_("All kinds"))
    unit = filters.CharFilter(label=_("Unit and all within"), method="by_unit")
    field = filters.CharFilter(label=pgettext_lazy("subject", "Field"), method="by_field", max_length=4)
    source = filters.ChoiceFilter(label=_("Source"), choices=Source.choices, empty_label=_("All sources"))
    competence = filters.ChoiceFilter(
        label=_("Competence"), choices=Competence.choices, empty_label=_("Any competence")
    )
    direction = filters.ChoiceFilter(label=_("Direction"), choices=Direction.choices, empty_label=_("All directions"))
    due = filters.ChoiceFilter(
        label=_("Due"),
        choices=[
            (OVERDUE, _("Overdue")),
            (SOON, _("Due in 3 days")),
            (NOTICE, _("Notice to the sender overdue")),
            (WAITING, _("Waiting for me")),
        ],
        empty_label=_("All due dates"),
        method="by_due",
    )
    state = filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[(OPEN, _("Not closed yet")), *PetitionState.choices],
        method="by_state",
        widget=forms.CheckboxSelectMultiple,
    )
    flag = filters.MultipleChoiceFilter(
        label=_("Marks"),
        choices=[
            ("is_mass", _("Of many people")),
            ("is_prolonged", _("Prolonged")),
            ("is_over_level", _("Over the heads of lower levels")),
        ],
        method="by_flag",
        widget=forms.CheckboxSelectMultiple,
    )
    same = filters.CharFilter(label=_("Same content as"), method="by_same", max_length=20)

    sorts, newest, day = SORTS, ("-received_on", "-pk"), "received_on"

    class Meta:
        model = Petition
        fields: list = []
        form = PetitionFilterForm

    def __init__(self, data, *, user, queryset):
        super().__init__(data, user=user, queryset=queryset, labels={"from": _("From"), "to": _("To")})

    def by_words(self, petitions, _name, value):
        return petitions.matching(value)

    def by_unit(self, petitions, _name, ids):
        return petitions.filter(unit__in=AdministrativeUnit.objects.ids_within_any(ids))

    def by_field(self, petitions, _name, code):
        if code == UNCLASSIFIED:
            return petitions.filter(field__isnull=True)
        return petitions.filter(Q(field__code=code) | Q(field__parent__code=code))

    def by_state(self, petitions, _name, states):
        wanted = Q(state__in=[state for state in states if state != OPEN])
        if OPEN in states:
            wanted |= ~Q(state__in=_OVER)
        return petitions.filter(wanted)

    def by_flag(self, petitions, _name, flags):
        for flag in flags:
            petitions = petitions.filter(**{flag: True})
        return petitions

    def by_same(self, petitions, _name, code):
        first = petitions.filter(code=code.upper()).values_list("pk", "earlier").first()
        if first is None:
            return petitions.none()
        return petitions.filter(Q(pk=first[1] or first[0]) | Q(earlier=first[1] or first[0]))

    def by_due(self, petitions, _name, part):
        from .work import waiting

        today = timezone.localdate()
        if part == WAITING:
            return petitions.filter(pk__in=waiting(self.user, today).values("pk"))
        if part == NOTICE:
            return petitions.filter(notified_on__isnull=True, notice_due_on__lt=today).exclude(state__in=_OVER)
        if part == OVERDUE:
            return petitions.overdue(today)
        last = today + timedelta(days=DUE_SOON_DAYS)
        return petitions.filter(handling__done_on__isnull=True, handling__due_on__range=(today, last))

    def in_words(self, name, value):
        if name == "field":
            return str(dict(self.form.fields["field"].widget.choices).get(value, value)).strip("\u00a0")
        return super().in_words(name, value)
