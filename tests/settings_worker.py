"""The real settings for worker processes under test: a sample kind of job, and a clock that ticks often.

Where the database, queue and folder are is given in the environment, as for any worker.
"""

from dialogue_portal.settings import *  # noqa: F403
from dialogue_portal.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.worker_app"]
CELERY_BEAT_SCHEDULE = {"tick": {**CELERY_BEAT_SCHEDULE["tick"], "schedule": 2.0}}
