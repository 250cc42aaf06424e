"""Fetching an opinion through access: out of reach is 404, within reach but not this user's to change is 403."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from ... import permissions
from ...models import Conference, Opinion, OpinionState


def get_opinion(user, code):
    """An opinion this user may read, with what its page needs; `names_shown`, `conference_shown` say what is open.

    `closed_in_turn`: it was closed, or another opinion that the same speaker raised with it.
    """
    conference = Conference.objects.visible_to(user).filter(pk=OuterRef("conference"))
    rows = Opinion.objects.visible_to(user).with_naming(user).annotate(conference_shown=Exists(conference))
    closed = Opinion.objects.filter(turn=OuterRef("turn"), state=OpinionState.CLOSED)
    rows = rows.annotate(closed_in_turn=Exists(closed))
    rows = rows.select_related(
        "unit__parent",
        "field__parent",
        "conference",
        "handling__lead",
        "current_text",
        "turn__speaker",
    )
    # What few opinions have (addressee, master, a delegate as the speaker) is read by those: each join costs all.
    return get_object_or_404(rows, code=code)


def get_opinion_to_move(user, code):
    """An opinion this user may read, held until the transaction of the move ends."""
    return get_object_or_404(Opinion.objects.visible_to(user).for_move(), code=code)


def get_kept_opinion(user, code):
    """An opinion whose text and files this user keeps."""
    opinion = get_opinion(user, code)
    if not permissions.can_edit_opinion(user, opinion):
        raise PermissionDenied
    return opinion


def seen_in_turn(user, opinion):
    """What else this user sees of what was raised in the same turn, and the opinion itself, in its order."""
    return Opinion.objects.visible_to(user).filter(turn=opinion.turn_id).order_by("item")
