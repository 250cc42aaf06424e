"""Telling a worker that a job waits. A lost message costs time only: the sweeper sends the id again."""

import logging
import time

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from dialogue_portal.celery import app

from .models import Job
from .states import JobState

logger = logging.getLogger(__name__)

TASK = "jobs.tasks.run_job"
BROKER_ERRORS = (KombuError, RedisError, OSError)
# A page waits for the answer, so one try of a second at most; Kombu by itself tries for six seconds.
ONE_SHORT_TRY = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 1}
#: After a failure nobody waits again for so long: a hundred jobs asked for at once would wait a hundred times.
PAUSE_SECONDS = 5

_silent_until = 0.0


def send_on_commit(job_id):
    """After the transaction under way; a rolled-back one sends nothing."""
    transaction.on_commit(lambda: send(job_id))


def send(job_id):
    """Hand the id to the broker. False when the broker does not answer: the row waits for the sweeper."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        with app.connection(transport_options=ONE_SHORT_TRY) as connection:
            app.send_task(TASK, (job_id,), connection=connection, retry=False)
    except BROKER_ERRORS as error:
        _silent_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("Job %s waits in its table, the broker did not take it: %s", job_id, error)
        return False
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=timezone.now())
    return True
