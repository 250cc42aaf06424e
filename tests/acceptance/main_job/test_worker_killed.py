"""A worker killed four times while fifty jobs are made: fifty results, none twice."""

import os
import random
import time

import pytest

from .portal import Portal, ServerDatabase, wait_until

JOBS = 50
KILLS = 4
LEASE_SECONDS = 3
# Every job takes a worker's thread this long, so that kills fall into the middle of work.
WORK_SECONDS = 0.4

ASK = f"""
from django.db import transaction
from jobs.models import Job
from jobs.sending import send
from jobs.services import enqueue
from tests.worker_app.apps import KIND
with transaction.atomic():
    jobs = [enqueue(KIND, key=f"effect:{{n}}", arguments={{"seconds": {WORK_SECONDS}}}) for n in range({JOBS})]
for job in jobs[::10]:
    send(job.pk)
"""

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]


@pytest.fixture(params=["SQLite and files", "PostgreSQL and Redis"])
def portal(request, tmp_path):
    short_lease = {"JOB_LEASE_SECONDS": str(LEASE_SECONDS)}
    if request.param == "SQLite and files":
        yield from prepared(Portal(tmp_path, database_url=f"sqlite:///{tmp_path}/portal.sqlite3", **short_lease))
        return
    server, redis = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if not server or not redis:
        pytest.skip("needs TEST_DATABASE_URL and TEST_REDIS_URL: ./test acceptance main-job starts both")
    with ServerDatabase(server, f"worker_killed_{os.getpid()}") as url:
        # Database 9 of the server: the queue of nobody else.
        yield from prepared(Portal(tmp_path, database_url=url, redis_url=f"{redis.rstrip('/')}/9", **short_lease))


def prepared(portal):
    portal.manage("migrate", "--verbosity", "0")
    yield portal
    portal.stop()


def count(portal, state):
    return dict(portal.rows("SELECT state, count(*) FROM jobs_job GROUP BY state")).get(state, 0)


def test_fifty_jobs_and_four_kills_make_fifty_effects(portal):
    chance = random.Random(20231103)
    portal.run(ASK)
    assert count(portal, "queued") == JOBS
    for kill in range(KILLS):
        worker = portal.start_worker()
        wished = (kill + 1) * JOBS // (KILLS + 2)
        wait_until(
            lambda wished=wished: count(portal, "done") >= wished and count(portal, "running"),
            seconds=40,
            otherwise=portal.logs,
        )
        time.sleep(chance.uniform(0, WORK_SECONDS / 2))
        portal.kill(worker)
    assert count(portal, "done") < JOBS
    portal.start_worker()
    wait_until(lambda: count(portal, "done") == JOBS, seconds=LEASE_SECONDS + 40, otherwise=portal.logs)

    effects = [label for (label,) in portal.rows("SELECT object_label FROM audit_auditevent WHERE action = 'built'")]
    assert sorted(effects) == sorted(f"effect:{number}" for number in range(JOBS))
    # The control: kills did fall into work, or nothing was proven.
    assert portal.rows("SELECT count(*) FROM jobs_job WHERE attempts > 1")[0][0] >= 1
