"""The engine under every workflow: a table of legal moves, and the one function that makes a move.

Each room above keeps its own table (`conferences/workflow.py`); nothing else changes a state.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record

#: What PostgreSQL calls a deadlock it broke.
_DEADLOCK = "40P01"


class MoveRefused(Exception):
    """A legal user asked for something the rules do not allow now; the message is a sentence for them."""


class StaleVersion(MoveRefused):
    """Somebody else saved first. `current` is the row as it is now."""

    def __init__(self, current):
        super().__init__(_("Somebody else changed this record in the meantime. Nothing of yours was lost."))
        self.current = current


def always(obj):
    return True


def nothing_hinders(obj):
    return ""


def nothing_to_do(obj, data, *, by, on):
    return {}


def nothing_to_check(obj, data):
    return None


@dataclass(frozen=True)
class Move:
    """A legal move. A `target` of None leaves the state as it is; a function says it for a record: `target(obj)`.

    `who(user, obj)` says whether this user may make it; `applies(obj)` whether it makes sense for this row at all,
    beyond its state; `hindered(obj)` is a sentence on what stands in its way for now, whatever is given with it, or "";
    `check(obj, data)` raises `MoveRefused` or
    `ValidationError` when what it needs is missing; `effect(obj, data, by=, on=)` writes what belongs to the move
    and returns the facts for the history row (codes, dates, ids).
    """

    name: str
    sources: tuple[str, ...]
    target: str | Callable | None
    label: object
    who: Callable
    applies: Callable = always
    hindered: Callable = nothing_hinders
    needs: tuple[str, ...] = ()
    check: Callable = nothing_to_check
    effect: Callable = nothing_to_do
    # "main" is the next thing to do, "other" an ordinary alternative, "quiet" a way back or out.
    weight: str = "other"

    def weight_in(self, state):
        """Its weight for a record in this state: what leads nowhere else is done again, not next."""
        return "other" if self.weight == "main" and self.target == state else self.weight

    def state_after(self, obj):
        """The state to which it takes a record that has not made it yet."""
        return self.target(obj) if callable(self.target) else self.target or obj.state

    def is_possible(self, obj):
        return obj.state in self.sources and self.applies(obj)


@dataclass(frozen=True)
class Workflow:
    """A model, its moves, its history table, and what must follow each move in the same transaction."""

    model: type
    moves: tuple[Move, ...]
    history: type
    notes: type
    owner_field: str
    # Where the words given with a move hang, when not on the object itself.
    notes_field: str = ""
    notes_hang_on: Callable = lambda obj: obj
    counted: Callable = lambda obj: None
    recount: Callable = lambda before, after: None
    notify: Callable = lambda obj, move, by: None
    changed_fields: tuple[str, ...] = field(default=())

    def move_named(self, name):
        """Raises KeyError for a name that is not in the table."""
        return {move.name: move for move in self.moves}[name]

    def open_moves(self, user, obj):
        """The moves this user may make on this object now, in table order."""
        return [move for move in self.moves if move.is_possible(obj) and move.who(user, obj)]

    def offered(self, user, obj):
        """(what to do next, the rest) of the open moves that nothing hinders, as its page offers them."""
        moves = [move for move in self.open_moves(user, obj) if not move.hindered(obj)]
        main = [move for move in moves if move.weight_in(obj.state) == "main"]
        return main, [move for move in moves if move not in main]


def perform(workflow, obj, name, *, by, on, data=None, version=None):
    """Make a move: lock the row, check version, table, right and needs; write, record, recount; notify on commit.

    `version` is the one the user saw; None skips the comparison (bulk work that just read the row).
    `data["reason"]`, the words given with the move, is kept apart from the history, since it may name people.
    Raises `StaleVersion`, `MoveRefused`, `PermissionDenied` or `ValidationError`; nothing is written then.
    """

    def make():
        locked = workflow.model.objects.for_move().get(pk=obj.pk)
        return perform_held(workflow, locked, name, by=by, on=on, data=data, version=version)

    return in_one_transaction(make)


def in_one_transaction(work):
    """What `work()` returns, done in one transaction; done anew where the database broke a deadlock by undoing it.

    A move that also concerns other records (the first of the same content, say) may meet one that holds these and
    waits for this one. The second time it finds what the other has left. Within a transaction of the caller nothing is
    done anew, since all of that was undone.
    """
    try:
        with transaction.atomic():
            return work()
    except OperationalError as error:
        if connection.in_atomic_block or getattr(error.__cause__, "pgcode", None) != _DEADLOCK:
            raise
    with transaction.atomic():
        return work()


def perform_held(workflow, locked, name, *, by, on, data=None, version=None):
    """`perform` on a row fetched by `for_move()` in a transaction of the caller, who undoes it when this raises."""
    data = data or {}
    move = workflow.move_named(name)
    _refuse_unless_possible(move, locked, by=by, version=version)
    move.check(locked, data)
    before, from_state, to_state = workflow.counted(locked), locked.state, move.state_after(locked)
    facts = move.effect(locked, data, by=by, on=on)
    locked.state = to_state
    locked.version += 1
    locked.save(update_fields=["state", "version", *workflow.changed_fields])
    _write_history(workflow, move.name, locked, from_state, facts, data.get("reason"), by=by, on=on)
    record(
        Action.MOVED,
        locked,
        by=by,
        fields=["state", *facts],
        changes={"state": [from_state, locked.state]},
        label=locked.code,
    )
    workflow.recount(before, workflow.counted(locked))
    transaction.on_commit(lambda: workflow.notify(locked, move, by))
    return locked


def _refuse_unless_possible(move, locked, *, by, version):
    if version is not None and locked.version != version:
        raise StaleVersion(locked)
    if not move.is_possible(locked):
        raise MoveRefused(
            _("“%(move)s” is not possible any more: the record is now “%(state)s”.")
            % {"move": move.label, "state": locked.get_state_display()}
        )
    if not move.who(by, locked):
        raise PermissionDenied
    if sentence := move.hindered(locked):
        raise MoveRefused(sentence)


def note_change(workflow, held, name, fields, *, by, on, facts=None, reason="", in_trail=True):
    """History and audit of a change that moves no state; whoever has the page open is told by the version.

    `held` is locked by the caller, `name` what its history calls the change. `facts` are codes and names of fields,
    `reason` the words given with it. Not `in_trail`: the trail has what was done as an event of another record.
    """
    held.version += 1
    held.save(update_fields=["version"])
    _write_history(workflow, name, held, held.state, facts or {}, reason, by=by, on=on)
    if in_trail:
        record(Action.CHANGED, held, by=by, fields=fields, label=held.code)


def _write_history(workflow, name, locked, from_state, facts, reason, *, by, on):
    entry = workflow.history.objects.create(
        **{workflow.owner_field: locked},
        move=name,
        from_state=from_state,
        to_state=locked.state,
        on=on,
        by=by,
        version=locked.version,
        facts=facts,
    )
    if reason:
        owner, name = workflow.notes_hang_on(locked), workflow.notes_field or workflow.owner_field
        workflow.notes.objects.create(**{name: owner}, record=entry, text=reason)
