from datetime import timedelta
from threading import Barrier, Event, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from audit import context
from jobs import running
from jobs.lease import claim
from jobs.models import MOST_ATTEMPTS, Job, JobFile
from jobs.registry import JobFailed, LeaseLost, Result
from jobs.services import JobMoved, cancel, enqueue, hold, remove, take_back_files
from jobs.states import JobState
from tests.jobs.helpers import KIND, run_jobs

FILE = ("Tổng hợp.pdf", "application/pdf", b"%PDF")


def test_a_job_runs_to_its_end_with_its_effect(ask, sample):
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.token, job.lease_until, job.error) == ("done", 1, None, None, "")
    assert job.started_at is not None
    assert job.finished_at is not None
    assert sample.effects == [job.pk]


def test_a_repeated_message_runs_nothing(ask, sample):
    job = ask()
    running.run(job.pk)
    running.run(job.pk)
    assert (sample.runs, sample.effects) == ([job.pk], [job.pk])


def test_a_job_held_by_a_living_worker_is_left_to_it(ask, sample):
    job = ask()
    Job.objects.update(state="running", token="0" * 32, lease_until=timezone.now() + timedelta(seconds=60))
    running.run(job.pk)
    assert sample.runs == []


def test_a_job_whose_worker_died_is_taken_over(ask, sample):
    job = ask()
    Job.objects.update(state="running", token="0" * 32, lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, sample.effects) == ("done", 2, [job.pk])


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_a_job_that_is_over_does_not_run(ask, sample, state):
    job = ask()
    Job.objects.update(state=state, finished_at=timezone.now())
    running.run(job.pk)
    assert sample.runs == []


def test_a_job_started_too_often_does_not_run_again(ask, sample):
    job = ask()
    Job.objects.update(state="running", token="0" * 32, lease_until=timezone.now() - timedelta(seconds=1), attempts=5)
    running.run(job.pk)
    assert sample.runs == []


def test_a_job_that_is_gone_or_of_an_unknown_kind_is_left_alone(db, sample, caplog):
    job = enqueue("tests.of_a_newer_release", key="a", arguments={})
    running.run(job.pk)
    running.run(job.pk + 1)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


def test_a_file_is_stored_with_the_end(ask, sample):
    sample.work = lambda job, progress: Result(file=FILE)
    job = ask()
    running.run(job.pk)
    stored = JobFile.objects.get(job=job)
    assert (stored.name, stored.content_type, bytes(stored.data), stored.size) == (*FILE, 4)


def test_the_address_of_the_result_is_asked_after_the_effect_and_kept(ask, sample):
    sample.url = lambda job: f"/reports/{sample.effects[0]}/"
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert job.result_url == f"/reports/{job.pk}/"


def test_a_job_may_hand_back_nothing(ask, sample):
    sample.work = lambda job, progress: None
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"


def test_progress_is_shown_while_it_runs(ask, sample):
    seen = []

    def work(job, progress):
        progress(1, 3)
        progress(2, 3, "Xã Kim Liên")
        seen.append(Job.objects.values_list("progress_done", "progress_total", "message").get())

    sample.work = work
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert seen == [(2, 3, "Xã Kim Liên")]
    assert job.message == ""


def test_progress_renews_the_lease(ask, sample):
    ends = []

    def work(job, progress):
        Job.objects.update(lease_until=timezone.now())
        progress(1, 2)
        ends.append(Job.objects.get().lease_until > timezone.now())

    sample.work = work
    running.run(ask().pk)
    assert ends == [True]


def test_a_cancelled_job_stops_at_its_next_step_and_stores_nothing(ask, sample, clerk):
    def work(job, progress):
        cancel(Job.objects.get(), by=clerk)
        progress(1, 2)
        raise AssertionError("went on")

    sample.work = work
    job = ask(by=clerk)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, sample.effects) == ("cancelled", [])


def test_a_job_cancelled_at_the_last_moment_stores_nothing(ask, sample, clerk):
    def work(job, progress):
        cancel(Job.objects.get(), by=clerk)
        return Result(apply=lambda: sample.effects.append("stored"), file=FILE)

    sample.work = work
    job = ask(by=clerk)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, sample.effects, JobFile.objects.count()) == ("cancelled", [], 0)


def test_a_run_whose_files_are_taken_back_stores_nothing_and_the_job_begins_anew(ask, sample):
    def work(job, progress):
        take_back_files(Job.objects.filter(kind=KIND), since=timezone.now())
        sample.work = lambda job, progress: Result(file=FILE)
        return Result(apply=lambda: sample.effects.append("stored"), file=("alt.pdf", *FILE[1:]))

    sample.work = work
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, sample.effects, JobFile.objects.count()) == ("queued", [], 0)
    running.run(job.pk)
    assert JobFile.objects.get().name == FILE[0]


def test_a_job_taken_back_at_its_last_attempt_is_run_again(ask, sample):
    sample.work = lambda job, progress: Result(file=FILE)
    job = ask()
    Job.objects.filter(pk=job.pk).update(
        state="running", token=uuid4(), lease_until=timezone.now(), attempts=MOST_ATTEMPTS
    )
    take_back_files(Job.objects.filter(kind=KIND), since=timezone.now())
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_a_run_whose_job_is_removed_stores_nothing(ask, sample):
    def work(job, progress):
        remove(hold(Job.objects.filter(pk=job.pk)))
        return Result(apply=lambda: sample.effects.append("stored"), file=FILE)

    sample.work = work
    other = ask("other")
    running.run(ask().pk)
    assert (list(Job.objects.all()), sample.effects, JobFile.objects.count()) == ([other], [], 0)


def test_files_written_since_a_moment_are_taken_back_and_older_ones_stay(ask, sample):
    sample.work = lambda job, progress: Result(file=FILE)
    jobs = [ask(key) for key in "ab"]
    run_jobs()
    moment = timezone.now()
    Job.objects.filter(pk=jobs[0].pk).update(finished_at=moment - timedelta(seconds=1))
    Job.objects.filter(pk=jobs[1].pk).update(created_at=moment - timedelta(days=1), finished_at=moment)
    take_back_files(Job.objects.filter(kind=KIND), since=moment)
    assert JobFile.objects.get().job == jobs[0]


def test_a_worker_that_was_taken_for_dead_stores_nothing(ask, sample):
    """It slept over its lease; another worker has claimed the job and is still at it."""

    def work(job, progress):
        Job.objects.update(token="1" * 32)
        return Result(apply=lambda: sample.effects.append("stored"), file=FILE)

    sample.work = work
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.token.hex, sample.effects, JobFile.objects.count()) == ("running", "1" * 32, [], 0)


def test_a_worker_that_was_taken_for_dead_does_not_fail_the_job_of_the_other(ask, sample):
    def work(job, progress):
        Job.objects.update(token="1" * 32)
        raise JobFailed("No.")

    sample.work = work
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("running", "")


def test_an_expected_refusal_is_the_sentence_the_user_reads(ask, sample):
    def work(job, progress):
        raise JobFailed("The unit of this summary is no longer in the register.")

    sample.work = work
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == ("failed", "The unit of this summary is no longer in the register.")


def test_an_error_nobody_foresaw_surfaces_and_its_text_stays_in_the_log(ask, sample):
    def work(job, progress):
        raise KeyError("a secret")

    sample.work = work
    job = ask()
    with pytest.raises(KeyError):
        running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.token) == ("failed", "", None)
    with translation.override("en"):
        assert job.failure == "It stopped at an unexpected error."


def test_when_the_effect_fails_nothing_of_it_stays(ask, sample, organisations):
    def store():
        JobFile.objects.create(job=job, name="half", content_type="text/plain", size=0, data=b"")
        raise IntegrityError

    sample.work = lambda job, progress: Result(apply=store, file=FILE)
    job = ask()
    with pytest.raises(IntegrityError):
        running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, JobFile.objects.count()) == ("failed", 0)


def test_a_refusal_while_the_effect_is_stored_is_a_failure_with_its_sentence(ask, sample):
    def store():
        raise JobFailed("Somebody was quicker.")

    sample.work = lambda job, progress: Result(apply=store)
    job = ask()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == ("failed", "Somebody was quicker.")


def test_while_the_database_is_away_the_job_is_left_to_the_sweeper(ask, sample):
    def work(job, progress):
        raise OperationalError("the connection was closed")

    sample.work = work
    job = ask()
    with pytest.raises(OperationalError):
        running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 1)


@pytest.mark.parametrize(("language", "words"), [("vi", "Tháng 1"), ("en", "January")])
def test_it_runs_in_the_language_of_whoever_asked(ask, sample, language, words):
    seen = []
    sample.work = lambda job, progress: seen.append((translation.get_language(), gettext("January")))
    with translation.override(language):
        job = ask()
    with translation.override("vi"):
        running.run(job.pk)
    assert seen == [(language, words)]


def test_audit_rows_of_a_job_carry_its_number(ask, sample):
    seen = []
    sample.work = lambda job, progress: seen.append(context.current().request_id)
    job = ask()
    running.run(job.pk)
    assert seen == [f"job-{job.pk}"]
    assert context.current().request_id == ""


def test_waiting_jobs_and_those_they_ask_for_run_until_none_is_left(ask, sample):
    first, second = ask("a"), ask("b")

    def work(job, progress):
        return Result(apply=lambda: ask("c") if job == second else None)

    sample.work = work
    assert [job.key for job in run_jobs()] == ["a", "b", "c"]
    assert sample.runs[:2] == [first.pk, second.pk]
    assert running.run_waiting() == []


def test_of_workers_with_the_same_message_one_runs_the_job(transactional_db, sample, sent):
    """Eight workers, twenty jobs, every message eight times."""
    jobs = [enqueue(KIND, key=str(number), arguments={}).pk for number in range(20)]
    start = Barrier(8)

    def work_through():
        start.wait()
        try:
            for job_id in jobs:
                running.run(job_id)
        finally:
            connection.close()

    threads = [Thread(target=work_through) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sample.effects) == jobs
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_the_lease_is_renewed_while_the_work_reports_nothing(transactional_db, sample, sent, settings):
    settings.JOB_LEASE_SECONDS = 0.6
    renewed, pause = [], Event()

    def work(job, progress):
        for _try in range(200):
            if Job.objects.get(pk=job.pk).lease_until > job.lease_until:
                renewed.append(True)
                return
            pause.wait(0.05)

    sample.work = work
    running.run(enqueue(KIND, key="a", arguments={}).pk)
    assert renewed == [True]


def test_a_lost_lease_is_no_error_of_the_thread_that_renews_it(transactional_db, sample, sent, settings):
    settings.JOB_LEASE_SECONDS = 0.3
    pause = Event()

    def work(job, progress):
        Job.objects.filter(pk=job.pk).update(token="1" * 32)
        pause.wait(0.5)
        with pytest.raises(LeaseLost):
            progress(1, 1)

    sample.work = work
    job = enqueue(KIND, key="a", arguments={})
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.token.hex) == ("running", "1" * 32)


def test_a_job_is_not_cancelled_while_its_effect_is_stored(transactional_db, sample, sent, clerk):
    """Cancelling waits for the end and is then told that it is over: never an effect of a cancelled job."""
    inside, refused = Barrier(2), []

    def give_up():
        inside.wait()
        try:
            cancel(job, by=clerk)
        except JobMoved as refusal:
            refused.append(type(refusal).__name__)
        finally:
            connection.close()

    def store():
        inside.wait()
        sample.effects.append("stored")

    sample.work = lambda job, progress: Result(apply=store)
    job = enqueue(KIND, key="a", arguments={}, by=clerk)
    thread = Thread(target=give_up)
    thread.start()
    running.run(job.pk)
    thread.join()
    job.refresh_from_db()
    assert (job.state, sample.effects, refused) == ("done", ["stored"], ["JobMoved"])


def test_the_effect_and_the_end_are_one_transaction(transactional_db, sample, sent):
    """Whoever dies between them leaves neither."""
    seen = []

    def store():
        seen.append(transaction.get_connection().in_atomic_block)
        seen.append(Job.objects.get().state)

    sample.work = lambda job, progress: seen.append(transaction.get_connection().in_atomic_block) or Result(apply=store)
    running.run(enqueue(KIND, key="a", arguments={}).pk)
    assert seen == [False, True, "done"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_job_begins_while_files_are_taken_back(ask, sample):
    """Asked for too late to be held, it would read what is about to go and store it afterwards."""
    job, ended, begun = ask(), [], []

    def begin():
        claim(job.pk, now=timezone.now())
        begun.append(bool(ended))
        connection.close()

    late = Thread(target=begin)
    with transaction.atomic():
        take_back_files(Job.objects.filter(kind="nothing yet"))
        late.start()
        late.join(timeout=1)
        ended.append(True)
    late.join(timeout=20)
    assert begun == [True]
