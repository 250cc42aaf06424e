"""The Celery application. Tasks only carry ids: the truth of a job is its row (see `jobs`)."""

import os
import sys

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured

from . import file_queue

file_queue.register()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")

app = Celery("dialogue_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_to_start(**kwargs):
    """Celery only logs what a signal's receiver raises, so the process has to end here."""
    from .checks import refuse_demo_in_production

    try:
        refuse_demo_in_production()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
