"""The domain words of sets of delegates."""

from django.db import models
from django.db.models import Count, F, Min, Q

from dialogue_portal.text import fold_words

#: How the list may be ordered. Protocol order is the usual one: by the highest post, then unit, then given name.
ORDERS = ("protocol", "name", "unit", "list")


class DelegateQuerySet(models.QuerySet):
    def matching(self, query):
        """Delegates whose name has every word of `query`, by prefix and without diacritics."""
        found = self
        for word in fold_words(query):
            found = found.filter(Q(person__folded_name__startswith=word) | Q(person__folded_name__contains=f" {word}"))
        return found

    def from_unit_named(self, text):
        """Delegates whose unit has every word of `text` in its name, by prefix and without diacritics."""
        found = self
        for word in fold_words(text.partition(",")[0]):
            found = found.filter(Q(unit__folded_name__startswith=word) | Q(unit__folded_name__contains=f" {word}"))
        return found

    def in_order(self, order):
        """In one of `ORDERS`; every order ends with the row, so that pages neither repeat nor drop anybody."""
        by_name = ("person__sort_key", "pk")
        if order == "name":
            return self.order_by(*by_name)
        if order == "unit":
            return self.order_by(F("unit__sort_key").asc(nulls_first=True), *by_name)
        if order == "list":
            return self.order_by("position", "pk")
        return self.alias(rank=Min("posts__rank")).order_by(
            F("rank").asc(nulls_last=True), F("unit__sort_key").asc(nulls_first=True), *by_name
        )

    def with_list_columns(self):
        return self.select_related("person", "unit", "unit__parent", "substitute").prefetch_related(
            "posts__organisation"
        )

    def post_counts(self):
        """(posts held between them, persons who hold more than one), in one query."""
        held = self.order_by().annotate(held=Count("posts")).values_list("held", flat=True)
        numbers = list(held)
        return sum(numbers), sum(number > 1 for number in numbers)
