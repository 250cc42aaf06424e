"""Assigning many opinions at once: first what will happen and what is skipped and why, then doing it and telling."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue_portal.text import first_words, whole_number
from handling.due import explain

from ... import permissions
from ...assignment_dates import AssignmentDates, assignment_dates
from ...exports import opinions_asked_for
from ...filters_opinions import OpinionFilter
from ...forms.bulk import BulkAssignForm
from ...models import Opinion
from ...services.opinion_moves import move_many, preview_bulk
from ...speakers import text_words
from ...workflow import OPINIONS

MOST_AT_ONCE = 500
MOVE = "assign"
#: Under this name the session keeps what the last assignment did, and from which list, by keys only.
REPORT = "bulk_assignment"
_WORDS = 140


class Line(NamedTuple):
    """An opinion in the preview or the report, its text masked as in every list."""

    pk: int
    code: str
    words: str
    why: str | None = None
    dates: AssignmentDates | None = None


@require_POST
def opinion_bulk_assign(request):
    """Without a lead chosen: the preview. With one: each opinion moves by itself, and a page of its own reports."""
    if not permissions.may_assign_somewhere(request.user):
        raise PermissionDenied
    opinions, is_cut = _chosen(request)
    query = request.POST.get("query", "")
    if not opinions:
        messages.warning(request, _("No opinion was ticked."))
        return redirect(_list_address(query))
    today = timezone.localdate()
    preview = preview_bulk(opinions, OPINIONS, MOVE, by=request.user)
    confirmed = "confirm" in request.POST
    form = BulkAssignForm(request.POST if confirmed else None, opinions=preview.done, user=request.user, today=today)
    if confirmed and form.is_valid():
        report = move_many(preview.done, MOVE, by=request.user, on=today, data=form.cleaned_data)
        skipped = [(row.pk, why) for row, why in preview.skipped + report.skipped]
        request.session[REPORT] = {"done": [row.pk for row in report.done], "skipped": skipped, "query": _kept(query)}
        return redirect("conferences:opinion_bulk_report")
    dates = {level: assignment_dates(level, today) for level in sorted({row.level for row in preview.done})}
    context = {
        "done": [_line(row, dates=dates[row.level]) for row in preview.done],
        "skipped": [_line(row, why) for row, why in preview.skipped],
        "explained": list(dict.fromkeys(tuple(explain(due.basis)) for pair in dates.values() for due in pair if due)),
        "form": form,
        "back": _list_address(query),
        "query": query,
        "most": MOST_AT_ONCE,
        "is_cut": is_cut,
    }
    return render(request, "conferences/opinion_bulk_assign.html", context, status=422 if form.errors else 200)


@require_safe
def opinion_bulk_report(request):
    """What the last assignment of this session did and left; looking again assigns nothing again."""
    told = request.session.get(REPORT)
    if told is None:
        return redirect("conferences:opinion_list")
    keys = [*told["done"], *(pk for pk, _why in told["skipped"])]
    found = _with_words(Opinion.objects.visible_to(request.user).filter(pk__in=keys)).in_bulk()
    context = {
        "done": [_line(found[pk]) for pk in told["done"] if pk in found],
        "skipped": [_line(found[pk], why) for pk, why in told["skipped"] if pk in found],
        "back": _list_address(told["query"]),
    }
    return render(request, "conferences/opinion_bulk_done.html", context)


def _kept(query):
    """The list as the session remembers it: without words, which may name a speaker."""
    return OpinionFilter(QueryDict(query), user=None, queryset=Opinion.objects.none()).coded_query()


def _list_address(query):
    return f"{reverse('conferences:opinion_list')}?{query}"


def _line(opinion, why=None, dates=None):
    return Line(opinion.pk, opinion.code, first_words(text_words(opinion), _WORDS), why, dates)


def _with_words(opinions):
    return opinions.select_related("current_text", "turn__speaker")


def _chosen(request):
    """(opinions, whether there were more): those ticked, or all that match the filters of the list; visible ones."""
    if "all" in request.POST:
        rows = opinions_asked_for(request.user, request.POST.get("query", ""))
    else:
        ticked = [number for number in map(whole_number, request.POST.getlist("pick")) if number is not None]
        rows = Opinion.objects.visible_to(request.user).filter(pk__in=ticked[: MOST_AT_ONCE + 1]).order_by("pk")
    rows = _with_words(rows.select_related("unit__parent", "handling__lead", "handling__assigner"))
    found = list(rows[: MOST_AT_ONCE + 1])
    return found[:MOST_AT_ONCE], len(found) > MOST_AT_ONCE
