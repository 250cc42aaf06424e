"""The moves of a petition: who may make them and what they need. No other code changes a petition's state.

`docs/petitions.md` draws the same table; `tests/petitions/test_workflow.py` walks every (kind, state, move, role).
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handling.moves import Move, Workflow, perform, perform_held

from . import permissions
from .effects import deciding, intake, settling, shared
from .models import Direction, PaperKind, Petition, PetitionKind, PetitionMove, PetitionNote
from .models import PetitionState as State
from .tallies import counted, recount

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


def of(*kinds, decided=None):
    """Applies to petitions of these kinds and, where given, of this approved direction."""

    def applies(petition):
        return petition.kind in kinds and (decided is None or petition.direction == decided)

    return applies


MOVES = (
    Move(
        "classify",
        (State.RECEIVED, State.CLASSIFIED),
        State.CLASSIFIED,
        _("Classify by content"),
        permissions.is_officer,
        needs=("kind", "field", "is_eligible", "ineligibilities", "competence", "round", "flags", "paper_file"),
        check=intake.check_classify,
        effect=intake.classify,
        weight="main",
    ),
    Move(
        "split",
        (State.CLASSIFIED,),
        State.SPLIT,
        _("Split by content"),
        permissions.is_officer,
        applies=of(M),
        needs=("parts",),
        check=intake.check_split,
        effect=intake.split,
        weight="main",
    ),
    Move(
        "propose",
        (State.CLASSIFIED,),
        State.PROPOSED,
        _("Propose what to do"),
        permissions.is_officer,
        applies=of(C, D, R),
        needs=("direction", "addressee", "decline_reason", "complexity", "reason"),
        check=deciding.check_propose,
        effect=deciding.propose,
        weight="main",
    ),
    Move(
        "return_proposal",
        (State.PROPOSED, State.APPROVED),
        State.CLASSIFIED,
        _("Return the proposal"),
        permissions.decides,
        needs=("reason",),
        check=shared.needs_reason,
        effect=deciding.return_proposal,
        weight="quiet",
    ),
    Move(
        "approve",
        (State.PROPOSED,),
        State.APPROVED,
        _("Approve the proposal"),
        permissions.decides,
        needs=("document",),
        check=deciding.check_approve,
        effect=deciding.approve,
        weight="main",
    ),
    Move(
        "accept",
        (State.APPROVED,),
        State.ACCEPTED,
        _("Accept for settlement"),
        permissions.is_officer,
        applies=of(C, D, R, decided=Direction.ACCEPT),
        needs=("document",),
        check=shared.needs_document,
        effect=deciding.accept,
        weight="main",
    ),
    Move(
        "decline",
        (State.APPROVED,),
        State.DECLINED,
        _("Decline"),
        permissions.is_officer,
        applies=of(C, D, R, decided=Direction.DECLINE),
        needs=("document",),
        check=shared.needs_document,
        effect=deciding.decline,
        weight="main",
    ),
    Move(
        "guide",
        (State.APPROVED,),
        State.GUIDED,
        _("Guide the sender"),
        permissions.is_officer,
        applies=of(C, R, decided=Direction.GUIDE),
        hindered=deciding.hinders_guiding,
        needs=("document",),
        check=deciding.check_once(deciding.hinders_guiding),
        effect=deciding.guide,
        weight="main",
    ),
    Move(
        "transfer",
        (State.APPROVED,),
        State.TRANSFERRED,
        _("Transfer"),
        permissions.is_officer,
        applies=of(C, D, R, decided=Direction.TRANSFER),
        hindered=deciding.hinders_transferring,
        needs=("document",),
        check=deciding.check_once(deciding.hinders_transferring),
        effect=deciding.transfer,
        weight="main",
    ),
    Move(
        "return_to_sender",
        (State.APPROVED,),
        State.RETURNED,
        _("Return to whoever sent it"),
        permissions.is_officer,
        applies=of(C, D, R, decided=Direction.RETURN),
        needs=("document",),
        check=shared.needs_document,
        effect=deciding.end_with(PaperKind.LETTER),
        weight="main",
    ),
    Move(
        "ask_rewrite",
        (State.APPROVED,),
        State.REWRITING,
        _("Ask for it to be rewritten"),
        permissions.is_officer,
        applies=of(C, R, decided=Direction.REWRITE),
        needs=("document",),
        check=shared.needs_document,
        effect=deciding.end_with(PaperKind.LETTER),
        weight="main",
    ),
    Move(
        "resubmit",
        (State.REWRITING,),
        State.RECEIVED,
        _("Record the new letter"),
        permissions.is_officer,
        applies=of(C, R),
        needs=("received_on",),
        check=deciding.check_resubmit,
        effect=deciding.resubmit,
        weight="main",
    ),
    Move(
        "file",
        (State.APPROVED,),
        State.FILED,
        _("File and monitor"),
        permissions.is_officer,
        applies=of(C, D, R, decided=Direction.FILE),
        check=deciding.check_words,
        effect=deciding.file_petition,
        weight="main",
    ),
    Move(
        "start",
        (State.ACCEPTED,),
        State.IN_PROGRESS,
        _("Begin the settlement"),
        permissions.handles,
        needs=("lead", "document"),
        check=settling.check_start,
        effect=settling.start,
        weight="main",
    ),
    Move(
        "settle",
        (State.IN_PROGRESS,),
        State.SETTLED,
        _("Record the decision or conclusion"),
        permissions.handles,
        applies=of(C, D),
        hindered=settling.hinders_settling,
        needs=("finding", "document"),
        check=settling.check_settle,
        effect=settling.settle,
        weight="main",
    ),
    Move(
        "reply",
        (State.ACCEPTED, State.IN_PROGRESS),
        State.REPLIED,
        _("Answer the sender"),
        permissions.handles,
        applies=of(R),
        needs=("document",),
        check=shared.needs_document,
        effect=settling.reply,
        weight="main",
    ),
    Move(
        "record_reply",
        (State.TRANSFERRED,),
        State.REPLIED,
        _("Record the reply received"),
        permissions.is_officer,
        needs=("document",),
        check=shared.needs_document,
        effect=settling.record_reply,
        weight="main",
    ),
    Move(
        "publish",
        (State.SETTLED,),
        State.PUBLISHED,
        _("Publish"),
        permissions.handles,
        needs=("day",),
        check=settling.check_day,
        effect=settling.note_day,
        weight="main",
    ),
    Move(
        "execute",
        (State.SETTLED, State.PUBLISHED),
        State.EXECUTED,
        _("Record the execution"),
        permissions.handles,
        needs=("day",),
        check=settling.check_day,
        effect=settling.note_day,
    ),
    Move(
        "hold_dialogue",
        (State.IN_PROGRESS,),
        None,
        _("Record the settlement dialogue"),
        permissions.handles,
        applies=of(C),
        needs=("document",),
        check=shared.needs_document,
        effect=settling.hold_dialogue,
    ),
    Move(
        "urge",
        (State.TRANSFERRED, State.ACCEPTED, State.IN_PROGRESS),
        None,
        _("Urge"),
        permissions.may_urge,
        needs=("document",),
        check=shared.needs_document,
        effect=settling.urge,
    ),
    Move(
        "extend",
        (State.ACCEPTED, State.IN_PROGRESS),
        None,
        _("Extend the settlement"),
        permissions.decides,
        hindered=settling.hinders_extending,
        needs=("document", "complexity", "new_due_on"),
        check=settling.check_extend,
        effect=settling.extend,
    ),
    Move(
        "suspend",
        (State.ACCEPTED, State.IN_PROGRESS),
        State.SUSPENDED,
        _("Suspend"),
        permissions.decides,
        needs=("ground", "document"),
        check=settling.check_suspend,
        effect=settling.suspend,
        weight="quiet",
    ),
    Move(
        "resume",
        (State.SUSPENDED,),
        State.IN_PROGRESS,
        _("Resume"),
        permissions.decides,
        check=deciding.check_words,
        effect=settling.resume,
        weight="main",
    ),
    Move(
        "withdraw",
        OPEN,
        State.WITHDRAWN,
        _("Record the withdrawal"),
        permissions.is_officer,
        applies=of(C, D, R),
        needs=("day",),
        check=settling.check_day,
        effect=settling.withdraw,
        weight="quiet",
    ),
    Move(
        "terminate",
        (State.ACCEPTED, State.IN_PROGRESS, State.SUSPENDED),
        State.TERMINATED,
        _("Terminate"),
        permissions.decides,
        applies=of(C, D),
        needs=("ground", "document"),
        check=settling.check_terminate,
        effect=settling.terminate,
        weight="quiet",
    ),
    Move(
        "close",
        # A letter that was to be rewritten and never came again ends too.
        (*ENDED, State.REWRITING),
        State.CLOSED,
        pgettext_lazy("petition", "Close the file"),
        permissions.may_close,
        check=deciding.check_words,
        weight="quiet",
    ),
)

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
