from datetime import datetime
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from jobs import schedule
from jobs.models import ScheduleMark

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 12, tzinfo=HANOI)

pytestmark = pytest.mark.usefixtures("no_schedules")


def test_a_schedule_runs_once_a_day_by_default(db):
    runs = []
    schedule.register("a", runs.append)
    for hour in (0, 12, 23):
        schedule.run_due(NOW.replace(hour=hour))
    assert runs == [NOW.replace(hour=0)]
    schedule.run_due(NOW.replace(day=24, hour=0))
    assert len(runs) == 2


def test_the_day_is_that_of_hanoi(db):
    before = datetime(2026, 11, 23, 16, 59, tzinfo=ZoneInfo("UTC"))
    after = datetime(2026, 11, 23, 17, 0, tzinfo=ZoneInfo("UTC"))
    assert (schedule.daily(before), schedule.daily(after)) == ("2026-11-23", "2026-11-24")
    assert schedule.monthly(datetime(2026, 11, 30, 17, 0, tzinfo=ZoneInfo("UTC"))) == "2026-12"


def test_a_monthly_schedule_runs_once_a_month(db):
    runs = []
    schedule.register("a", runs.append, period=schedule.monthly)
    for month, day in [(11, 1), (11, 30), (12, 1)]:
        schedule.run_due(NOW.replace(month=month, day=day))
    assert len(runs) == 2


def test_a_schedule_that_fails_leaves_nothing_and_is_tried_at_the_next_tick(db):
    fails = [True]

    def due(now):
        ScheduleMark.objects.create(name="half", period="x")
        if fails.pop():
            raise RuntimeError

    schedule.register("a", due)
    with pytest.raises(RuntimeError):
        schedule.run_due(NOW)
    assert ScheduleMark.objects.count() == 0
    fails.append(False)
    schedule.run_due(NOW)
    assert set(ScheduleMark.objects.values_list("name", flat=True)) == {"a", "half"}


@pytest.mark.parametrize("first", [True, False])
def test_one_that_fails_does_not_keep_the_others_from_running(db, first):
    runs = []

    def fail(now):
        raise RuntimeError("broken")

    if first:
        schedule.register("broken", fail)
    schedule.register("whole", runs.append)
    schedule.register("broken", fail)
    with pytest.raises(RuntimeError, match="broken"):
        schedule.run_due(NOW)
    assert runs == [NOW]


def test_registering_a_name_again_replaces_it(db):
    runs = []
    schedule.register("a", lambda now: runs.append("old"))
    schedule.register("a", lambda now: runs.append("new"))
    schedule.run_due(NOW)
    assert runs == ["new"]


def test_of_many_schedulers_one_runs_what_is_due(transactional_db):
    """A hundred ticks of four schedulers, each period once."""
    runs = []
    schedule.register("a", runs.append, period=lambda now: str(now.minute))
    start = Barrier(4)

    def tick():
        start.wait()
        try:
            for minute in range(25):
                schedule.run_due(NOW.replace(minute=minute))
        finally:
            connection.close()

    threads = [Thread(target=tick) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(now.minute for now in runs) == list(range(25))
    assert ScheduleMark.objects.count() == 25


def test_the_mark_says_when_it_ran(db):
    schedule.register("a", lambda now: None)
    schedule.run_due(NOW)
    assert ScheduleMark.objects.get().at <= timezone.now()
