"""Kinds of jobs, made known by the rooms above in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass


class JobFailed(Exception):
    """The job cannot be done, whoever tries; the message is a sentence for the person who asked."""


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop without an effect."""


def nothing():
    return None


@dataclass(frozen=True)
class Result:
    """What a job leaves. `apply` runs in the transaction that writes the final state, so both happen or neither."""

    apply: Callable = nothing
    file: tuple[str, str, bytes] | None = None


@dataclass(frozen=True)
class JobKind:
    """`run(job, progress)` does the work outside a transaction and returns a `Result`.

    `progress(done, total)` renews the lease; it raises `LeaseLost` when the job is no longer ours.
    `result_url(job)` is where the person who asked finds the result, "" when it is the file itself.
    """

    name: str
    label: object
    run: Callable
    result_url: Callable = lambda job: ""


_kinds: dict[str, JobKind] = {}


def register(name, *, label, run, result_url=lambda job: ""):
    _kinds[name] = JobKind(name, label, run, result_url)


def kind(name):
    """Raises `JobFailed` for a kind nobody registered: retrying cannot help."""
    if name not in _kinds:
        raise JobFailed(f"No part of the system knows jobs of kind “{name}”.")
    return _kinds[name]


def label_of(name):
    return _kinds[name].label if name in _kinds else name
