"""Running one job so that its effect happens once, however often messages repeat and workers die."""

import logging

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import override

from audit import context

from . import registry
from .lease import Lease, claim
from .models import Job, JobFile
from .registry import JobFailed, LeaseLost, PartAway, Result
from .states import JobState

logger = logging.getLogger(__name__)


def run(job_id):
    """Run a waiting job to its end. Does nothing for one that is over, is held by a living worker, or is not known.

    An error nobody foresaw ends the job as failed and surfaces. When the database, or a part the job asks, was away the
    row stays as it is, and the sweeper starts it again once its lease has ended.
    """
    kind = registry.find(Job.objects.filter(pk=job_id).values_list("kind", flat=True).first())
    if kind is None:
        # A worker of an older release leaves new kinds to newer ones.
        logger.warning("Job %s is gone, or of a kind this worker does not know.", job_id)
        return
    job = claim(job_id, now=timezone.now())
    if job is None:
        logger.info("Job %s is over or in other hands.", job_id)
        return
    facts = context.enter(context.RequestFacts(request_id=f"job-{job.pk}"))
    try:
        with override(job.language):
            _run_held(job, kind)
    finally:
        context.leave(facts)


def _run_held(job, kind):
    lease = Lease(job)
    is_settled = False
    try:
        with lease.kept_alive():
            result = kind.run(job, lease.progress) or Result()
            _finish(job, lease, kind, result)
        is_settled = True
    except JobFailed as failure:
        _fail(lease, str(failure))
        is_settled = True
    except LeaseLost:
        logger.info("Job %s was cancelled or taken over while it ran; nothing of this run is kept.", job.pk)
        is_settled = True
    except (OperationalError, InterfaceError, PartAway):
        is_settled = True
        raise
    finally:
        if not is_settled:
            _fail(lease, "")


def _finish(job, lease, kind, result):
    """Effect, file and final state in one transaction. Raises `LeaseLost`, and stores nothing, without the token."""
    with transaction.atomic():
        # First of all: the row is locked from here on, so that nobody cancels it or takes it over any more.
        ours = lease.row().update(state=JobState.DONE, token=None, lease_until=None, finished_at=timezone.now())
        if not ours:
            raise LeaseLost
        if result.apply is not None:
            result.apply()
        if result.file is not None:
            name, content_type, data = result.file
            JobFile.objects.create(job=job, name=name, content_type=content_type, size=len(data), data=data)
        Job.objects.filter(pk=job.pk).update(result_url=kind.result_url(job), message="")


def _fail(lease, sentence):
    lease.row().update(
        state=JobState.FAILED,
        error=sentence[:300],
        token=None,
        lease_until=None,
        finished_at=timezone.now(),
        message="",
    )


def run_waiting():
    """Run every waiting job in this process until none is left, those they ask for included. Returns their ids."""
    ran = []
    while True:
        waiting = Job.objects.filter(state=JobState.QUEUED, kind__in=registry.names()).exclude(pk__in=ran)
        job_id = waiting.order_by("pk").values_list("pk", flat=True).first()
        if job_id is None:
            return ran
        ran.append(job_id)
        run(job_id)
