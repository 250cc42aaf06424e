"""Fetching a petition through access: out of reach is 404, within reach but not this user's to change is 403."""

from django.shortcuts import get_object_or_404

from ...models import Petition


def get_petition(user, code):
    """A petition this user may read, with what its page needs; `names_shown` says whether names are open."""
    rows = Petition.objects.visible_to(user).with_naming(user)
    rows = rows.select_related(
        "unit__parent",
        "owner",
        "field__parent",
        "handling__lead",
        "content",
        "addressee",
        "sent_by",
    )
    # What few petitions have (case, parent, opinion) is read by those, as far as this user sees it.
    return get_object_or_404(rows.prefetch_related("content__senders"), code=code)


def get_petition_to_move(user, code):
    """A petition this user may read, held until the transaction of the move ends."""
    return get_object_or_404(Petition.objects.visible_to(user).for_move(), code=code)
