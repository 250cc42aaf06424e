"""Making a move of an opinion: one page asks for exactly what the move needs."""

from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from handling.move_views import MovePages

from ...forms.opinion_moves import FORMS
from ...move_pages import page_of
from ...opinion_history import steps_of
from ...services.opinion_moves import make_move
from ...tones import state_tone
from ...workflow import OPINIONS
from .access import get_opinion, get_opinion_to_move


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_move(request, code, name):
    """Make a move here, or on the page that a room above has for it."""
    if address := page_of(name, code):
        return redirect(address)
    return PAGES.answer(request, code, name)


def _context(opinion):
    return {
        "opinion": opinion,
        "answers": list(opinion.answers.select_related("organisation", "document")),
        "tone": state_tone(opinion),
        "english": get_language() == "en",
    }


PAGES = MovePages(
    workflow=OPINIONS,
    forms=FORMS,
    get=get_opinion,
    get_held=get_opinion_to_move,
    make=make_move,
    steps=lambda opinion, since: steps_of(opinion, named=opinion.names_shown, since=since),
    context=_context,
    template="conferences/opinion_move.html",
    page="conferences:opinion",
)
