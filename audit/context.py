"""The address and id of the request under way, for the rows written while it runs."""

import logging
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


class RequestNumber(logging.Filter):
    """Gives every line of the log the number of its request, which error pages show; "-" outside of one."""

    def filter(self, record):
        record.request_number = current().request_id or "-"
        return True


def enter(facts):
    return _current.set(facts)


def leave(token):
    _current.reset(token)
