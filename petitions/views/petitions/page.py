"""The page of one petition: what to do next, what it says, who settles it by when and why, what came of it."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from audit.kept import kept_until_change
from audit.services import record_read
from conferences.models import Opinion
from dialogue_portal.text import first_words
from handling.due import explain
from handling.panels import panels_for

from ... import permissions
from ...confidentiality import sentence
from ...deadlines import kept_until
from ...history import steps_of
from ...models import (
    Finding,
    Petition,
    PetitionAttachment,
    PetitionCase,
    PetitionState,
    ReceptionTurn,
    Source,
)
from ...models.vocabulary import UNCOUNTED
from ...moves.words import ENDED
from ...next_step import next_step
from ...reason_words import decline_words, ineligibility_words
from ...tones import state_tone
from ...words import gloss_words, sender_words, source_words, summary_words
from ...workflow import PETITIONS
from .access import get_petition

HEADING = 90
_MOST_ALIKE = 20


@require_safe
@kept_until_change
def petition(request, code):
    """The petition as this user may see it; seeing names, and any denunciation, is noted once a day."""
    found = get_petition(request.user, code)
    today, named = timezone.localdate(), found.names_shown
    if named or found.is_denunciation:
        record_read(request.user, found, on=today, label=found.code)
    main_moves, other_moves = PETITIONS.offered(request.user, found)
    summary = summary_words(found, named=named)
    panels = panels_for("petition", request, found)
    is_addressee = permissions.was_sent(request.user, found)
    context = {
        "petition": found,
        "handling": found.handling,
        "today": today,
        "named": named,
        "summary": summary,
        "heading_words": first_words(summary, HEADING),
        "senders": sender_words(found, named=named),
        "source": source_words(found),
        "gloss": gloss_words(found, named=named) if get_language() == "en" else "",
        "next_step": next_step(found, is_addressee=is_addressee),
        "is_open": found.state not in (*ENDED, PetitionState.CLOSED, *UNCOUNTED),
        "main_moves": main_moves,
        "other_moves": other_moves,
        "tone": state_tone(found),
        "why_secret": sentence() if found.is_denunciation else "",
        # Grounds of the proposal and instructions are of the body that decided, not of the one it was sent to.
        "steps": steps_of(found, named=named and not is_addressee),
        "papers": list(found.papers.select_related("document", "body")),
        "attachments": _attachments(found) if named else [],
        "can_edit": permissions.can_edit(request.user, found),
        "can_correct": permissions.can_correct_registration(request.user, found),
        "panels": panels,
        "can_open_case": permissions.may_link(request.user, found),
        **_facts(found),
        **_linked(request.user, found),
    }
    response = render(request, "petitions/petition_page.html", context)
    if panels.is_changing:
        add_never_cache_headers(response)
    return response


def _facts(petition):
    """What stands beside the columns: codes in words, and how the due date came about."""
    handling = petition.handling
    return {
        "finding": Finding(petition.finding).label if petition.finding else "",
        "decline_words": decline_words(petition),
        "ineligibilities": ineligibility_words(petition),
        "due_sentences": explain(handling.due_basis),
        "notice_sentences": explain(petition.notice_basis),
        "extensions": list(handling.extensions.select_related("by")),
        "kept_until": kept_until(petition),
        "paused_on": handling.stopped_on,
    }


def _linked(user, petition):
    """Petitions and the opinion it belongs with, and its case: of each only what this user sees."""
    seen = Petition.objects.visible_to(user)
    case = petition.content.case_id if petition.content else None
    return {
        "parts": list(seen.filter(parent=petition)),
        "parent": seen.filter(pk=petition.parent_id).first() if petition.parent_id else None,
        "opinion": _opinion(petition) if petition.opinion_id else "",
        "case": PetitionCase.objects.visible_to(user).filter(pk=case).first() if case else None,
        "same": _same_content(seen, petition),
        "turn": _turn(user, petition) if petition.source == Source.RECEPTION else None,
    }


def _opinion(petition):
    """The code of the opinion that it was, for the officers of the book and of all but denunciations; to others a code
    that is missing among opinions must not tell anything."""
    if petition.is_denunciation or not petition.is_own_book:
        return ""
    return Opinion.objects.values_list("code", flat=True).get(pk=petition.opinion_id)


def _turn(user, petition):
    """The turn of a reception that a petition came from."""
    return ReceptionTurn.objects.visible_to(user).filter(petition=petition).select_related("session").first()


def _same_content(seen, petition):
    """Other petitions of the same content that this user sees, oldest first."""
    first = petition.earlier_id or petition.pk
    found = seen.filter(earlier=first) | seen.filter(pk=first)
    return list(found.exclude(pk=petition.pk).order_by("received_on", "pk")[:_MOST_ALIKE])


def _attachments(petition):
    if petition.content_id is None:
        return []
    return list(
        PetitionAttachment.objects.filter(content=petition.content_id).select_related("attachment__uploaded_by")
    )
