"""Holding a job: who holds the token of its row may write to it, and only while the lease is renewed."""

import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from .models import MOST_ATTEMPTS, Job
from .registry import LeaseLost
from .states import JobState

logger = logging.getLogger(__name__)

#: Names the lock in which claims and whoever takes back files exclude each other; any number nobody else uses.
_CLAIMING = 7_001


def lease_length():
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(job_id, *, now):
    """Take a waiting job, or one whose worker has died, in one statement. Returns the row, or None if it is not ours.

    Of any number of workers that hold the same message one gets the row; the others drop theirs.
    """
    free = Job.objects.free(now).filter(pk=job_id, attempts__lt=MOST_ATTEMPTS)
    with transaction.atomic():
        _gate("pg_advisory_xact_lock")
        taken = free.update(
            state=JobState.RUNNING,
            token=uuid4(),
            lease_until=now + lease_length(),
            attempts=F("attempts") + 1,
            started_at=now,
            progress_done=0,
            progress_total=0,
            message="",
        )
    return Job.objects.select_related("created_by").get(pk=job_id) if taken else None


def keep_claims_waiting():
    """Until the caller's transaction ends no job is taken: what it takes away is read by no run that begins meanwhile.

    Callers do not wait for each other.
    """
    _gate("pg_advisory_xact_lock_shared")


def _gate(lock):
    """A lock of PostgreSQL that no table holds; on SQLite the one writer keeps all others waiting anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [_CLAIMING])


class Lease:
    """The right to write to one running job."""

    def __init__(self, job):
        self.job_id = job.pk
        self.token = job.token

    def row(self):
        """The row while it is ours, else an empty set."""
        return Job.objects.filter(pk=self.job_id).held_by(self.token)

    def progress(self, done, total, message=""):
        """Show how far the work is. One short UPDATE: call it some hundred times in a job, not for every row.

        Raises `LeaseLost` when the job was cancelled or taken over.
        """
        self._renew(progress_done=done, progress_total=total, message=message[:200])

    def _renew(self, **shown):
        if not self.row().update(lease_until=timezone.now() + lease_length(), **shown):
            raise LeaseLost

    @contextmanager
    def kept_alive(self):
        """Renews the lease in a thread while the work runs, since rendering a long paper reports nothing meanwhile.

        A dead process renews nothing, which is how the sweeper knows.
        """
        over = threading.Event()
        beats = threading.Thread(target=self._beat, args=(over,), name=f"lease-{self.job_id}", daemon=True)
        beats.start()
        try:
            yield
        finally:
            over.set()
            beats.join()

    def _beat(self, over):
        pause = lease_length().total_seconds() / 3
        try:
            while not over.wait(pause):
                try:
                    self._renew()
                except (OperationalError, InterfaceError) as error:
                    logger.warning("The lease of job %s could not be renewed now: %s", self.job_id, error)
                    connection.close()
        except LeaseLost:
            # The work itself learns it from its next progress, or at its end.
            logger.info("Job %s is no longer ours.", self.job_id)
        finally:
            connection.close()
