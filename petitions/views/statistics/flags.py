"""Flagged petitions of a period, and statements that there were none."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handling.moves import MoveRefused
from registers.periods import free_range

from ...forms.statistics import PeriodForm
from ...marks import MARKS
from ...models import NilStatement
from ...services.statements import digest_of, state_nothing
from ...statistics.flags import board_for, bodies_examined
from ...statistics.reading import may_read_statistics


def _period_form(request, data):
    if not may_read_statistics(request.user):
        raise PermissionDenied
    return PeriodForm(data, user=request.user, today=timezone.localdate(), bodies=bodies_examined(request.user))


@require_safe
def flags(request):
    """Counts and list of flagged petitions; from here a statement is made of what was not found."""
    form = _period_form(request, request.GET)
    context = {"form": form, "query": request.GET.urlencode(), "flags": MARKS, "now": timezone.now()}
    if not form.is_valid():
        return render(request, "petitions/flags.html", context, status=422)
    asked = form.cleaned_data
    board, flagged = board_for(request.user, asked["period"], asked["body"])
    rows = flagged.select_related("owner", "unit", "field").order_by("-booked_on", "-pk")
    context |= {
        "board": board,
        "page_obj": Paginator(rows, 50).get_page(request.GET.get("page")),
        "statements": NilStatement.objects.visible_to(request.user).select_related("unit", "body", "by")[:10],
    }
    return render(request, "petitions/flags.html", context)


@require_POST
def statement_new(request):
    form = _period_form(request, request.POST)
    if form.is_valid():
        try:
            found = state_nothing(form.cleaned_data["period"], by=request.user, body=form.cleaned_data["body"])
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("petitions:statement", found.code)
    else:
        messages.error(request, form.errors.as_text().lstrip("* "))
    asked = {name: request.POST[name] for name in form.fields if request.POST.get(name)}
    return redirect(f"{reverse('petitions:flags')}?{urlencode(asked)}")


@require_safe
def statement(request, code):
    """A statement as it was made, whether its facts are still those it was made of, and what the records say now."""
    rows = NilStatement.objects.visible_to(request.user).select_related("unit", "body", "by")
    found = get_object_or_404(rows, code=code)
    alone = found.body if len(found.facts["bodies"]) == 1 else None
    now, _flagged = board_for(request.user, free_range(found.first, found.last), alone)
    # Another reader may look through other bodies, or without denunciations: no comparison then.
    same_bodies = [one.code for one in now.bodies] == found.facts["bodies"]
    # One of the time when only what was received in the period was looked through is not of the same question.
    is_of_now = "received_before" in found.facts
    comparable = is_of_now and same_bodies and now.denunciations == found.with_denunciations
    context = {
        "statement": found,
        "stated": [MARKS[flag] for flag in found.facts["stated"]],
        "found": [(MARKS[flag], number) for flag, number in found.facts["found"].items()],
        "is_whole": digest_of(found.facts) == found.digest,
        "since": [(MARKS[flag], now.counts[flag]) for flag in found.facts["stated"] if comparable and now.counts[flag]],
        "comparable": comparable,
        "looks_back": is_of_now,
        "was_running": timezone.localdate(found.as_of) <= found.last,
    }
    return render(request, "petitions/statement.html", context)
