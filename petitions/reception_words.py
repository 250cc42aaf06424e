"""Who came to a reception and what for, in words: open to those who see names, masked for everybody else."""

from django.utils.translation import gettext as _

from accounts.masking import mask_address, mask_name, mask_text
from registers.models import ReasonList
from registers.reasons import label_of

from .models import TurnDirection


def content_of(turn):
    """The words of a turn, or those of the petition it became; None for a denunciation, for what was struck out, and
    for a petition that was split to whoever may not look into it. Turns come from `visible_to`.
    """
    if turn.is_denunciation or not turn.whole_shown:
        return None
    return turn.petition.content if turn.petition_id else turn.content


def kind_words(turn):
    """What it was about; of what went on as a petition, what the petition is now."""
    return turn.petition.get_kind_display() if turn.petition_id else turn.get_kind_display()


def turn_summary(turn, *, named):
    if turn.is_struck:
        return _("Struck out: recorded by mistake.")
    if turn.is_denunciation:
        return _("Denunciation: the content is in the paper file.")
    content = content_of(turn)
    if content is None:
        return "" if turn.whole_shown else _("Split by content.")
    if named:
        return content.summary
    return mask_text(content.summary, [one.full_name for one in content.senders.all()])


def refusal_words(turn, session):
    """Why the visitor was refused, as the list said on the day of the session; "" of who was received."""
    return label_of(ReasonList.REFUSAL, turn.refusal, session.on)


def visitor_words(turn, *, named):
    """[(name, address)] of the visitors; masked where names are not shown."""
    content = content_of(turn)
    rows = content.senders.all() if content else ()
    if named:
        return [(row.full_name, row.address) for row in rows]
    return [(mask_name(row.full_name), mask_address(row.address)) for row in rows]


def identity_words(turn, *, named):
    """Identity numbers of the visitors, one after the other; nothing where names are not shown."""
    content = content_of(turn)
    return "; ".join(row.id_number for row in content.senders.all() if row.id_number) if named and content else ""


#: What becomes of a petition, as the columns of the reception register call it.
_BY_DIRECTION = {
    "accept": TurnDirection.ACCEPT,
    "guide": TurnDirection.GUIDE,
    "return": TurnDirection.GUIDE,
    "rewrite": TurnDirection.GUIDE,
    "transfer": TurnDirection.TRANSFER,
}


def direction_of(turn):
    """What was decided on the spot; of what went on as a petition, what was decided there, once it was."""
    if turn.petition_id and turn.petition.direction in _BY_DIRECTION:
        return _BY_DIRECTION[turn.petition.direction]
    return turn.direction
