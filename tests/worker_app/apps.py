"""A kind of job whose effect can be counted, and summaries that take a while: for tests of real worker processes."""

import os
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
        if seconds := float(os.environ.get("SUMMARY_SECONDS", "0")):
            _slow_down("reports.summary", seconds)


def _slow_down(kind, seconds):
    """Let jobs of a kind take longer, so that a kill falls into their work and not between two of them."""
    from jobs import registry

    known = registry.find(kind)

    def run_slowly(job, progress):
        result = known.run(job, progress)
        time.sleep(seconds)
        return result

    registry.register(kind, label=known.label, run=run_slowly, result_url=known.result_url, permits=known.permits)
