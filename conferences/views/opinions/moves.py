"""Making a move of an opinion: one page asks for exactly what the move needs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handling.moves import MoveRefused, StaleVersion

from ...forms.opinion_moves import FORMS
from ...move_pages import page_of
from ...opinion_history import steps_of
from ...services.opinion_moves import make_move
from ...tones import state_tone
from ...workflow import OPINIONS, open_moves
from .access import get_opinion, get_opinion_to_move


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_move(request, code, name):
    """Ask for what the move needs, then make it. A move of the table that is not this user's is 403."""
    try:
        move = OPINIONS.move_named(name)
    except KeyError:
        raise Http404 from None
    if address := page_of(name, code):
        return redirect(address)
    if request.method == "POST":
        return _make(request, code, move)
    opinion = get_opinion(request.user, code)
    form = _form(request, opinion, move, initial={"version": opinion.version})
    is_open = any(one.name == name for one in open_moves(request.user, opinion))
    return _show(request, opinion, move, form, refusal="" if is_open else not_possible(move, opinion))


def _form(request, opinion, move, *sent, **options):
    """The form of a move for who may make it. Raises PermissionDenied for others."""
    if not move.who(request.user, opinion):
        raise PermissionDenied
    return FORMS[move.name](*sent, opinion=opinion, user=request.user, today=timezone.localdate(), **options)


def _make(request, code, move):
    """Fetch, ask and move in one transaction: what is refused leaves nothing behind."""
    form = None
    try:
        with transaction.atomic():
            opinion = get_opinion_to_move(request.user, code)
            form = _form(request, opinion, move, request.POST, request.FILES)
            if form.is_valid():
                make_move(
                    opinion,
                    move.name,
                    by=request.user,
                    on=form.today,
                    data=form.data_for_move(),
                    document=form.document_values(),
                    version=form.cleaned_data["version"],
                )
    except StaleVersion as stale:
        return _show_stale(request, stale.current, move, form)
    except MoveRefused as refusal:
        return _show_anew(request, code, move, form, refusal=str(refusal), status=409)
    except ValidationError as error:
        form.take(error)
    if form.errors:
        return _show_anew(request, code, move, form, status=422)
    messages.success(request, _("Done: %(move)s.") % {"move": move.label})
    return redirect("conferences:opinion", code=code)


def not_possible(move, opinion):
    return _("“%(move)s” is not possible any more: the record is now “%(state)s”.") % {
        "move": move.label,
        "state": opinion.get_state_display(),
    }


def _show_stale(request, current, move, form):
    """Somebody saved first: say what they did and keep what was typed, to be sent again if it still fits."""
    seen = form.cleaned_data["version"]
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    refusal = _("Somebody else changed this record in the meantime. Nothing of yours was lost.")
    if current.state not in move.sources:
        refusal = not_possible(move, current)
    return _show_anew(request, current.code, move, form, refusal=refusal, status=409, since=seen)


def _show_anew(request, code, move, form, **how):
    """The page of a move not made: a row fetched for moving carries only what that needs."""
    return _show(request, get_opinion(request.user, code), move, form, **how)


def _show(request, opinion, move, form, *, refusal="", status=200, since=None):
    """The page of a move; `since` is the version the person saw, to tell what happened in the meantime."""
    meanwhile = () if since is None else steps_of(opinion, named=opinion.names_shown, since=since)
    context = {
        "opinion": opinion,
        "move": move,
        "form": form,
        "refusal": refusal,
        "meanwhile": meanwhile,
        "can_send": opinion.state in move.sources,
        "answers": list(opinion.answers.select_related("organisation", "document")),
        "tone": state_tone(opinion),
        "today": timezone.localdate(),
        "english": get_language() == "en",
    }
    return render(request, "conferences/opinion_move.html", context, status=status)
