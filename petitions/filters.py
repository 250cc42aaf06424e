"""The filters of the list of petitions: in the address, shown as chips, each removable."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handling.list_filters import WorkFilter, WorkFilterForm, due_filter, state_filter

from .marks import MARKS
from .models import Competence, Direction, Petition, PetitionKind, PetitionState, Source
from .models.vocabulary import UNCOUNTED

NOTICE = "notice"
LATE_ENTRY = "late_entry"
#: Transferred, and the day has come from which the reply is waited for.
REPLY = "reply"
SORTS = {
    "date": ("received_on", "pk"),
    "code": ("code",),
    "owner": ("owner__rank", "owner__sort_key", "received_on", "pk"),
    "field": ("field__code", "received_on", "pk"),
    "state": ("state", "received_on", "pk"),
    "due": ("handling__due_on", "pk"),
}


class PetitionFilterForm(WorkFilterForm):
    boxes = ("state", "flag")


class PetitionFilter(WorkFilter):
    """Reads the filters from the address, over the petitions that this user sees."""

    kind = filters.ChoiceFilter(
        label=pgettext_lazy("petition", "Kind"), choices=PetitionKind.choices, empty_label=_("All kinds")
    )
    source = filters.ChoiceFilter(
        label=_("Source"), choices=Source.choices, empty_label=_("All sources"), method="by_source"
    )
    competence = filters.ChoiceFilter(
        label=_("Competence"), choices=Competence.choices, empty_label=_("Any competence")
    )
    direction = filters.ChoiceFilter(label=_("Direction"), choices=Direction.choices, empty_label=_("All directions"))
    due = due_filter((NOTICE, _("Notice to the sender overdue")), (REPLY, _("Reply awaited")))
    state = state_filter(PetitionState.choices)
    flag = filters.MultipleChoiceFilter(
        label=_("Marks"),
        choices=[*MARKS.items(), (LATE_ENTRY, _("Entered late"))],
        method="by_flag",
        widget=forms.CheckboxSelectMultiple,
    )
    same = filters.CharFilter(label=_("Same content as"), method="by_same", max_length=20)

    sorts, newest, day = SORTS, ("-received_on", "-pk"), "received_on"
    kind_of_work, ended = "petition", (PetitionState.CLOSED, *UNCOUNTED)

    class Meta:
        model = Petition
        fields: list = []
        form = PetitionFilterForm

    def by_flag(self, petitions, _name, flags):
        for flag in flags:
            petitions = petitions.entered_late() if flag == LATE_ENTRY else petitions.filter(**{flag: True})
        return petitions

    def by_source(self, petitions, _name, source):
        return petitions.of_source(source, reader=self.user)

    def by_same(self, petitions, _name, code):
        first = petitions.filter(code=code.upper()).values_list("pk", "earlier").first()
        if first is None:
            return petitions.none()
        return petitions.filter(Q(pk=first[1] or first[0]) | Q(earlier=first[1] or first[0]))

    def by_due(self, petitions, name, part):
        if part == NOTICE:
            unsaid = petitions.filter(notified_on__isnull=True, notice_due_on__lt=timezone.localdate())
            return unsaid.exclude(state__in=self.ended)
        if part == REPLY:
            return petitions.filter(state=PetitionState.TRANSFERRED, handling__reply_due_on__lte=timezone.localdate())
        return super().by_due(petitions, name, part)
