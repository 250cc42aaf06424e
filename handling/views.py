"""The work list and the quick jump."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import can_manage_people, handles_records
from dialogue_portal.text import clean_line, fold_words

from . import reminders, worklist
from .kinds import kinds, targets


@require_safe
def work(request):
    """What this person has to do, most urgent part first; `?part=` opens one part alone.

    It is the first page after signing in; who keeps people and opens no record begins with the people.
    """
    if can_manage_people(request.user) and not handles_records(request.user):
        return redirect("accounts:people")
    today = timezone.localdate()
    by_kind = worklist.counts_by_kind(request.user, today)
    figures = worklist.total(by_kind.values())
    shown = request.GET.get("part")
    if shown not in worklist.PARTS:
        shown = next((name for name in worklist.PARTS if getattr(figures, name)), "waiting")
    tables = []
    for kind in kinds():
        rows = kind.rows(worklist.part(kind, shown, request.user, today))[: worklist.PART_LENGTH]
        total = getattr(by_kind[kind.key], shown)
        tables.append({"kind": kind, "rows": list(rows), "total": total, "list_url": kind.list_url(shown)})
    context = {
        "figures": figures,
        "part": shown,
        # The figure whose list stands below is marked.
        "shown": {shown: True},
        # A kind without work of this part says nothing, unless none has any.
        "tables": [table for table in tables if table["rows"]] or tables[:1],
        "today": today,
        "work_actions": [action for kind in kinds() for action in kind.actions(request.user)],
        "reminders": reminders.lines(reminders.unseen(request.user, today)),
        "oldest_days": (today - figures.oldest_due).days if figures.oldest_due else 0,
    }
    return render(request, "handling/work_list.html", context)


@require_POST
def reminders_seen(request):
    """The person has read what they were reminded of."""
    reminders.mark_seen(request.user, timezone.now())
    return redirect("handling:work")


JUMP_LIMIT = 6


@require_safe
def jump(request):
    """Quick jump: conferences, opinions by code or words, units. A fragment for htmx, a page otherwise."""
    query = clean_line(request.GET.get("q", ""))[:100]
    groups = []
    # Signs alone are no words, and a search without words would list everything.
    if sum(map(len, fold_words(query))) >= 2:
        for target in targets():
            hits = target.find(request.user, query, JUMP_LIMIT)
            if hits:
                groups.append({"label": target.label, "hits": hits})
    template = "handling/_jump_results.html" if request.htmx else "handling/jump_page.html"
    return render(request, template, {"query": query, "groups": groups})
