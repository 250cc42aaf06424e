"""What the effects of several moves need: asking for data, writing the handling, keeping papers."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from handling.extensions import put_off
from registers.reasons import codes_in_force

from ..confidentiality import refuse_words
from ..deadlines import rests_on
from ..models.papers import PetitionPaper


def require(data, *names):
    missing = {name: _("This field is required.") for name in names if not data.get(name)}
    if missing:
        raise ValidationError(missing)


def refuse_outside(data, name, allowed):
    if data.get(name) and data[name] not in allowed:
        raise ValidationError({name: _("This value cannot be chosen here.")})


def refuse_unlisted(data, name, reasons, kind=""):
    """Refuse what the list `reasons` of the register does not have on the day of the move, for a kind of petition."""
    codes = data.get(name) or []
    codes = [codes] if isinstance(codes, str) else codes
    if codes and set(codes) - codes_in_force(reasons, timezone.localdate(), kind):
        raise ValidationError({name: _("This value cannot be chosen here.")})


def save_handling(petition, **values):
    for name, value in values.items():
        setattr(petition.handling, name, value)
    petition.handling.save(update_fields=list(values))


def set_due(petition, due, *, on):
    """A new stage with its own date: what the stage before was given is in the history, and as missed when it was."""
    put_off(petition.handling, due.on, on=on, basis=due.basis, original_due_on=due.on, done_on=None)


def keep_paper(petition, data, kind, on, body=None):
    """Record the paper of a move with the petition; facts for the history."""
    document = data.get("document")
    if document is None:
        return {}
    PetitionPaper.objects.create(petition=petition, kind=kind, document=document, body=body, on=on)
    return {"document": document.pk}


def paper_day(petition, data, on, *, since=None):
    """The day of the paper that a move brings, which may be recorded later; the day `on` where there is none.

    Never after `on`, nor before `since`, the receipt unless another is given.
    """
    document = data.get("document")
    written = document.date if document else None
    return min(max(written or on, since or petition.received_on), on)


def done_day(petition, data, on):
    """The day on which a move with a paper ends or moves the work: the paper's, but not before what it rests on.

    So a paper entered late makes nothing late, and one that is dated too early takes no lateness away.
    """
    return paper_day(petition, data, on, since=rests_on(petition))


def tell_sender(petition, on):
    """This paper is the notice to the sender (Quy định 11-QĐi/TW), unless one was given before."""
    if petition.notified_on is None:
        petition.notified_on = on


def needs_document(petition, data):
    require(data, "document")
    refuse_words(petition, data)


def needs_reason(petition, data):
    """A reason in words; of a denunciation there are none to be kept."""
    refuse_words(petition, data)
    if not petition.is_denunciation:
        require(data, "reason")
