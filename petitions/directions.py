"""What may be proposed for a petition: by eligibility, competence and kind (TT 05/2021/TT-TTCP)."""

from django.db.models import Q

from .models.vocabulary import SENT_BY_A_BODY, Direction


def directions_for(petition):
    """The directions that the rules allow for a classified petition, in the order they are offered."""
    if not petition.is_eligible:
        return (Direction.FILE,) if petition.is_denunciation else (Direction.REWRITE, Direction.FILE)
    if petition.is_own:
        return (Direction.ACCEPT, Direction.DECLINE)
    offered = []
    if not petition.is_denunciation and not done_before(petition, "guide"):
        offered.append(Direction.GUIDE)
    if not (petition.is_denunciation and done_before(petition, "transfer")):
        offered.append(Direction.TRANSFER)
    # A part of a letter has its source from the split, and the body that sent the whole.
    if petition.source in SENT_BY_A_BODY or petition.sent_by_id:
        offered.append(Direction.RETURN)
    return (*offered, Direction.FILE)


def done_before(petition, move):
    """Another petition of the same content was guided or transferred: each is done once."""
    # All that say the same point to the first of them.
    first = petition.earlier_id or petition.pk
    same = type(petition).objects.filter(Q(pk=first) | Q(earlier=first))
    return same.exclude(pk=petition.pk).filter(history__move=move).exists()


def hold_same_content(petition):
    """Lock the first of the petitions of the same content until the transaction ends; what follows them waits here."""
    first = petition.earlier_id or petition.pk
    list(type(petition).objects.select_for_update(of=("self",), no_key=True).filter(pk=first).values_list("pk"))
