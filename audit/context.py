"""The address and id of the request under way, for the rows written while it runs."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestFacts:
    ip: str | None = None
    request_id: str = ""


_current = ContextVar("audit_request", default=RequestFacts())


def current():
    return _current.get()


def enter(facts):
    return _current.set(facts)


def leave(token):
    _current.reset(token)
