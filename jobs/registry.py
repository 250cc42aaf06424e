"""The kinds of long work. Rooms above register theirs in `AppConfig.ready`; this room knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass

from audit.wording import name_facts


class JobFailed(Exception):
    """Raised by a job that cannot do what was asked; its text is the sentence the user reads."""


class PartAway(Exception):
    """Raised by a job when a part it needs does not answer now: nothing is done, and the sweeper starts it again."""


class LeaseLost(Exception):
    """The job was cancelled, or another worker took it over: stop, nothing of yours will be stored."""


@dataclass(frozen=True)
class Result:
    """What a run hands back. `apply()` runs in the transaction that ends the job: both happen, once, or neither.

    It stores the effect and must be short. `file` is (name, content type, bytes) for downloading.
    """

    apply: Callable[[], object] | None = None
    file: tuple[str, str, bytes] | None = None


@dataclass(frozen=True)
class Kind:
    key: str
    label: object
    run: Callable
    result_url: Callable
    permits: Callable
    keep_days: int | None


_kinds: dict[str, Kind] = {}


def register(kind, *, label, run, result_url=lambda job: "", permits=lambda user, job: True, keep_days=None):
    """Make a kind of work known; registering it again replaces it (autoreload).

    `run(job, progress) -> Result | None` is called outside a transaction, in the language of whoever asked. It may be
    called again after a crash, so it changes nothing itself: effects belong into `Result.apply`. Where they are too
    many for one transaction, each batch has its own and finds by itself what an earlier run did.
    `progress(done, total, message="")` shows how far it is and raises `LeaseLost` when the job is no longer ours.
    `result_url(job)` is the page of what was made; asked once, after `apply`, and kept.
    `permits(user, job)` says whether the owner may still open the file; the owner's reach may have changed since.
    `keep_days` is for files that only repeat the record, with names of people in them: removed after so many days.
    """
    name_facts({kind: label})
    _kinds[kind] = Kind(kind, label, run, result_url, permits, keep_days)


def find(kind):
    """The registered kind of this name, or None."""
    return _kinds.get(kind)


def names():
    return sorted(_kinds)


def short_lived():
    """{key of a kind: days its files are kept}, for the kinds whose files are removed."""
    return {kind.key: kind.keep_days for kind in _kinds.values() if kind.keep_days is not None}
