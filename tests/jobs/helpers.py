"""For tests of every room: run what was queued, here and now."""

from jobs.models import Job
from jobs.running import run_waiting

#: The kind that the fixture `sample` registers.
KIND = "tests.sample"


def run_jobs():
    """Run every waiting job in this process, as `manage.py run_jobs` does; returns them as they ended, in order."""
    ran = Job.objects.in_bulk(run_waiting())
    return [ran[pk] for pk in sorted(ran)]
