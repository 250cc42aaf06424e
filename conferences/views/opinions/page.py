"""The page of one opinion: what to do next, what was said, who answers by when and why, what came of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.masking import mask_name
from audit.services import record_read
from handling.due import explain
from registers.downloads import attachment_response

from ... import permissions
from ...models.vocabulary import RefusalReason
from ...tones import outcome_tone, state_tone
from ...workflow import OPINIONS, open_moves
from .access import get_opinion

REGISTERED = "register"


@require_safe
def opinion(request, code):
    """The opinion as this user may see it; seeing names is noted once a day."""
    found = get_opinion(request.user, code)
    today = timezone.localdate()
    named = permissions.sees_personal_data(request.user, found)
    if named:
        record_read(request.user, found, on=today, label=found.code)
    moves = open_moves(request.user, found)
    answers = list(found.answers.select_related("organisation", "document__attachment", "by"))
    decisions = list(found.decisions.select_related("document", "attachment", "addressee", "by"))
    context = {
        "opinion": found,
        "handling": found.handling,
        "coordinators": list(found.handling.coordinators.all()),
        "today": today,
        "named": named,
        "speaker": speaker_words(found, named),
        "english": get_language() == "en",
        "main_moves": [move for move in moves if move.weight == "main"],
        "other_moves": [move for move in moves if move.weight != "main"],
        "due_sentences": explain(found.handling.due_basis),
        "extensions": list(found.handling.extensions.select_related("by")),
        "answers": answers,
        "decisions": decisions,
        "decision": next((row for row in reversed(decisions) if not row.withdrawn), None),
        "attachments": list(found.attachments.select_related("attachment__uploaded_by")) if named else [],
        "merged": list(found.merged.all()),
        "steps": steps_of(found, named),
        "tone": state_tone(found),
        "outcome_tone": outcome_tone(found),
        "can_edit": permissions.can_edit_opinion(request.user, found),
        "can_attach": permissions.can_attach(request.user, found),
        "can_extend": permissions.can_extend(request.user, found),
    }
    return render(request, "conferences/opinion_page.html", context)


def speaker_words(opinion, named):
    """The speaker in one line; masked for those who are not to see names."""
    speaker = getattr(opinion.turn, "speaker", None)
    if speaker is None:
        return _("(personal data erased)")
    name = speaker.delegate.person.full_name if speaker.delegate_id else speaker.full_name
    parts = [name if named else mask_name(name)] if name else []
    parts += [part for part in (speaker.capacity, speaker.address if named else "") if part]
    if speaker.group_size:
        parts.append(_("%(count)d people") % {"count": speaker.group_size})
    return ", ".join(parts) or _("(not given)")


def steps_of(opinion, named):
    """The history in sentences, newest first; the words given with a move only for those who see names."""
    labels = {move.name: move.label for move in OPINIONS.moves}
    labels[REGISTERED] = _("Registered")
    steps = []
    for row in opinion.history.select_related("by", "note").order_by("-pk"):
        steps.append(
            {
                "title": labels.get(row.move, row.move),
                "text": fact_words(row.facts),
                "note": row.note.text if named and hasattr(row, "note") else "",
                "at": row.on,
                "who": row.by.full_name,
            }
        )
    return steps


def fact_words(facts):
    """The facts of a move that a reader wants in the history."""
    words = []
    if "refusal_reason" in facts:
        words.append(str(RefusalReason(facts["refusal_reason"]).label))
    if "master" in facts:
        words.append(facts["master"])
    return "; ".join(words)


@require_safe
def opinion_file(request, code, pk):
    """A file kept with the opinion, for those who see its personal data."""
    found = get_opinion(request.user, code)
    if not permissions.sees_personal_data(request.user, found):
        raise Http404
    kept = get_object_or_404(found.attachments.select_related("attachment__stored"), pk=pk)
    return attachment_response(kept.attachment)


@require_safe
def answer_file(request, code, pk):
    """The document of an answer; whoever sees the opinion may read how it was answered."""
    found = get_opinion(request.user, code)
    answer = get_object_or_404(found.answers.select_related("document__attachment__stored"), pk=pk)
    if answer.document is None or answer.document.attachment is None:
        raise Http404
    return attachment_response(answer.document.attachment)
