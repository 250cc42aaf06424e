"""Long work as rows. The broker may lose or repeat a message; the row is the truth of what is to be done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own jobs; nobody sees those of others."""
        return self.filter(created_by=user)

    def claimable(self, now):
        """Queued, or running under a lease that ran out (its worker died)."""
        return self.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))


class Job(models.Model):
    """One piece of work. `key` names the effect, so that asking twice does it once."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The worker that holds the job renews the lease while it works; whoever claims it anew changes the token.
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    error = LineField(_("what went wrong"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name=_("asked by")
    )
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["created_by", "-created_at"], name="job_by_person"),
            # The sweeper reads unfinished jobs only.
            models.Index(fields=["created_at"], name="job_unfinished", condition=Q(state__in=["queued", "running"])),
        ]

    def __str__(self):
        return self.key

    @property
    def is_finished(self):
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobFile(models.Model):
    """The file a job made, in the database: the node that serves it need not be the one that made it."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="file")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    data = models.BinaryField()

    def __str__(self):
        return self.name


class ScheduleMark(models.Model):
    """A schedule's run of one period. Whoever inserts the row runs it; every other scheduler finds it taken."""

    name = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "period"], name="schedule_once_per_period")]

    def __str__(self):
        return f"{self.name} {self.period}"
