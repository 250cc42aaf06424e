"""The address and id of the request under way, for the rows written while it runs."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestFacts:
    ip: str | None = None
    request_id: str = ""


_NOTHING = RequestFacts()
_current = ContextVar("audit_request")


def current():
    """The facts of the request or job under way; empty ones in a command."""
    return _current.get(_NOTHING)


def enter(facts):
    return _current.set(facts)


def leave(token):
    _current.reset(token)
