"""The list of opinions, and the same list as a workbook."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import only_for
from audit.kept import kept_until_change
from handling.exports import export_response
from handling.lists import list_context

from ... import permissions
from ...exports import OPINIONS
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
    return export_response(OPINIONS, request)
