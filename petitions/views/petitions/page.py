"""The page of one petition: what to do next, what it says, who settles it by when and why, what came of it."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from audit.kept import kept_until_change
from audit.services import record_read
from dialogue_portal.text import first_words
from handling.due import explain

from ...confidentiality import sentence
from ...history import steps_of
from ...models import Ineligibility, Petition, PetitionState
from ...next_step import next_step
from ...tones import state_tone
from ...words import sender_words, summary_words
from ...workflow import ENDED, open_moves
from .access import get_petition

HEADING = 90


@require_safe
@kept_until_change
def petition(request, code):
    """The petition as this user may see it; seeing names, and any denunciation, is noted once a day."""
    found = get_petition(request.user, code)
    today, named = timezone.localdate(), found.names_shown
    if named or found.is_denunciation:
        record_read(request.user, found, on=today, label=found.code)
    moves = open_moves(request.user, found)
    summary = summary_words(found, named=named)
    context = {
        "petition": found,
        "handling": found.handling,
        "today": today,
        "named": named,
        "summary": summary,
        "heading_words": first_words(summary, HEADING),
        "senders": sender_words(found, named=named),
        "english": get_language() == "en",
        "next_step": next_step(found),
        "is_open": found.state not in (*ENDED, PetitionState.CLOSED, PetitionState.SPLIT),
        "main_moves": [move for move in moves if move.weight == "main"],
        "other_moves": [move for move in moves if move.weight != "main"],
        "due_sentences": explain(found.handling.due_basis),
        "ineligibilities": [Ineligibility(code).label for code in found.ineligibilities],
        "papers": list(found.papers.select_related("document", "body")),
        "same": same_content(request.user, found),
        "parts": list(Petition.objects.visible_to(request.user).filter(parent=found)),
        "steps": steps_of(found, named=named),
        "tone": state_tone(found),
        "why_secret": sentence() if found.is_denunciation else "",
    }
    return render(request, "petitions/petition_page.html", context)


def same_content(user, petition):
    """Other petitions of the same content that this user sees, oldest first."""
    first = petition.earlier_id or petition.pk
    rows = Petition.objects.visible_to(user)
    found = rows.filter(earlier=first) | rows.filter(pk=first)
    return list(found.exclude(pk=petition.pk).order_by("received_on", "pk")[:20])
