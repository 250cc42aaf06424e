"""Asking for long work, asking again, giving it up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.actions import Action
from audit.services import record

from .lease import keep_claims_waiting
from .models import Job, JobFile
from .sending import send_on_commit
from .states import ACTIVE, RETRIABLE, JobState


class JobMoved(Exception):
    """The job is not where the user saw it; its text is the sentence that says so. Nothing was changed."""


def enqueue(kind, *, key, arguments, by=None, title=""):
    """Ask for work of a kind in the caller's transaction, and return its job.

    `key` names what is asked: the same key gives the same job, now or in a parallel request, and starts it again when
    it had failed. `arguments` are plain JSON: ids, codes, dates as text. `title` says what it is of, for the owner.
    Without a broker the page answers all the same and the job waits. Raises ValueError for a key of another kind.
    """
    with transaction.atomic():
        fresh = {
            "kind": kind,
            "arguments": arguments,
            "created_by": by,
            "title": title,
            "language": get_language() or Job._meta.get_field("language").default,
        }
        job, is_new = Job.objects.get_or_create(key=key, defaults=fresh)
        if job.kind != kind:
            raise ValueError(f"The key {key!r} belongs to a job of kind {job.kind!r}.")
        if is_new or (job.state == JobState.FAILED and _queue_again(job, (JobState.FAILED,))):
            send_on_commit(job.pk)
    return job


def retry(job, *, by):
    """Start a failed or cancelled job from the beginning. Raises `JobMoved` when it is neither."""
    with transaction.atomic():
        before = job.state
        if not _queue_again(job, RETRIABLE):
            raise JobMoved(_("This has already been started again."))
        record(Action.CHANGED, job, by=by, changes={"state": [before, job.state]}, label=job.kind)
        send_on_commit(job.pk)


def cancel(job, *, by):
    """Give a job up. A worker that runs it stops at its next step and stores nothing. Raises `JobMoved` when over."""
    with transaction.atomic():
        before = job.state
        changed = Job.objects.filter(pk=job.pk, state__in=ACTIVE).update(
            state=JobState.CANCELLED, token=None, lease_until=None, message="", finished_at=timezone.now()
        )
        if not changed:
            raise JobMoved(_("This was already over; nothing was cancelled."))
        job.refresh_from_db()
        record(Action.CHANGED, job, by=by, changes={"state": [before, job.state]}, label=job.kind)


def take_back_files(jobs, *, since=None):
    """Delete the files that these jobs wrote, all or those since a moment, within the caller's transaction.

    A run under way may hold what has to go: it loses its job and stores nothing, and the job begins anew.
    """
    # First these: a run that ends meanwhile is waited for, and its file is among those deleted next.
    under_way = hold(jobs.filter(state=JobState.RUNNING))
    # It begins anew through no fault of its own: at its last attempt it would be taken by nobody any more.
    Job.objects.filter(pk__in=under_way).update(state=JobState.QUEUED, token=None, lease_until=None, attempts=0)
    files = JobFile.objects.filter(job__in=jobs)
    (files if since is None else files.exclude(job__finished_at__lt=since)).delete()
    for pk in under_way:
        send_on_commit(pk)


def hold(jobs):
    """Ids of these jobs, locked until the caller's transaction ends; a run that is about to store is waited for.

    No job begins before that end either, so that none reads what the caller is about to take away.
    """
    keep_claims_waiting()
    return list(jobs.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def remove(ids):
    """Delete jobs that are held, with their files: a run under way finds its job gone and stores nothing.

    Within the caller's transaction, who has deleted what points at them.
    """
    Job.objects.filter(pk__in=ids).delete()


def _queue_again(job, from_states):
    """Compare and set, so that of two who press at once one starts it. True when it was this call."""
    changed = Job.objects.filter(pk=job.pk, state__in=from_states).update(
        state=JobState.QUEUED,
        attempts=0,
        error="",
        message="",
        progress_done=0,
        progress_total=0,
        sent_at=None,
        started_at=None,
        finished_at=None,
    )
    job.refresh_from_db()
    return bool(changed)
