"""What Celery carries: ids only. The work itself and its guarantees are in `jobs.services`."""

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from . import schedule, services


@shared_task
def run_job(job_id):
    services.run(job_id)


@shared_task
def tick():
    """Every half minute: send what was lost, run what is due. Several clocks at once do no harm."""
    now = timezone.now()
    services.sweep(now)
    schedule.run_due(now)


@worker_ready.connect
def tick_at_start(**_kwargs):
    """Jobs orphaned by a stopped worker go on as soon as one starts."""
    tick.apply_async(retry=False)
