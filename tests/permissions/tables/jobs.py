"""Long work and its files belong to whoever asked for them; to everybody else they do not exist."""

from django.utils import timezone

from jobs import registry
from jobs.models import Job, JobFile
from tests.permissions.rows import DONE, SIGNED_IN, Row

OWNER = ("clerk",)
KIND = "permission-table"


def furnish(world):
    world.monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    registry.register(KIND, label="Table", run=lambda job, progress: None)
    ended = {"kind": KIND, "created_by": world.people["clerk"], "finished_at": timezone.now()}
    world.job = Job.objects.create(key="permission-table-done", state="done", **ended)
    world.failed_job = Job.objects.create(key="permission-table-failed", state="failed", **ended)
    JobFile.objects.create(job=world.job, name="a.txt", content_type="text/plain", data=b"a", size=1)


def done(world):
    return {"pk": world.job.pk}


def failed(world):
    return {"pk": world.failed_job.pk}


ROWS = [
    Row("jobs:list", {200: SIGNED_IN}),
    Row("jobs:detail", {200: OWNER}, others=404, scope="the clerk's", kwargs=done),
    Row("jobs:file", {200: OWNER}, others=404, scope="the clerk's", kwargs=done),
    Row("jobs:file", {}, others=404, scope="the clerk's, without a file", kwargs=failed),
    Row("jobs:retry", {DONE: OWNER}, others=404, scope="the clerk's", kwargs=failed, method="post", post_only=True),
    Row("jobs:cancel", {DONE: OWNER}, others=404, scope="the clerk's", kwargs=failed, method="post", post_only=True),
]
