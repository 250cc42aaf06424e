"""The page of a filtered list: fifty rows, counted up to a limit, read after their keys (decision 23)."""

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property

PAGE = 50
#: Beyond this a list says "more than", since counting would cost more than it tells.
COUNTED_EXACTLY = 10_000


class CappedPaginator(Paginator):
    """Counts up to a limit only."""

    @cached_property
    def count(self):
        return min(self.found, COUNTED_EXACTLY)

    @cached_property
    def found(self):
        """The number of rows, or one more than the limit."""
        return self.object_list.order_by()[: COUNTED_EXACTLY + 1].count()

    @property
    def is_more(self):
        return self.found > COUNTED_EXACTLY


def rows_of_keys(keys, rows):
    """The rows of these keys in the order of the keys, in one query; one that is gone meanwhile is left out.

    Lists read their keys first, which an index gives in order, and then these rows with all that is joined to them:
    joining first would join all pages before the one that is shown.
    """
    found = rows.order_by().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def list_context(chosen, number, *, read, dress_rows):
    """What the template of a list reads: page `number` of the rows that the `ListFilter` `chosen` leaves.

    `read` is the queryset that fetches a row with what `dress_rows` writes out.
    """
    paginator = CappedPaginator(chosen.rows(), PAGE)
    page = paginator.get_page(number)
    keys = list(page.object_list.values_list("pk", flat=True))
    return {
        "form": chosen.form,
        "page_obj": page,
        "rows": dress_rows(rows_of_keys(keys, read)),
        "is_more": paginator.is_more,
        "limit": COUNTED_EXACTLY,
        "chips": chosen.chips(),
        "sort": chosen.sort,
        "today": timezone.localdate(),
        "filters_open": bool(chosen.form.errors),
    }
