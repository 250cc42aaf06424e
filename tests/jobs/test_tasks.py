import pytest
from django.conf import settings

from dialogue_portal.celery import app
from jobs import schedule, tasks
from jobs.models import Job


def test_the_tasks_have_the_names_that_messages_and_settings_use():
    app.loader.import_default_modules()
    assert {"jobs.tasks.run_job", "jobs.tasks.tick"} <= set(app.tasks)
    assert settings.CELERY_BEAT_SCHEDULE["tick"]["task"] == tasks.tick.name


def test_a_message_runs_its_job(ask, sample):
    job = ask()
    tasks.run_job(job.pk)
    assert sample.effects == [job.pk]


def test_a_tick_sweeps_and_runs_what_is_due(ask, sent, no_schedules):
    runs = []
    schedule.register("a", runs.append)
    job = ask()
    Job.objects.update(created_at="2026-01-01T00:00Z")
    tasks.tick()
    assert (sent, len(runs)) == ([job.pk], 1)


def test_a_schedule_that_fails_does_not_keep_jobs_from_being_swept(ask, sent, no_schedules):
    def fail(now):
        raise RuntimeError

    schedule.register("a", fail)
    job = ask()
    Job.objects.update(created_at="2026-01-01T00:00Z")
    with pytest.raises(RuntimeError):
        tasks.tick()
    assert sent == [job.pk]


def test_a_worker_that_starts_asks_for_a_tick_at_once(monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.tick, "apply_async", lambda **options: asked.append(options))
    tasks.tick_at_start(sender=None)
    assert asked == [{"retry": False}]
