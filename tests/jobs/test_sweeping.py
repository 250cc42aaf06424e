from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs import registry, running, sweeping
from jobs.models import MOST_ATTEMPTS, Job, JobFile
from tests.jobs.helpers import KIND

NOW = timezone.now()
AGO = timedelta(minutes=10)


@pytest.fixture
def waiting(ask):
    """A job that waits since long and was never sent."""

    def make(key="a", **fields):
        job = ask(key)
        Job.objects.filter(pk=job.pk).update(created_at=NOW - AGO, **fields)
        return job.pk

    return make


def running_since(lease_until, **fields):
    return {"state": "running", "token": "0" * 32, "lease_until": lease_until, "sent_at": NOW - AGO, **fields}


def state_of(pk):
    return Job.objects.values_list("state", "sent_at", "attempts").get(pk=pk)


def test_a_job_nobody_was_told_of_is_sent(waiting, sent):
    pk = waiting()
    sweeping.sweep(NOW)
    assert sent == [pk]
    assert state_of(pk)[1] is not None


def test_a_fresh_job_is_left_to_the_transaction_that_made_it(ask, sent):
    ask()
    sweeping.sweep(timezone.now())
    assert sent == []


def test_a_job_whose_message_was_lost_is_sent_again(waiting, sent, settings):
    settings.JOB_LEASE_SECONDS = 60
    lost, on_its_way = waiting("a", sent_at=NOW - timedelta(seconds=61)), waiting("b", sent_at=NOW)
    sweeping.sweep(NOW)
    assert (sent, state_of(on_its_way)[1]) == ([lost], NOW)


def test_a_job_that_lost_its_worker_is_queued_and_sent_again(waiting, sent, sample):
    pk = waiting(**running_since(NOW - timedelta(seconds=1), attempts=1))
    sweeping.sweep(NOW)
    assert (state_of(pk)[0], state_of(pk)[2], sent) == ("queued", 1, [pk])
    running.run(pk)
    assert (state_of(pk)[0], sample.effects) == ("done", [pk])


def test_a_job_in_good_hands_is_left_alone(waiting, sent):
    pk = waiting(**running_since(NOW + timedelta(seconds=1), attempts=1))
    sweeping.sweep(NOW)
    assert (state_of(pk)[0], sent) == ("running", [])


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_a_job_that_is_over_is_left_alone(waiting, sent, state):
    pk = waiting(state=state, finished_at=NOW)
    sweeping.sweep(NOW)
    assert (state_of(pk)[0], sent) == (state, [])


def test_a_job_interrupted_too_often_is_given_up_and_can_be_retried(waiting, sent):
    pk = waiting(**running_since(NOW - timedelta(seconds=1), attempts=MOST_ATTEMPTS))
    sweeping.sweep(NOW)
    job = Job.objects.get()
    assert (job.state, job.token, job.finished_at, sent) == ("failed", None, NOW, [])
    assert job.can_be_retried
    assert "interrupted" in job.failure or "gián đoạn" in job.failure
    assert pk == job.pk


def test_one_attempt_before_the_last_is_still_given(waiting, sent):
    pk = waiting(**running_since(NOW - timedelta(seconds=1), attempts=MOST_ATTEMPTS - 1))
    sweeping.sweep(NOW)
    assert (state_of(pk)[0], sent) == ("queued", [pk])


def test_a_worker_killed_every_time_ends_in_a_failure(waiting, sample, sent):
    """Five claims without an end; the sweeper comes after each."""

    class Killed(BaseException):
        """Nothing of the worker runs after it, not even its `finally`."""

    pk = waiting()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        running.claim(pk, now=NOW)
        assert state_of(pk)[2] == attempt
        Job.objects.update(lease_until=NOW - timedelta(seconds=1))
        sweeping.sweep(NOW)
    assert (state_of(pk)[0], sent) == ("failed", [pk] * (MOST_ATTEMPTS - 1))


def test_oldest_first_and_no_more_at_once_than_a_limit(waiting, sent, monkeypatch):
    monkeypatch.setattr(sweeping, "MOST_SENT", 2)
    first, second, third = waiting("a"), waiting("b"), waiting("c")
    sweeping.sweep(NOW)
    assert sent == [first, second]
    sweeping.sweep(NOW)
    assert sent == [first, second, third]


def test_while_the_broker_is_away_jobs_wait_unsent(waiting, sent):
    pks = [waiting("a"), waiting("b")]
    sent.fails = OperationalError("away")
    sweeping.sweep(NOW)
    assert [state_of(pk)[:2] for pk in pks] == [("queued", None)] * 2


def test_of_two_sweepers_one_sends(waiting, sent, monkeypatch):
    """The second one has read the row before the first one marks it."""
    pk = waiting()
    send = sweeping.send

    def send_while_another_sweeps(job_id):
        monkeypatch.setattr(sweeping, "send", send)
        sweeping._send_again(NOW)
        return send(job_id)

    monkeypatch.setattr(sweeping, "send", send_while_another_sweeps)
    sweeping.sweep(NOW)
    assert sent == [pk]


@pytest.mark.parametrize("number", [1, 3])
def test_sweeping_nothing_costs_three_questions(ask, sent, django_assert_num_queries, number):
    for index in range(number):
        ask(str(index))
    with django_assert_num_queries(3):
        sweeping.sweep(timezone.now())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table of three rows without an index")
def test_the_sweeper_reads_only_what_is_unfinished(db):
    """Finished jobs stay for ever and cost it nothing."""
    assert "job_leased" in Job.objects.expired(NOW).explain()
    assert "job_waiting" in Job.objects.filter(state="queued").order_by("created_at").explain()


# --- files that only repeat the record ---


@pytest.fixture
def short_lived(sample):
    registry.register(KIND, label="Sample", run=sample.run, keep_days=30)


def finished(job, days_ago):
    Job.objects.filter(pk=job.pk).update(state="done", finished_at=NOW - timedelta(days=days_ago))
    JobFile.objects.create(job=job, name="ds.xlsx", content_type="application/pdf", size=1, data=b"x")


@pytest.mark.parametrize(("days_ago", "is_kept"), [(29, True), (30, True), (31, False)])
def test_a_short_lived_file_goes_after_its_days_and_the_page_says_so(
    days_ago, is_kept, short_lived, ask, clerk, client_of
):
    job = ask("a", by=clerk)
    finished(job, days_ago)
    sweeping.remove_old_files(NOW)
    assert JobFile.objects.filter(job=job).exists() is is_kept
    assert Job.objects.get(pk=job.pk).file_is_gone is not is_kept
    for address in (f"/jobs/{job.pk}/", "/jobs/"):
        page = client_of(clerk).get(address).content.decode()
        assert ("đã xóa" in page or "đã được xóa" in page) is not is_kept, address


def test_files_of_other_kinds_stay(sample, ask):
    job = ask("a")
    finished(job, 400)
    sweeping.remove_old_files(NOW)
    assert JobFile.objects.filter(job=job).exists()
    assert not Job.objects.get(pk=job.pk).file_is_gone
