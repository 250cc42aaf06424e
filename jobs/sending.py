"""Telling a worker that a job waits. A lost message costs time only: the sweeper sends the id again."""

import logging

import redis.exceptions
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import KombuError, OperationalError

from dialogue_portal.celery import app

from .models import Job
from .states import JobState

logger = logging.getLogger(__name__)

BROKER_ERRORS = (KombuError, OperationalError, redis.exceptions.RedisError, OSError)
TASK = "jobs.tasks.run_job"


def send_on_commit(job_id):
    """After the transaction under way; a rolled-back one sends nothing."""
    transaction.on_commit(lambda: send(job_id))


def send(job_id):
    """Hand the id to the broker. False when the broker does not answer: the row waits for the sweeper."""
    try:
        app.send_task(TASK, (job_id,), retry=False)
    except BROKER_ERRORS as error:
        logger.warning("Job %s waits in its table, the broker did not take it: %s", job_id, error)
        return False
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=timezone.now())
    return True
