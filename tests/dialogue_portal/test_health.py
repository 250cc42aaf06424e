"""What a load balancer asks."""

from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.db import OperationalError
from django.utils import timezone

from dialogue_portal import health
from jobs.models import Job


def test_healthz_answers_anybody_without_the_database(client):
    # No `db` fixture: a query would fail the test.
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert "no-store" in response["Cache-Control"]


def test_readyz_is_ready_when_pages_can_be_served(client, db):
    # With the folder's queue on SQLite, with Redis on PostgreSQL.
    assert client.get("/readyz").json() == {
        "ready": True,
        "database": True,
        "migrations": True,
        "broker": True,
        "oldest_job_seconds": None,
    }


def test_readyz_is_not_ready_before_the_migrations(client, db, monkeypatch):
    monkeypatch.setattr(health, "_last_migrations", lambda: frozenset({("audit", "9999_not_yet")}))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"] is False


def test_readyz_is_not_ready_without_the_database(client, monkeypatch):
    def no_answer():
        raise OperationalError("no password for this address in any answer")

    monkeypatch.setattr(health, "is_migrated", no_answer)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] is False
    assert b"password" not in response.content


def test_without_the_broker_pages_are_served_and_jobs_wait(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["broker"] is False


def test_a_redis_that_answers_is_reachable(settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    monkeypatch.setattr(redis.Redis, "ping", lambda self: True)
    assert health.is_broker_reachable() is True


def test_a_queue_folder_that_is_gone_is_not_reachable(settings, tmp_path):
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path / "gone")}
    assert health.is_broker_reachable() is False
    Path(tmp_path / "gone").mkdir()
    assert health.is_broker_reachable() is True


@pytest.mark.django_db
def test_the_oldest_waiting_job_tells_how_long_work_waits():
    now = timezone.now()
    assert health.oldest_job_seconds(now) is None
    for key, state, age in [("a", "queued", 90), ("b", "queued", 30), ("c", "cancelled", 900)]:
        finished = now if state == "cancelled" else None
        job = Job.objects.create(kind="test", key=key, state=state, finished_at=finished)
        Job.objects.filter(pk=job.pk).update(created_at=now - timedelta(seconds=age))
    assert health.oldest_job_seconds(now) == 90


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_asking_changes_nothing(client, path):
    assert client.post(path).status_code == 405
