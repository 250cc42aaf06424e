"""The filters of the list of opinions: in the address, shown as chips, each removable."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import LineInput
from dialogue_portal.text import whole_number
from handling.kinds import kinds
from handling.list_filters import ListFilter
from handling.worklist import DUE_SOON_DAYS
from registers.levels import Level
from registers.models import AdministrativeUnit, Field, Organisation

from .filters_conferences import UNIT_OPTIONS
from .forms.fields import UnitName, dress
from .models import Channel, Opinion, OpinionState, Outcome, Phase
from .unit_choice import UnitByName

OPEN, PENDING, UNCLASSIFIED = "open", "pending", "none"
OVERDUE, SOON, WAITING, UNDATED, MOVED_LATE = "overdue", "due_soon", "waiting", "undated", "moved_late"
SORTS = {
    "date": ("raised_on", "pk"),
    "code": ("code",),
    "unit": ("unit__sort_key", "raised_on", "pk"),
    "field": ("field__code", "raised_on", "pk"),
    "state": ("state", "raised_on", "pk"),
    "due": ("handling__due_on", "pk"),
}
DEFAULT_SORT = "-date"
LEVELS = [choice for choice in Level.choices if choice[0] != Level.CENTRAL]


class OpinionFilterForm(UnitByName, forms.Form):
    """The form of the filter set; fields in error filter nothing and say so."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = LineInput(
            label=_("Unit and all within"), required=False, max_length=300, widget=UnitName(UNIT_OPTIONS)
        )
        self.fields["field"].widget = forms.Select(choices=field_choices())
        dress(self)
        for name in ("state", "outcome"):
            self.fields[name].widget.attrs["class"] = "form-check-input"
        self.show_unit_by_name()


class OpinionFilter(ListFilter):
    """Reads the filters from the address, over the opinions that this user sees."""

    q = filters.CharFilter(label=_("Words or code"), method="by_words", max_length=200)
    level = filters.ChoiceFilter(label=_("Level"), choices=LEVELS, empty_label=_("All levels"))
    unit = filters.CharFilter(label=_("Unit and all within"), method="by_unit")
    field = filters.CharFilter(label=pgettext_lazy("subject", "Field"), method="by_field", max_length=4)
    state = filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[(OPEN, _("Not closed yet")), *OpinionState.choices],
        method="by_state",
        widget=forms.CheckboxSelectMultiple,
    )
    outcome = filters.MultipleChoiceFilter(
        label=_("Outcome"),
        choices=[(PENDING, _("Pending (no outcome yet)")), *Outcome.choices],
        method="by_outcome",
        widget=forms.CheckboxSelectMultiple,
    )
    due = filters.ChoiceFilter(
        label=_("Due"),
        choices=[
            (OVERDUE, _("Overdue")),
            (SOON, _("Due in 3 days")),
            (UNDATED, _("Open, without a due date")),
            (MOVED_LATE, _("Extended or passed on late")),
            (WAITING, _("Waiting for me")),
        ],
        empty_label=_("All due dates"),
        method="by_due",
    )
    phase = filters.ChoiceFilter(label=_("Phase"), choices=Phase.choices, empty_label=_("All phases"))
    channel = filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices, empty_label=_("All channels"))
    lead = filters.CharFilter(label=_("Lead"), method="by_lead", max_length=120)
    conference = filters.CharFilter(label=_("Conference"), field_name="conference__code", max_length=20)

    class Meta:
        model = Opinion
        fields: list = []
        form = OpinionFilterForm

    sorts, default_sort, newest, day = SORTS, DEFAULT_SORT, ("-raised_on", "-pk"), "raised_on"

    def __init__(self, data, *, user, queryset):
        super().__init__(data, user=user, queryset=queryset, labels={"from": _("From"), "to": _("To")})

    # --- what each filter means ---

    def by_lead(self, opinions, _name, value):
        """A link gives the number of the body, people type words of its name; a body keeps its record when renamed."""
        number = whole_number(value)
        if number is not None:
            return opinions.filter(handling__lead=number)
        return opinions.filter(handling__lead__in=Organisation.objects.matching(value).values("pk"))

    def by_words(self, opinions, _name, value):
        return opinions.matching(value, reader=self.user)

    def by_unit(self, opinions, _name, ids):
        return opinions.filter(unit__in=AdministrativeUnit.objects.ids_within_any(ids))

    def by_field(self, opinions, _name, code):
        if code == UNCLASSIFIED:
            return opinions.filter(field__isnull=True)
        return opinions.filter(Q(field__code=code) | Q(field__parent__code=code))

    def by_state(self, opinions, _name, states):
        wanted = Q(state__in=[state for state in states if state != OPEN])
        if OPEN in states:
            wanted |= ~Q(state__in=[OpinionState.CLOSED, OpinionState.REFUSED])
        return opinions.filter(wanted)

    def by_outcome(self, opinions, _name, outcomes):
        wanted = Q(outcome__in=[outcome for outcome in outcomes if outcome != PENDING])
        if PENDING in outcomes:
            wanted |= Q(outcome__isnull=True) & ~Q(state=OpinionState.REFUSED)
        return opinions.filter(wanted)

    def by_due(self, opinions, _name, part):
        today = timezone.localdate()
        if part == WAITING:
            kind = next(kind for kind in kinds() if kind.key == "opinion")
            return opinions.filter(pk__in=kind.waiting(self.user, today).values("pk"))
        if part == OVERDUE:
            return opinions.overdue(today)
        if part == MOVED_LATE:
            return opinions.filter(handling__missed_due_on__isnull=False)
        if part == UNDATED:
            return opinions.filter(handling__done_on__isnull=True, handling__due_on__isnull=True)
        last = today + timedelta(days=DUE_SOON_DAYS)
        return opinions.filter(handling__done_on__isnull=True, handling__due_on__range=(today, last))

    def in_words(self, name, value):
        if name == "field":
            return str(dict(self.form.fields["field"].widget.choices).get(value, value)).strip("\u00a0")
        if name == "lead" and whole_number(value) is not None:
            found = Organisation.objects.filter(pk=whole_number(value)).first()
            return str(found or value)
        return super().in_words(name, value)


def field_choices():
    """Fields for a select: level 1 with its level 2 below, one query."""
    fields = Field.objects.order_by("code").only("code", "name_vi", "name_en", "parent_id")
    indented = [(field.code, f"\u00a0\u00a0{field.name}" if field.parent_id else field.name) for field in fields]
    return [("", _("All fields")), (UNCLASSIFIED, _("Not classified yet")), *indented]
