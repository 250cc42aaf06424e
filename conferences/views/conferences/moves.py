"""Making a move of a conference: one page asks for exactly what the move needs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handling.move_views import not_possible
from handling.moves import MoveRefused, StaleVersion

from ... import permissions
from ...conference_workflow import CONFERENCES, open_moves
from ...forms.moves import move_form
from ...services.papers import make_move
from .access import get_conference
from .page import next_move


@require_http_methods(["GET", "HEAD", "POST"])
def conference_move(request, code, name):
    """Ask for what the move needs, then make it. A move of the table that is not this user's is 403."""
    conference = get_conference(request.user, code)
    try:
        move = CONFERENCES.move_named(name)
    except KeyError:
        raise Http404 from None
    if not move.who(request.user, conference):
        raise PermissionDenied
    is_open = any(one.name == name for one in open_moves(request.user, conference))
    form_class, today = move_form(move), timezone.localdate()
    if request.method != "POST":
        form = form_class(on=today, initial={"version": conference.version, **first_values(move, today)})
        refusal = "" if is_open else not_possible(move, conference)
        return _show(request, conference, move, form, refusal=refusal)
    form = form_class(request.POST, request.FILES, on=today)
    if not form.is_valid():
        return _show(request, conference, move, form, status=422)
    try:
        make_move(
            conference,
            name,
            by=request.user,
            on=today,
            data=form.cleaned_data,
            document=form.document_values() if "document" in move.needs else None,
            version=form.cleaned_data["version"],
        )
    except StaleVersion as stale:
        return _show_stale(request, stale.current, move, form)
    except MoveRefused as refusal:
        return _show(request, conference, move, form, refusal=str(refusal), status=409)
    except ValidationError as error:
        form.take(error)
        return _show(request, conference, move, form, status=422)
    messages.success(request, _("Done: %(move)s.") % {"move": move.label})
    return redirect("conferences:conference", code=code)


def first_values(move, today):
    """What the form of a move starts with."""
    if "announced_on" in move.needs:
        return {"announced_on": today}
    return {}


def _show(request, conference, move, form, *, refusal="", status=200, **more):
    context = {
        "conference": conference,
        "move": move,
        "next": next_move(move, conference, timezone.localdate()),
        "form": form,
        "refusal": refusal,
        "can_edit": permissions.can_edit_conference(request.user, conference),
        **more,
    }
    return render(request, "conferences/conference_move.html", context, status=status)


def _show_stale(request, current, move, form):
    """Somebody saved first: say what the record is now and keep what was typed, to be sent again if it still fits."""
    still_open = current.state in move.sources
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    last = current.history.select_related("by").last()
    refusal = _("Somebody else changed this record in the meantime. Nothing of yours was lost.")
    if not still_open:
        refusal = not_possible(move, current)
    return _show(request, current, move, form, refusal=refusal, status=409, last=last, still_open=still_open)
