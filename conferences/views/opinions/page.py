"""The page of one opinion: what to do next, what was said, who answers by when and why, what came of it."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from audit.kept import kept_until_change
from audit.services import record_read
from dialogue_portal.text import first_words
from handling.due import explain

from ... import permissions
from ...models import OpinionState
from ...next_step import next_step
from ...opinion_history import steps_of
from ...speakers import gloss_words, speaker_words, text_words
from ...tones import outcome_tone, state_tone
from ...workflow import OPINIONS
from .access import get_opinion

#: So much of the text heads the page; the title of the window, which browsers keep, has the code alone.
HEADING = 90


@require_safe
@kept_until_change
def opinion(request, code):
    """The opinion as this user may see it; seeing names is noted once a day."""
    found = get_opinion(request.user, code)
    today = timezone.localdate()
    named = found.names_shown
    if named:
        record_read(request.user, found, on=today, label=found.code)
    handling = found.handling
    main_moves, other_moves = OPINIONS.offered(request.user, found)
    extensions = list(handling.extensions.select_related("by"))
    decision = decision_of(found)
    text = text_words(found, named=named)
    context = {
        "opinion": found,
        "handling": handling,
        "coordinators": list(handling.coordinators.all()) if handling.lead_id else [],
        "today": today,
        "named": named,
        "speaker": speaker_words(found, named=named),
        "text": text,
        "heading_words": first_words(text, HEADING),
        "gloss": gloss_words(found, named=named) if get_language() == "en" else "",
        "next_step": next_step(found, decision),
        "is_open": found.state not in (OpinionState.CLOSED, OpinionState.REFUSED),
        "main_moves": main_moves,
        "other_moves": other_moves,
        "due_sentences": explain(handling.due_basis),
        "extensions": extensions,
        "answers": list(found.answers.select_related("organisation", "document")),
        "decision": decision,
        "attachments": list(found.attachments.select_related("attachment__uploaded_by")) if named else [],
        "merged": list(found.merged.all()) if found.is_counted else [],
        "steps": steps_of(found, named=named, extensions=extensions),
        "tone": state_tone(found),
        "outcome_tone": outcome_tone(found),
        "can_edit": permissions.can_edit_opinion(request.user, found),
        "can_correct": permissions.can_correct(request.user, found, closed=found.closed_in_turn),
        "can_attach": permissions.can_attach(request.user, found),
        "can_extend": permissions.can_extend(request.user, found),
        "can_erase": permissions.can_erase_speaker(request.user, found),
    }
    return render(request, "conferences/opinion_page.html", context)


def decision_of(opinion):
    """The decision in force; None while the outcome is pending."""
    if not opinion.outcome:
        return None
    rows = opinion.decisions.filter(withdrawn=False).select_related("document", "attachment", "addressee", "by")
    return rows.last()
