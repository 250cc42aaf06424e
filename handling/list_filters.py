"""What every filtered list of handled work shares: filters and order in the address, shown as removable chips."""

from dataclasses import dataclass

import django_filters as filters
from django.db.models import F
from django.utils import formats

EMPTY = (None, "", [], ())


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    label: object
    value: object
    remove_url: str


class ListFilter(filters.FilterSet):
    """Reads filters and order from the address, over rows that this user sees. Fields in error filter nothing.

    A list gives `sorts` (key → columns), `default_sort`, `newest` (the plain order an index answers) and `day`, the
    column of the dates from and to.
    """

    sorts: dict = {}
    default_sort = "-date"
    newest: tuple = ()
    day = ""

    def __init__(self, data, *, user, queryset, labels):
        super().__init__(data, queryset=queryset)
        self.user = user
        # "from" is a word of the language, so these two cannot be class attributes.
        for name, lookup in (("from", "gte"), ("to", "lte")):
            self.filters[name] = filters.DateFilter(label=labels[name], field_name=self.day, lookup_expr=lookup)
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
