"""Making a move of a petition: one page asks for exactly what the move needs."""

from django.views.decorators.http import require_http_methods

from handling.move_views import MovePages

from ...confidentiality import sentence
from ...forms.moves import FORMS
from ...history import grounds_of, steps_of
from ...reason_words import decline_words
from ...services.moves import make_move
from ...tones import state_tone
from ...words import sender_words, summary_words
from ...workflow import PETITIONS
from .access import get_petition, get_petition_to_move


def _context(petition):
    return {
        "petition": petition,
        "tone": state_tone(petition),
        "summary": summary_words(petition, named=petition.names_shown),
        "senders": sender_words(petition, named=petition.names_shown),
        "decline_words": decline_words(petition),
        "grounds": grounds_of(petition),
        "why_secret": sentence() if petition.is_denunciation else "",
    }


PAGES = MovePages(
    workflow=PETITIONS,
    forms=FORMS,
    get=get_petition,
    get_held=get_petition_to_move,
    make=make_move,
    steps=lambda petition, since: steps_of(petition, named=petition.names_shown, since=since),
    context=_context,
    template="petitions/petition_move.html",
    page="petitions:petition",
)


@require_http_methods(["GET", "HEAD", "POST"])
def petition_move(request, code, name):
    """Ask for what the move needs, then make it. A move of the table that is not this user's is 403."""
    return PAGES.answer(request, code, name)
