"""The filters of the list of opinions: in the address, shown as chips, each removable."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.text import whole_number
from handling.list_filters import WorkFilter, WorkFilterForm, due_filter, state_filter
from registers.levels import Level
from registers.models import Organisation

from .models import Channel, Opinion, OpinionState, Outcome, Phase

PENDING, MOVED_LATE = "pending", "moved_late"
SORTS = {
    "date": ("raised_on", "pk"),
    "code": ("code",),
    "unit": ("unit__sort_key", "raised_on", "pk"),
    "field": ("field__code", "raised_on", "pk"),
    "state": ("state", "raised_on", "pk"),
    "due": ("handling__due_on", "pk"),
}
LEVELS = [choice for choice in Level.choices if choice[0] != Level.CENTRAL]


class OpinionFilterForm(WorkFilterForm):
    boxes = ("state", "outcome")


class OpinionFilter(WorkFilter):
    """Reads the filters from the address, over the opinions that this user sees."""

    level = filters.ChoiceFilter(label=_("Level"), choices=LEVELS, empty_label=_("All levels"))
    state = state_filter(OpinionState.choices)
    outcome = filters.MultipleChoiceFilter(
        label=_("Outcome"),
        choices=[(PENDING, _("Pending (no outcome yet)")), *Outcome.choices],
        method="by_outcome",
        widget=forms.CheckboxSelectMultiple,
    )
    due = due_filter((MOVED_LATE, _("Extended or passed on late")))
    phase = filters.ChoiceFilter(label=_("Phase"), choices=Phase.choices, empty_label=_("All phases"))
    channel = filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices, empty_label=_("All channels"))
    lead = filters.CharFilter(label=_("Lead"), method="by_lead", max_length=120)
    conference = filters.CharFilter(label=_("Conference"), field_name="conference__code", max_length=20)

    sorts, newest, day = SORTS, ("-raised_on", "-pk"), "raised_on"
    kind_of_work, ended = "opinion", (OpinionState.CLOSED, OpinionState.REFUSED)

    class Meta:
        model = Opinion
        fields: list = []
        form = OpinionFilterForm

    def by_lead(self, opinions, _name, value):
        """A link gives the number of the body, people type words of its name; a body keeps its record when renamed."""
        number = whole_number(value)
        if number is not None:
            return opinions.filter(handling__lead=number)
        return opinions.filter(handling__lead__in=Organisation.objects.matching(value).values("pk"))

    def by_outcome(self, opinions, _name, outcomes):
        wanted = Q(outcome__in=[outcome for outcome in outcomes if outcome != PENDING])
        if PENDING in outcomes:
            wanted |= Q(outcome__isnull=True) & ~Q(state=OpinionState.REFUSED)
        return opinions.filter(wanted)

    def by_due(self, opinions, name, part):
        if part == MOVED_LATE:
            return opinions.filter(handling__missed_due_on__isnull=False)
        return super().by_due(opinions, name, part)

    def in_words(self, name, value):
        if name == "lead" and whole_number(value) is not None:
            found = Organisation.objects.filter(pk=whole_number(value)).first()
            return str(found or value)
        return super().in_words(name, value)
