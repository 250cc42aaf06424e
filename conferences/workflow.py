"""The moves of an opinion: who may make them and what they need. No other code changes an opinion's state.

`docs/concepts.md` draws the same table; `tests/conferences/test_workflow.py` walks every allowed and forbidden
(state, move, role).
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handling.moves import Move, Workflow, perform, perform_held

from . import effects, effects_under_way, permissions
from .models import Opinion, OpinionMove, OpinionNote
from .models.vocabulary import OpinionState as State
from .tallies import counted, recount

MOVES = (
    Move(
        "classify",
        (State.RECEIVED,),
        State.CLASSIFIED,
        _("Classify"),
        permissions.can_classify,
        needs=("field", "competent_level"),
        check=effects.check_classify,
        effect=effects.classify,
        weight="main",
    ),
    Move(
        "assign",
        (State.CLASSIFIED,),
        State.ASSIGNED,
        _("Assign"),
        permissions.can_assign,
        needs=("lead", "coordinators", "is_complex"),
        check=effects.check_assign,
        effect=effects.assign,
        weight="main",
    ),
    Move(
        "acknowledge",
        (State.ASSIGNED,),
        State.IN_PROGRESS,
        _("Acknowledge"),
        permissions.is_lead,
        effect=effects.acknowledge,
        weight="main",
    ),
    Move(
        "answer",
        (State.ASSIGNED, State.IN_PROGRESS),
        State.ANSWERED,
        _("Record the answer"),
        permissions.is_lead,
        needs=("text", "answerer", "answered_on", "document"),
        check=effects.check_answer,
        effect=effects.answer,
        weight="main",
    ),
    Move(
        "verify",
        (State.ANSWERED,),
        State.VERIFIED,
        _("Verify the answer"),
        permissions.can_verify,
        needs=("outcome", "evidence"),
        check=effects.check_verify,
        effect=effects.verify,
        weight="main",
    ),
    Move(
        "close",
        (State.VERIFIED, State.FORWARDED),
        State.CLOSED,
        pgettext_lazy("opinion", "Close"),
        permissions.can_close,
        weight="main",
    ),
    Move(
        "answer_in_hall",
        (State.RECEIVED, State.CLASSIFIED),
        State.ANSWERED,
        _("Record the answer given in the hall"),
        permissions.can_answer_in_hall,
        applies=effects.was_raised_for_a_conference,
        needs=("answerer", "text"),
        check=effects.check_hall_answer,
        effect=effects.answer_in_hall,
    ),
    Move(
        "record_reply",
        (State.FORWARDED,),
        State.ANSWERED,
        _("Record the outside reply"),
        permissions.can_forward,
        needs=("text", "answered_on", "document"),
        check=effects.check_reply,
        effect=effects.record_reply,
    ),
    Move(
        "reassign",
        (State.ASSIGNED, State.IN_PROGRESS),
        State.ASSIGNED,
        _("Pass on to another lead"),
        permissions.can_reassign,
        needs=("lead", "coordinators", "is_complex", "reason"),
        check=effects_under_way.check_reassign,
        effect=effects_under_way.reassign,
    ),
    Move(
        "decide",
        (State.IN_PROGRESS,),
        State.VERIFIED,
        _("Set step by step or unresolved"),
        permissions.is_commission,
        needs=("outcome", "milestone", "next_review_on", "unresolved_reason"),
        check=effects.check_decide,
        effect=effects.decide,
    ),
    Move(
        "forward",
        (State.CLASSIFIED, State.ASSIGNED, State.IN_PROGRESS),
        State.FORWARDED,
        _("Forward to a higher level"),
        permissions.can_forward,
        needs=("addressee", "document", "reason"),
        check=effects.check_forward,
        effect=effects.forward,
    ),
    Move(
        "merge",
        (State.RECEIVED, State.CLASSIFIED),
        State.CLOSED,
        _("Merge with another opinion"),
        permissions.can_classify,
        needs=("master", "reason"),
        check=effects.check_merge,
        effect=effects.merge,
        weight="quiet",
    ),
    Move(
        "turn_into_petition",
        # What it is may come to light only while it is answered: whoever leads should hold no denunciation.
        (
            State.RECEIVED,
            State.CLASSIFIED,
            State.ASSIGNED,
            State.IN_PROGRESS,
            State.ANSWERED,
            State.VERIFIED,
            State.FORWARDED,
        ),
        State.CLOSED,
        _("Turn into a petition"),
        permissions.can_classify,
        check=effects.check_petition,
        effect=effects.turn_into_petition,
        weight="quiet",
    ),
    Move(
        "refuse",
        (State.RECEIVED,),
        State.REFUSED,
        _("Refuse at intake"),
        permissions.can_refuse,
        needs=("refusal_reason", "reason"),
        check=effects.check_refuse,
        effect=effects.refuse,
        weight="quiet",
    ),
    Move(
        "reclassify",
        (State.CLASSIFIED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED),
        None,
        _("Correct the classification"),
        permissions.can_reclassify,
        needs=("field", "competent_level", "reason"),
        check=effects_under_way.check_reclassify,
        effect=effects_under_way.reclassify,
        weight="quiet",
    ),
    Move(
        "return_assignment",
        (State.ASSIGNED,),
        State.CLASSIFIED,
        _("Return: not ours"),
        permissions.is_lead,
        needs=("reason",),
        check=effects.check_reason,
        effect=effects.return_assignment,
        weight="quiet",
    ),
    Move(
        "return_answer",
        (State.ANSWERED,),
        State.IN_PROGRESS,
        _("Return the answer"),
        permissions.can_verify,
        applies=effects.has_lead,
        needs=("reason",),
        check=effects.check_reason,
        effect=effects.return_answer,
        weight="quiet",
    ),
    Move(
        "resume",
        (State.VERIFIED,),
        State.IN_PROGRESS,
        _("Resume the work"),
        permissions.is_commission,
        applies=effects.is_undecided,
        needs=("reason",),
        check=effects.check_reason,
        effect=effects.resume,
        weight="quiet",
    ),
    Move(
        "reopen",
        (State.CLOSED,),
        State.ASSIGNED,
        _("Reopen"),
        permissions.can_reopen,
        applies=effects.is_an_opinion,
        needs=("reason", "lead"),
        check=effects.check_reopen,
        effect=effects.reopen,
        weight="quiet",
    ),
)

OPINIONS = Workflow(
    model=Opinion,
    moves=MOVES,
    history=OpinionMove,
    notes=OpinionNote,
    owner_field="opinion",
    counted=counted,
    recount=recount,
    changed_fields=("outcome", "field", "competent_level", "master"),
)


def move(opinion, name, *, by, on, data=None, version=None):
    """Make one move of an opinion; see `handling.moves.perform` for what it refuses."""
    return perform(OPINIONS, opinion, name, by=by, on=on, data=data, version=version)


def move_held(opinion, name, *, by, on, data=None, version=None):
    """The same on an opinion fetched by `for_move()` in the caller's transaction; see `perform_held`."""
    return perform_held(OPINIONS, opinion, name, by=by, on=on, data=data, version=version)


def open_moves(user, opinion):
    """The moves this user may make on this opinion now. What a move needs is asked when it is made."""
    return OPINIONS.open_moves(user, opinion)
