from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from audit.models import AuditEvent
from jobs.models import Job
from jobs.services import JobMoved, cancel, enqueue, retry
from jobs.states import JobState
from tests.jobs.helpers import KIND

OVER = {"finished_at": timezone.now()}


def set_state(job, state, **fields):
    if state == JobState.RUNNING:
        fields |= {"token": "0" * 32, "lease_until": timezone.now()}
    elif state != JobState.QUEUED:
        fields |= OVER
    Job.objects.filter(pk=job.pk).update(state=state, **fields)
    job.refresh_from_db()


def test_a_job_is_a_row_of_what_was_asked(clerk, sample):
    with translation.override("en"):
        job = enqueue(KIND, key="summary:7", arguments={"unit": 7}, by=clerk, title="Xã  Kim Liên")
    job.refresh_from_db()
    assert (job.kind, job.arguments, job.created_by, job.title, job.language, job.state, job.attempts) == (
        KIND,
        {"unit": 7},
        clerk,
        "Xã Kim Liên",
        "en",
        "queued",
        0,
    )


def test_the_same_key_is_the_same_job(ask):
    assert ask("a") == ask("a")
    assert Job.objects.count() == 1


def test_a_key_of_another_kind_is_refused(ask):
    ask("a")
    with pytest.raises(ValueError, match="kind"):
        enqueue("tests.other", key="a", arguments={})


def test_a_failed_job_is_started_again_when_asked_for_again(ask):
    set_state(ask("a"), JobState.FAILED, error="No.", attempts=5)
    job = ask("a")
    assert (job.state, job.error, job.attempts, job.finished_at) == ("queued", "", 0, None)


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.CANCELLED])
def test_a_job_that_did_not_fail_is_left_as_it_is(ask, state):
    set_state(ask("a"), state)
    assert ask("a").state == state


def test_the_worker_is_told_after_the_commit(ask, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask("a")
        assert sent == []
    job.refresh_from_db()
    assert sent == [job.pk]
    assert job.sent_at is not None


def test_asking_twice_tells_the_worker_once(ask, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask("a")
        ask("a")
    assert sent == [job.pk]


def test_a_rolled_back_transaction_leaves_no_job_and_tells_nobody(transactional_db, sample, sent):
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(KIND, key="a", arguments={})
        raise RuntimeError
    assert (Job.objects.count(), sent) == (0, [])


def test_requests_at_the_same_moment_ask_for_one_job(transactional_db, sample, sent):
    start = Barrier(8)
    got = []

    def ask():
        start.wait()
        try:
            got.append(enqueue(KIND, key="a", arguments={}).pk)
        finally:
            connection.close()

    threads = [Thread(target=ask) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [Job.objects.get().pk] * 8
    assert sent == got[:1]


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_a_failed_or_cancelled_job_is_retried_from_the_beginning(ask, clerk, state):
    job = ask(by=clerk)
    set_state(job, state, attempts=5, error="No.", progress_done=3, progress_total=9, sent_at=timezone.now())
    retry(job, by=clerk)
    assert (job.state, job.attempts, job.error, job.progress_done, job.progress_total, job.sent_at) == (
        "queued",
        0,
        "",
        0,
        0,
        None,
    )
    event = AuditEvent.objects.get()
    assert (event.actor, event.changes) == (clerk, {"state": [state, "queued"]})


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_any_other_job_is_not_retried(ask, clerk, state):
    job = ask(by=clerk)
    set_state(job, state)
    with pytest.raises(JobMoved):
        retry(job, by=clerk)
    job.refresh_from_db()
    assert (job.state, AuditEvent.objects.count()) == (state, 0)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_a_job_that_is_not_over_is_cancelled(ask, clerk, state):
    job = ask(by=clerk)
    set_state(job, state)
    cancel(job, by=clerk)
    assert (job.state, job.token, job.lease_until, job.finished_at is None) == ("cancelled", None, None, False)
    assert AuditEvent.objects.get().changes == {"state": [state, "cancelled"]}


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_a_job_that_is_over_is_not_cancelled(ask, clerk, state):
    job = ask(by=clerk)
    set_state(job, state)
    with pytest.raises(JobMoved):
        cancel(job, by=clerk)
    job.refresh_from_db()
    assert (job.state, AuditEvent.objects.count()) == (state, 0)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "lost"}, "job_has_a_known_state"),
        ({"state": "running"}, "job_is_held_exactly_while_running"),
        ({"token": "0" * 32}, "job_is_held_exactly_while_running"),
        ({"state": "done"}, "job_has_an_end_exactly_when_finished"),
        (OVER, "job_has_an_end_exactly_when_finished"),
    ],
)
def test_the_database_refuses_a_job_in_no_sensible_state(ask, fields, name):
    job = ask()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**fields)
