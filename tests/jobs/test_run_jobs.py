from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from jobs.models import Job
from jobs.registry import JobFailed
from jobs.services import enqueue


def command():
    out = StringIO()
    with translation.override("en"):
        call_command("run_jobs", stdout=out)
    return out.getvalue()


def test_it_runs_every_waiting_job_and_says_how_many(ask, sample):
    ask("a"), ask("b")
    assert command() == "Ran 2 jobs.\n"
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert command() == "Ran 0 jobs.\n"


def test_it_says_how_many_failed(ask, sample):
    def work(job, progress):
        raise JobFailed("No.")

    sample.work = work
    ask("a")
    assert command() == "Ran 1 job.\n1 of them failed.\n"


def test_a_job_of_an_unknown_kind_does_not_keep_it_running_for_ever(db):
    enqueue("tests.gone", key="a", arguments={})
    assert command() == "Ran 0 jobs.\n"


def test_an_error_nobody_foresaw_surfaces(ask, sample):
    def work(job, progress):
        raise KeyError

    sample.work = work
    ask("a")
    with pytest.raises(KeyError):
        command()
