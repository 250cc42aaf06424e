"""The list of petitions, and the same list as a workbook."""

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import only_for
from audit.kept import kept_until_change
from handling.exports import export_response
from handling.lists import list_context

from ... import permissions
from ...exports import PETITIONS
from ...filters import PetitionFilter
from ...lines import dress_rows
from ...models import Petition
from ...querysets import sees_names_somewhere


@require_safe
@kept_until_change
def petition_list(request):
    """The petitions this user sees; filters, order and page are in the address."""
    visible = Petition.objects.visible_to(request.user)
    chosen = PetitionFilter(request.GET, user=request.user, queryset=visible)
    read = Petition.objects.read_by(request.user).with_list_columns()
    context = {
        **list_context(chosen, request.GET.get("page"), read=read, dress_rows=dress_rows),
        "finds_names": sees_names_somewhere(request.user),
        "can_register": permissions.may_register_somewhere(request.user),
        "sees_petitions": permissions.sees_petitions(request.user),
    }
    return render(request, "petitions/petition_list.html", context)


@require_POST
@only_for(permissions.sees_petitions)
def petition_export(request):
    """What the list shows but denunciations, with the same filters and order; a long list is written by a job."""
    return export_response(PETITIONS, request)
