"""What every filtered list of handled work shares: filters and order in the address, shown as removable chips."""

import re
from dataclasses import dataclass
from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import DayAskedInput, LineInput
from dialogue_portal.forms import dress
from registers.models import AdministrativeUnit, Field
from registers.unit_choice import UnitByName, UnitName

from .kinds import kinds
from .models import is_running
from .worklist import DUE_SOON_DAYS

EMPTY = (None, "", [], ())
OPEN, UNCLASSIFIED = "open", "none"
#: A key or code, such as a link gives to a filter that takes words too; shorter than a telephone number.
_CODED = re.compile(rf"\d{{1,8}}|{UNCLASSIFIED}|[A-Z]{{2,3}}-\d{{4}}-\d{{1,8}}")
OVERDUE, SOON, WAITING, UNDATED = "overdue", "due_soon", "waiting", "undated"
#: What a list of handled work offers by due date; its own come between these.
BY_DUE = [
    (OVERDUE, _("Overdue")),
    (SOON, _("Due in 3 days")),
    (UNDATED, _("Open, without a due date")),
]
MINE = (WAITING, _("Waiting for me"))


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    label: object
    value: object
    remove_url: str


class DayFilter(filters.DateFilter):
    field_class = DayAskedInput


class ListFilter(filters.FilterSet):
    """Reads filters and order from the address, over rows that this user sees. Fields in error filter nothing.

    A list gives `sorts` (key → columns), `default_sort`, `newest` (the plain order an index answers) and `day`, the
    column of the dates from and to.
    """

    sorts: dict = {}
    default_sort = "-date"
    newest: tuple = ()
    day = ""

    def __init__(self, data, *, user, queryset):
        super().__init__(data, queryset=queryset)
        self.user = user
        # "from" is a word of the language, so these two cannot be class attributes.
        for name, label, lookup in (("from", _("From"), "gte"), ("to", _("To"), "lte")):
            self.filters[name] = DayFilter(label=label, field_name=self.day, lookup_expr=lookup)
            self.filters[name].parent, self.filters[name].model = self, queryset.model

    def rows(self):
        """The rows that fit, in the order asked for."""
        self.form.is_valid()
        rows = self.filter_queryset(self.queryset)
        if self.sort == self.default_sort:
            return rows.order_by(*self.newest)
        down = self.sort.startswith("-")
        columns = [F(name) for name in self.sorts[self.sort.removeprefix("-")]]
        return rows.order_by(*(col.desc(nulls_last=True) if down else col.asc(nulls_last=True) for col in columns))

    def filter_queryset(self, queryset):
        for name, value in self.form.cleaned_data.items():
            if value not in EMPTY:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def sort(self):
        asked = self.data.get("sort", "")
        return asked if asked.removeprefix("-") in self.sorts else self.default_sort

    def coded_query(self):
        """The query string of this list as it may be kept: choices, days, numbers, codes and the order. What somebody
        typed to find something by may name a person, and is left out."""
        self.form.is_valid()
        kept = QueryDict(mutable=True)
        for name in self.form.cleaned_data:
            values = self.data.getlist(name)
            if isinstance(self.filters[name], filters.CharFilter):
                values = [value for value in values if name != "q" and _CODED.fullmatch(value)]
            kept.setlist(name, values)
        if self.sort != self.default_sort:
            kept["sort"] = self.sort
        return kept.urlencode()

    def chips(self):
        """What is filtered, in words, each with the address that drops it."""
        chips = []
        for name, value in self.form.cleaned_data.items():
            if value in EMPTY:
                continue
            query = self.data.copy()
            query.pop(name, None)
            query.pop("page", None)
            chips.append(Chip(self.form.fields[name].label, self.in_words(name, value), f"?{query.urlencode()}"))
        return chips

    def in_words(self, name, value):
        """How a chip reads; a list says it for values that are no choices of the form."""
        if name in ("from", "to"):
            return formats.date_format(value, "SHORT_DATE_FORMAT")
        if name == "unit":
            return self.form.data["unit"]
        choices = getattr(self.form.fields[name], "choices", None)
        if choices is None:
            return str(value)
        words = dict(choices)
        return ", ".join(str(words[one]) for one in (value if isinstance(value, list) else [value]))


class WorkFilterForm(UnitByName, forms.Form):
    """The form of such a list; fields in error filter nothing and say so. `boxes` are the fields of several values."""

    boxes: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = LineInput(
            label=_("Unit and all within"), required=False, max_length=300, widget=UnitName()
        )
        self.fields["field"].widget = forms.Select(choices=field_choices())
        dress(self)
        for name in self.boxes:
            self.fields[name].widget.attrs["class"] = "form-check-input"
        self.show_unit_by_name()


class WorkFilter(ListFilter):
    """Filters of every list of handled work. A list gives `kind_of_work`, the key of its `WorkKind`, and `ended`, the
    states that count as closed; it declares `due` and `state`, which take its own choices."""

    q = filters.CharFilter(label=_("Words or code"), method="by_words", max_length=200)
    unit = filters.CharFilter(label=_("Unit and all within"), method="by_unit")
    field = filters.CharFilter(label=pgettext_lazy("subject", "Field"), method="by_field", max_length=4)

    kind_of_work = ""
    ended: tuple = ()

    def by_words(self, rows, _name, value):
        return rows.matching(value, reader=self.user)

    def by_unit(self, rows, _name, ids):
        return rows.filter(unit__in=AdministrativeUnit.objects.ids_within_any(ids))

    def by_field(self, rows, _name, code):
        if code == UNCLASSIFIED:
            return rows.filter(field__isnull=True)
        return rows.filter(Q(field__code=code) | Q(field__parent__code=code))

    def by_state(self, rows, _name, states):
        wanted = Q(state__in=[state for state in states if state != OPEN])
        if OPEN in states:
            wanted |= ~Q(state__in=self.ended)
        return rows.filter(wanted)

    def by_due(self, rows, _name, part):
        today = timezone.localdate()
        if part == WAITING:
            kind = next(kind for kind in kinds() if kind.key == self.kind_of_work)
            return rows.filter(pk__in=kind.waiting(self.user, today).values("pk"))
        if part == OVERDUE:
            return rows.overdue(today)
        if part == UNDATED:
            return rows.filter(handling__done_on__isnull=True, handling__due_on__isnull=True)
        last = today + timedelta(days=DUE_SOON_DAYS)
        return rows.filter(is_running("handling__"), handling__due_on__range=(today, last))

    def in_words(self, name, value):
        if name == "field":
            return str(dict(self.form.fields["field"].widget.choices).get(value, value)).strip("\u00a0")
        return super().in_words(name, value)


def state_filter(choices):
    """The boxes of states, with "not closed yet" before them."""
    return filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[(OPEN, _("Not closed yet")), *choices],
        method="by_state",
        widget=forms.CheckboxSelectMultiple,
    )


def due_filter(*own):
    """The choice by due date; `own` are what the list offers besides."""
    return filters.ChoiceFilter(
        label=_("Due"), choices=[*BY_DUE, *own, MINE], empty_label=_("All due dates"), method="by_due"
    )


def field_choices():
    """Fields for a select: level 1 with its level 2 below, one query."""
    fields = Field.objects.order_by("code").only("code", "name_vi", "name_en", "parent_id")
    indented = [(field.code, f"\u00a0\u00a0{field.name}" if field.parent_id else field.name) for field in fields]
    return [("", _("All fields")), (UNCLASSIFIED, _("Not classified yet")), *indented]
