import pytest

from jobs import registry, schedule, sending
from jobs.registry import Result
from jobs.services import enqueue
from tests.jobs.helpers import KIND


class Sample:
    """A kind of job whose parts a test replaces."""

    def __init__(self):
        self.runs = []
        self.effects = []
        self.work = lambda job, progress: Result(apply=lambda: self.effects.append(job.pk))
        self.url = lambda job: ""
        self.permits = lambda user, job: True

    def run(self, job, progress):
        self.runs.append(job.pk)
        return self.work(job, progress)


@pytest.fixture
def sample(monkeypatch):
    """The kind "tests.sample", known for the length of a test."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    kind = Sample()
    registry.register(
        KIND,
        label="Sample",
        run=kind.run,
        result_url=lambda job: kind.url(job),
        permits=lambda user, job: kind.permits(user, job),
    )
    return kind


@pytest.fixture
def ask(db, sample):
    """`ask("a")` queues a sample job of this key; nothing is sent, since the test's transaction never commits."""

    def queue(key="a", by=None, **fields):
        return enqueue(KIND, key=key, arguments={}, by=by, **fields)

    return queue


@pytest.fixture
def no_schedules(monkeypatch):
    monkeypatch.setattr(schedule, "_schedules", {})


@pytest.fixture
def sent(monkeypatch):
    """Ids handed to the broker, in order; `sent.fails` holds an error to raise instead."""

    class Sent(list):
        fails = None

    told = Sent()

    def send_task(name, args, **options):
        if told.fails:
            raise told.fails
        assert (name, options["retry"]) == ("jobs.tasks.run_job", False)
        told.append(args[0])

    monkeypatch.setattr(sending.app, "send_task", send_task)
    monkeypatch.setattr(sending, "_silent_until", 0.0)
    return told
