"""Kinds of work and things to jump to. Rooms above make theirs known in `AppConfig.ready`; this room names none."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class WorkKind:
    """A kind of work as the work list sees it.

    `handled(user)`: queryset of the kind's rows that are handled within the user's reach, each with `.handling`.
    `waiting(user, on)`: those of them whose next move is this user's.
    `rows(queryset)`: the same queryset with what the row template reads, in a constant number of queries.
    `table_template`: a fragment that renders a table from `rows` and `today`.
    `list_url(part)`: address of the kind's list restricted to "overdue", "due_soon" or "waiting".
    `actions(user)`: what the work list offers on top, as (label, url) pairs.
    `open_work()`: queryset of every row of the kind, for the daily reminders and for dates counted anew; it has
    `for_move()`, its rows `code` and `level`.
    `reminded(rows, on)`: (handling id, user id) of whom to remind of these rows, in a constant number of queries.
    `mailable(rows)`: those of the rows whose code may stand in a letter.
    `url(code)`: address of one row.
    """

    key: str
    label: object
    handled: Callable
    waiting: Callable
    rows: Callable
    table_template: str
    list_url: Callable = lambda part: ""
    actions: Callable = lambda user: []
    open_work: Callable | None = None
    reminded: Callable = lambda rows, on: []
    mailable: Callable = lambda rows: rows
    url: Callable = lambda code: ""


@dataclass(frozen=True)
class JumpTarget:
    """Something the quick jump finds. `find(user, query, limit)` returns a list of `JumpHit`, visible rows only."""

    key: str
    label: object
    find: Callable
    order: int = 100


@dataclass(frozen=True)
class JumpHit:
    label: str
    detail: str
    url: str


_kinds: dict[str, WorkKind] = {}
_targets: dict[str, JumpTarget] = {}


def register(kind):
    _kinds[kind.key] = kind


def kinds():
    return list(_kinds.values())


def register_target(target):
    _targets[target.key] = target


def targets():
    return sorted(_targets.values(), key=lambda target: target.order)
