"""The list of opinions, and the same list as a workbook."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import only_for
from audit.actions import Action
from audit.downloads import file_response
from audit.kept import kept_until_change
from audit.services import record
from handling.list_filters import rows_of_keys
from registers.spreadsheets import XLSX

from ... import exports, permissions
from ...filters_opinions import OpinionFilter
from ...models import Opinion
from ...opinion_lines import dress_rows
from ...querysets import sees_names_somewhere

PAGE = 50
#: Beyond this the list says "more than", since counting would cost more than it tells.
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


def filtered(request, data=None):
    """(filter, rows in order) for what the address asks, over what this user sees."""
    visible = Opinion.objects.visible_to(request.user)
    chosen = OpinionFilter(request.GET if data is None else data, user=request.user, queryset=visible)
    return chosen, chosen.rows()


@require_safe
@kept_until_change
@only_for(permissions.sees_conferences)
def opinion_list(request):
    """The opinions this user sees; filters, order and page are in the address."""
    chosen, rows = filtered(request)
    paginator = CappedPaginator(rows, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    keys = list(page.object_list.values_list("pk", flat=True))
    context = {
        "form": chosen.form,
        "page_obj": page,
        "rows": dress_rows(rows_of_keys(keys, Opinion.objects.with_list_columns())),
        "is_more": paginator.is_more,
        "limit": COUNTED_EXACTLY,
        "chips": chosen.chips(),
        "sort": chosen.sort,
        "today": timezone.localdate(),
        "filters_open": bool(chosen.form.errors),
        "can_register": permissions.may_register_somewhere(request.user),
        "can_assign": permissions.may_assign_somewhere(request.user),
        "finds_names": sees_names_somewhere(request.user),
        "english": get_language() == "en",
    }
    return render(request, "conferences/opinion_list.html", context)


@require_POST
@only_for(permissions.sees_conferences)
def opinion_export(request):
    """What the list shows, all pages of it, with the same filters and order; a long list is written by a job."""
    query = request.POST.get("query", "")
    rows = exports.opinions_asked_for(request.user, query)
    if rows.order_by()[: exports.AT_ONCE + 1].count() > exports.AT_ONCE:
        return redirect("jobs:detail", exports.ask_for_export(request.user, query).pk)
    data = exports.opinion_workbook(request.user, rows)
    record(Action.EXPORTED, request.user, by=request.user, fields=["opinions"], label="opinions")
    return file_response(data, name=exports.file_name(timezone.localdate()), content_type=XLSX)
