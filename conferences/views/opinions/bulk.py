"""Assigning many opinions at once: first what will happen and what is skipped and why, then doing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue_portal.text import whole_number

from ... import permissions
from ...forms.bulk import BulkAssignForm
from ...models import Opinion
from ...services.opinion_moves import move_many, preview_bulk
from ...workflow import OPINIONS
from .list import filtered

MOST_AT_ONCE = 500
MOVE = "assign"


@require_POST
def opinion_bulk_assign(request):
    """Without a lead chosen: the preview. With one: each opinion moves by itself, and the report says what was left."""
    if not permissions.may_assign_somewhere(request.user):
        raise PermissionDenied
    opinions, is_cut = _chosen(request)
    back = f"{reverse('conferences:opinion_list')}?{request.POST.get('query', '')}"
    if not opinions:
        messages.warning(request, _("No opinion was ticked."))
        return redirect(back)
    today = timezone.localdate()
    preview = preview_bulk(opinions, OPINIONS, MOVE, by=request.user)
    confirmed = "confirm" in request.POST
    form = BulkAssignForm(request.POST if confirmed else None, opinions=preview.done, user=request.user, today=today)
    if confirmed and form.is_valid():
        report = move_many(preview.done, MOVE, by=request.user, on=today, data=form.cleaned_data)
        report.skipped = preview.skipped + report.skipped
        return render(request, "conferences/opinion_bulk_done.html", {"report": report, "back": back})
    context = {
        "preview": preview,
        "form": form,
        "back": back,
        "query": request.POST.get("query", ""),
        "most": MOST_AT_ONCE,
        "is_cut": is_cut,
    }
    return render(request, "conferences/opinion_bulk_assign.html", context, status=422 if form.errors else 200)


def _chosen(request):
    """(opinions, whether there were more): those ticked, or all that match the filters of the list; visible ones."""
    if "all" in request.POST:
        _filter, rows = filtered(request, QueryDict(request.POST.get("query", "")))
    else:
        ticked = [number for number in map(whole_number, request.POST.getlist("pick")) if number is not None]
        rows = Opinion.objects.visible_to(request.user).filter(pk__in=ticked[: MOST_AT_ONCE + 1]).order_by("pk")
    rows = rows.select_related("unit__parent", "handling__lead", "handling__assigner", "current_text")
    found = list(rows[: MOST_AT_ONCE + 1])
    return found[:MOST_AT_ONCE], len(found) > MOST_AT_ONCE
