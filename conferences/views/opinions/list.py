"""The list of opinions, and the same list as a workbook."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import only_for
from audit.actions import Action
from audit.downloads import file_response
from audit.kept import kept_until_change
from audit.services import record
from handling.lists import list_context
from registers.spreadsheets import XLSX

from ... import exports, permissions
from ...filters_opinions import OpinionFilter
from ...models import Opinion
from ...opinion_lines import dress_rows
from ...querysets import sees_names_somewhere


@require_safe
@kept_until_change
@only_for(permissions.sees_conferences)
def opinion_list(request):
    """The opinions this user sees; filters, order and page are in the address."""
    visible = Opinion.objects.visible_to(request.user)
    chosen = OpinionFilter(request.GET, user=request.user, queryset=visible)
    context = {
        **list_context(
            chosen, request.GET.get("page"), read=Opinion.objects.with_list_columns(), dress_rows=dress_rows
        ),
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
