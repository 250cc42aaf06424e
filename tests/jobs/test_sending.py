import pytest
from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError

from jobs import sending
from jobs.models import Job


@pytest.mark.parametrize("error", [OperationalError("away"), RedisConnectionError("away"), ConnectionRefusedError()])
def test_a_broker_that_is_away_is_no_error_and_the_job_waits(ask, sent, error, caplog):
    sent.fails = error
    job = ask()
    assert sending.send(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.sent_at) == ("queued", None)
    assert "waits in its table" in caplog.text


def test_after_a_failure_nobody_waits_for_the_broker_again_for_a_while(ask, sent, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(sending.time, "monotonic", lambda: clock[0])
    sent.fails = OperationalError("away")
    assert sending.send(ask("a").pk) is False
    sent.fails = None
    assert (sending.send(ask("b").pk), sent) == (False, [])
    clock[0] += sending.PAUSE_SECONDS
    job = ask("c")
    assert (sending.send(job.pk), sent) == (True, [job.pk])


def test_any_other_error_surfaces(ask, sent):
    sent.fails = TypeError("a mistake of ours")
    with pytest.raises(TypeError):
        sending.send(ask().pk)


def test_a_redis_that_refuses_connections_is_a_broker_that_is_away(ask, monkeypatch):
    monkeypatch.setattr(sending, "_silent_until", 0.0)
    monkeypatch.setattr(sending, "app", Celery("nobody", broker="redis://127.0.0.1:1"))
    assert sending.send(ask().pk) is False


def test_the_page_that_asks_gives_the_broker_one_short_try():
    """Kombu's own defaults wait for six seconds; a page has two."""
    options = sending.ONE_SHORT_TRY
    assert options["max_retries"] == 0
    assert options["socket_connect_timeout"] + options["socket_timeout"] < 2


def test_what_was_sent_stays_marked_only_while_it_waits(ask, sent):
    job = ask()
    Job.objects.filter(pk=job.pk).update(state="cancelled", finished_at=job.created_at)
    assert sending.send(job.pk) is True
    job.refresh_from_db()
    assert job.sent_at is None
