"""A kind of job whose effect can be counted, for tests that run real worker processes."""

import time

from django.apps import AppConfig

KIND = "tests.effect"
STEPS = 5


def run(job, progress):
    """Half a second of work in steps; the effect is a row that nothing keeps from being written twice."""
    from audit.actions import Action
    from audit.services import record
    from jobs.registry import Result

    for step in range(STEPS):
        progress(step, STEPS)
        time.sleep(job.arguments["seconds"] / STEPS)
    return Result(apply=lambda: record(Action.BUILT, job, by=None, label=job.key))


class WorkerAppConfig(AppConfig):
    name = "tests.worker_app"

    def ready(self):
        from jobs import registry

        registry.register(KIND, label="Effect", run=run)
