"""What the table of moves speaks of: kinds by their letters, sets of states, and what a move applies to."""

from ..models import PetitionKind
from ..models import PetitionState as State
from ..models.vocabulary import UNCOUNTED

C, D, R, M = PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION, PetitionKind.RECOMMENDATION, PetitionKind.MIXED
#: Open, and not on the way out: where a sender may still withdraw.
OPEN = (
    State.RECEIVED,
    State.CLASSIFIED,
    State.PROPOSED,
    State.APPROVED,
    State.ACCEPTED,
    State.IN_PROGRESS,
    State.SUSPENDED,
    State.REWRITING,
)
#: Where the work has not ended; where a new letter is waited for it has.
WORKING = tuple(one for one in OPEN if one != State.REWRITING)
#: Where the work has ended and only the file is left to be closed.
ENDED = (
    State.TRANSFERRED,
    State.REPLIED,
    State.EXECUTED,
    State.PUBLISHED,
    State.DECLINED,
    State.GUIDED,
    State.RETURNED,
    State.FILED,
    State.WITHDRAWN,
    State.TERMINATED,
)
#: As long as the file is not closed; what was split or struck out is in no count that marks are for.
MARKABLE = tuple(one for one in State if one not in (State.CLOSED, *UNCOUNTED))


def of(*kinds, decided=None):
    """Applies to petitions of these kinds and, where given, of this approved direction."""

    def applies(petition):
        return petition.kind in kinds and (decided is None or petition.direction == decided)

    return applies
