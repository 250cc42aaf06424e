"""Finding what was lost: messages that never arrived, workers that died. Runs every half minute, on any node."""

import logging
from datetime import timedelta

from django.db.models import Q

from . import registry
from .lease import lease_length
from .models import MOST_ATTEMPTS, Job, JobFile
from .sending import send
from .states import JobState

logger = logging.getLogger(__name__)

#: The transaction that made a row sends it itself; only what is older has been forgotten.
GRACE = timedelta(seconds=5)
#: A long queue is told of only so many of its jobs at a time, oldest first, so that it does not fill with copies.
MOST_SENT = 100


def sweep(now):
    """Give up what was interrupted too often, queue again what lost its worker, send again what no worker has taken."""
    _give_up(now)
    lost = Job.objects.expired(now).update(state=JobState.QUEUED, token=None, lease_until=None, sent_at=None)
    if lost:
        logger.warning("%s jobs had lost their worker and are queued again.", lost)
    _send_again(now)


def remove_old_files(now):
    """Remove files that only repeat the record once their time is over; the job stays, and its page says so."""
    for kind, days in registry.short_lived().items():
        old = JobFile.objects.filter(job__kind=kind, job__finished_at__lt=now - timedelta(days=days))
        removed, _rows = old.delete()
        if removed:
            logger.info("%s files of %s were older than %s days and are removed.", removed, kind, days)


def _give_up(now):
    given_up = (
        Job.objects.expired(now)
        .filter(attempts__gte=MOST_ATTEMPTS)
        .update(state=JobState.FAILED, token=None, lease_until=None, finished_at=now, message="")
    )
    if given_up:
        logger.error("%s jobs were interrupted %s times and are given up.", given_up, MOST_ATTEMPTS)


def _send_again(now):
    """Messages may repeat: a worker that gets one for a job in other hands drops it."""
    forgotten = Q(sent_at__isnull=True, created_at__lt=now - GRACE) | Q(sent_at__lt=now - lease_length())
    waiting = Job.objects.filter(forgotten, state=JobState.QUEUED).order_by("pk").values_list("pk", "sent_at")
    for job_id, sent_at in list(waiting[:MOST_SENT]):
        still_waits = Job.objects.filter(pk=job_id, state=JobState.QUEUED)
        # Of several sweepers one sends.
        is_ours = still_waits.filter(sent_at=sent_at).update(sent_at=now)
        if is_ours and not send(job_id):
            still_waits.update(sent_at=None)
            # The broker is away: the others wait for the next time.
            return
