"""Asking for jobs, and running one so that its effect happens exactly once, however often workers die."""

import logging
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from .models import Job, JobFile, JobState
from .registry import JobFailed, LeaseLost, kind

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5


def enqueue(name, *, key, arguments, by=None):
    """Ask for a job in the caller's transaction and return its row; the same key gives the same row.

    A failed or cancelled job of this key is queued again. The worker is told when the transaction commits.
    """
    try:
        with transaction.atomic():
            job, created = Job.objects.get_or_create(
                key=key, defaults={"kind": name, "arguments": arguments, "created_by": by}
            )
    except IntegrityError:
        job, created = Job.objects.get(key=key), False
    if not created and job.state in (JobState.FAILED, JobState.CANCELLED):
        requeue(job)
    transaction.on_commit(lambda: send(job.pk))
    return job


def requeue(job):
    """Queue a failed or cancelled job again, with a fresh count of attempts."""
    changed = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
        state=JobState.QUEUED, attempts=0, error="", sent_at=None, finished_at=None, lease_until=None, token=None
    )
    if changed:
        job.refresh_from_db()
        transaction.on_commit(lambda: send(job.pk))
    return bool(changed)


def cancel(job):
    """Take back a job that no worker has begun; False when it is too late."""
    return bool(
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
            state=JobState.CANCELLED, finished_at=timezone.now()
        )
    )


def send(job_id):
    """Tell a worker. A broker that is down costs nothing but time: the sweeper sends the row again."""
    from .tasks import run_job

    try:
        run_job.apply_async((job_id,), retry=False)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("Job %s is queued but the broker did not take it: %s", job_id, type(error).__name__)
        return False
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=timezone.now())
    return True


def claim(job_id, now):
    """Take the job under a new token, or None when it is finished or another worker holds it."""
    token = uuid4()
    taken = (
        Job.objects.claimable(now)
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            token=token,
            attempts=F("attempts") + 1,
            lease_until=_lease_end(now),
            started_at=now,
            progress_done=0,
            error="",
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def _lease_end(now):
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def run(job_id):
    """Claim and run one job. Returns True when this call finished it."""
    job = claim(job_id, timezone.now())
    if job is None:
        return False
    if job.attempts > MOST_ATTEMPTS:
        return _fail(job, _("The job was tried %(count)d times without success.") % {"count": MOST_ATTEMPTS})
    try:
        result = kind(job.kind).run(job, lambda done, total: _renew(job, done, total))
        return _finish(job, result)
    except LeaseLost:
        return False
    except JobFailed as failure:
        return _fail(job, str(failure))


def _renew(job, done, total):
    kept = Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING).update(
        lease_until=_lease_end(timezone.now()), progress_done=done, progress_total=total
    )
    if not kept:
        raise LeaseLost


def _finish(job, result):
    """Final state, file and effect in one transaction, guarded by the token."""
    with transaction.atomic():
        now = timezone.now()
        kept = Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING).update(
            state=JobState.DONE, finished_at=now, lease_until=None, progress_done=F("progress_total")
        )
        if not kept:
            raise LeaseLost
        result.apply()
        if result.file:
            name, content_type, data = result.file
            JobFile.objects.create(job=job, name=name, content_type=content_type, data=data)
    return True


def _fail(job, sentence):
    return bool(
        Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING).update(
            state=JobState.FAILED, error=sentence[:300], finished_at=timezone.now(), lease_until=None
        )
    )


#: A queued job that was sent so long ago is sent again: its message may be lost.
SEND_AGAIN_AFTER = timedelta(seconds=20)


def sweep(now):
    """Send again what no worker holds: never sent, sent long ago, or under a lease that ran out. Returns the ids."""
    stale = [
        job.pk
        for job in Job.objects.claimable(now)
        .filter(created_at__lt=now)
        .only("pk", "state", "sent_at")
        .order_by("created_at")[:500]
        if job.state == JobState.RUNNING or job.sent_at is None or job.sent_at < now - SEND_AGAIN_AFTER
    ]
    for job_id in stale:
        if not send(job_id):
            break
    return stale


def run_all():
    """Run every job that can be claimed in this process, until none is left; for commands and tests."""
    while True:
        waiting = Job.objects.claimable(timezone.now()).order_by("created_at").values_list("pk", flat=True).first()
        if waiting is None:
            return
        run(waiting)
