"""What workers are told. Messages carry ids; they may be lost or repeated without harm."""

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from . import running, schedule, sweeping


@shared_task
def run_job(job_id):
    running.run(job_id)


@shared_task
def tick():
    """The clock of the portal, sent every half minute and at the start of every worker."""
    now = timezone.now()
    sweeping.sweep(now)
    schedule.run_due(now)


@worker_ready.connect
def tick_at_start(**kwargs):
    """Jobs that a dead worker left are found at once, not at the next beat."""
    tick.apply_async(retry=False)
