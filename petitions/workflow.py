"""The moves of a petition: who may make them and what they need. No other code changes a petition's state.

`docs/petitions.md` draws the same table; `tests/petitions/test_workflow.py` walks every (kind, state, move, role).
"""

from handling.moves import Workflow, perform, perform_held

from .models import Petition, PetitionMove, PetitionNote
from .moves.deciding import DECIDING
from .moves.settling import SETTLING
from .tallies import counted, recount

MOVES = (*DECIDING, *SETTLING)

PETITIONS = Workflow(
    model=Petition,
    moves=MOVES,
    history=PetitionMove,
    notes=PetitionNote,
    owner_field="petition",
    notes_field="content",
    notes_hang_on=lambda petition: petition.content,
    counted=counted,
    recount=recount,
    changed_fields=(
        "kind",
        "field",
        "is_eligible",
        "ineligibilities",
        "competence",
        "round",
        "complexity",
        "is_remote",
        "is_mass",
        "is_prolonged",
        "is_over_level",
        "direction",
        "addressee",
        "decline_reason",
        "finding",
        "received_on",
        "paper_file",
        "notice_due_on",
        "notice_basis",
        "notified_on",
        "content",
        "parent",
        "signatories",
        "earlier",
        "opinion",
    ),
)


def move(petition, name, *, by, on, data=None, version=None):
    """Make one move of a petition; see `handling.moves.perform` for what it refuses."""
    return perform(PETITIONS, petition, name, by=by, on=on, data=data, version=version)


def move_held(petition, name, *, by, on, data=None, version=None):
    """The same on a petition fetched by `for_move()` in the caller's transaction; see `perform_held`."""
    return perform_held(PETITIONS, petition, name, by=by, on=on, data=data, version=version)


def open_moves(user, petition):
    """The moves this user may make on this petition now. What a move needs is asked when it is made."""
    return PETITIONS.open_moves(user, petition)
