"""Keeping the draft of the quick form: written as one types; gone when saved, discarded, signed out, or a day old."""

from datetime import timedelta

from dialogue_portal.submissions import sent_with
from dialogue_portal.text import clean

from ..models import OpinionDraft, SpeakerTurn

KEPT = timedelta(days=1)
LONGEST = 150_000
#: What is kept of the form, and what of it a person has typed.
KEPT_FIELDS = ("conference", "unit", "phase", "channel", "received_on", "speaker", "place", "text")
TYPED_FIELDS = ("speaker", "place", "text")


def keep_draft(user, token, data, *, now):
    """Keep what stands in a form in place of what was kept before. Returns whether it is kept.

    Nothing typed erases the draft of this form. A form that is registered already leaves none: its last draft may
    arrive after it. What is longer than any form may be is not kept.
    """
    values = {name: clean(data.get(name, "")) for name in KEPT_FIELDS}
    if not any(values[name] for name in TYPED_FIELDS) or sent_with(SpeakerTurn.objects, token).exists():
        erase_draft(user, token=token)
        return False
    if sum(map(len, values.values())) > LONGEST:
        return False
    OpinionDraft.objects.update_or_create(user=user, defaults={"token": token, "values": values, "saved_at": now})
    return True


def draft_of(user, now):
    """The draft this person may go on with, None when there is none or it is a day old."""
    return OpinionDraft.objects.filter(user=user, saved_at__gte=now - KEPT).first()


def erase_draft(user, *, token=None):
    """Forget the draft of a person; with a token only when it is of that form and not of another window."""
    found = OpinionDraft.objects.filter(user=user)
    (found.filter(token=token) if token else found).delete()


def erase_old_drafts(now):
    OpinionDraft.objects.filter(saved_at__lt=now - KEPT).delete()


def erase_on_sign_out(sender, user, **kwargs):
    """Receiver of Django's `user_logged_out`: a shared machine shows nobody what the one before typed."""
    if user:
        erase_draft(user)
