from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """Where a job is. A running job whose lease has ended is queued again by the sweeper."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("being made")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


ACTIVE = (JobState.QUEUED, JobState.RUNNING)
#: What its owner may start again.
RETRIABLE = (JobState.FAILED, JobState.CANCELLED)
