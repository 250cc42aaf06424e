"""A worker killed four times while fifty jobs are made: fifty results, none twice."""

import random

import pytest

from .portal import ENGINES, portal_on

JOBS = 50
# Every job takes a worker's thread this long, so that kills fall into the middle of work.
WORK_SECONDS = 0.4
KILLS = {"kills": 4, "chance": random.Random(20231103), "pause": WORK_SECONDS / 2}

ASK_FOR_EFFECTS = f"""
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

#: One summary for each of so many units that held conferences; every tenth is sent twice.
ASK_FOR_SUMMARIES = f"""
from datetime import date
from accounts.models import User
from conferences.models import Conference
from django.db import transaction
from jobs.sending import send
from registers.models import AdministrativeUnit
from reports.summaries import ask_for_summary
first, last = date(2018, 1, 1), date(2023, 7, 31)
leader = User.objects.get(username="tinh.lanhdao")
held = Conference.objects.held_in(first, last).values("unit")
units = AdministrativeUnit.objects.filter(pk__in=held).order_by("pk")[:{JOBS}]
with transaction.atomic():
    jobs = [
        ask_for_summary(unit=unit, first=first, last=last, level="", by=leader, token=f"unit:{{unit.pk}}")
        for unit in units
    ]
for job in jobs[::10]:
    send(job.pk)
"""

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]


@pytest.mark.parametrize("engine", ENGINES)
def test_fifty_jobs_and_four_kills_make_fifty_effects(engine, tmp_path):
    with portal_on(engine, tmp_path, "effects", queue=9) as portal:
        portal.run(ASK_FOR_EFFECTS)
        assert portal.jobs("tests.effect", "queued") == JOBS
        portal.finish_despite_kills("tests.effect", jobs=JOBS, **KILLS)
        effects = portal.rows("SELECT object_label FROM audit_auditevent WHERE action = 'built'")
        assert sorted(label for (label,) in effects) == sorted(f"effect:{number}" for number in range(JOBS))
        # The control: kills did fall into work, or nothing was proven.
        assert portal.rows("SELECT count(*) FROM jobs_job WHERE attempts > 1")[0][0] >= 1


def test_fifty_summaries_and_four_kills_make_fifty_summaries(demo):
    demo.run(ASK_FOR_SUMMARIES)
    assert demo.jobs("reports.summary", "queued") == JOBS
    demo.finish_despite_kills("reports.summary", jobs=JOBS, **KILLS)
    summaries = demo.rows("SELECT unit_id, count(*), max(edition) FROM reports_summary GROUP BY unit_id")
    assert [(number, edition) for _unit, number, edition in summaries] == [(1, 1)] * JOBS
    built = "SELECT count(*) FROM audit_auditevent WHERE action = 'built' AND object_type = 'reports.summary'"
    assert demo.rows(built) == [(JOBS,)]
    assert demo.rows("SELECT count(*) FROM jobs_job WHERE kind = 'reports.summary' AND attempts > 1")[0][0] >= 1
