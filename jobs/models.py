"""Long work. The row is the truth of a job; Celery carries only its id and may lose or repeat it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField

from . import registry
from .states import ACTIVE, RETRIABLE, JobState

#: A job that never came to its end is started this often before it is given up.
MOST_ATTEMPTS = 5


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A job and its file belong to whoever asked for it."""
        return self.filter(created_by=user)

    def expired(self, now):
        """Running, and the worker has not renewed the lease: it is dead, or cut off."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)

    def free(self, now):
        """Waiting, or expired: whoever claims it first has it."""
        return self.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))

    def held_by(self, token):
        """The row as long as the holder of the token may write to it."""
        return self.filter(state=JobState.RUNNING, token=token)

    def with_file_names(self):
        """With the file of each, but without its bytes."""
        return self.select_related("file").defer("file__data")


class Job(models.Model):
    """One piece of long work, asked for once: `key` names what is asked, and a second asking finds the first."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    # What it is of, for the list of its owner: "Xã Kim Liên, 01/01/2026 – 30/06/2026".
    title = LineField(_("what it is about"), max_length=250, blank=True)
    # Ids, codes and dates only.
    arguments = models.JSONField(default=dict, blank=True)
    # The language of whoever asked; messages and files are written in it.
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Who holds the job: only the holder of this token writes to the row, and only until the lease ends.
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    message = LineField(_("what it does now"), max_length=200, blank=True)
    # The sentence of a refusal the job knows; empty for a failure nobody foresaw, whose text is in the log alone.
    error = LineField(_("error"), max_length=300, blank=True)
    # The page of what was made, where there is one.
    result_url = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, token__isnull=False, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(token__isnull=True, lease_until__isnull=True)),
                name="job_is_held_exactly_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE, finished_at__isnull=True)
                | (~Q(state__in=ACTIVE) & Q(finished_at__isnull=False)),
                name="job_has_an_end_exactly_when_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["created_by", "-id"], name="job_by_owner"),
            # Read by the sweeper and by /readyz. Not partial: SQLite uses no partial index for a bound parameter.
            models.Index(fields=["state", "created_at"], name="job_waiting"),
            models.Index(fields=["state", "lease_until"], name="job_leased"),
        ]

    def __str__(self):
        return f"{self.label}: {self.title}" if self.title else self.label

    @property
    def label(self):
        """What is made, in the words of the room that makes it."""
        kind = registry.find(self.kind)
        return str(kind.label) if kind else gettext("Work in the background")

    @property
    def is_finished(self):
        return self.state not in ACTIVE

    @property
    def can_be_retried(self):
        return self.state in RETRIABLE

    @property
    def file_is_gone(self):
        """Done, and its file was removed after its time: it can be made again."""
        kind = registry.find(self.kind)
        is_short_lived = kind is not None and kind.keep_days is not None
        return self.state == JobState.DONE and is_short_lived and not hasattr(self, "file")

    @property
    def failure(self):
        """The sentence that says why it failed, in the reader's language where the job did not write one."""
        if self.error:
            return self.error
        if self.attempts >= MOST_ATTEMPTS:
            return gettext("It was started several times and was interrupted each time.")
        return gettext("It stopped at an unexpected error.")


class JobFile(models.Model):
    """What a job made for downloading. In the database, so that every web and worker node has it."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="file")
    name = LineField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    data = models.BinaryField()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name


class ScheduleMark(models.Model):
    """A schedule has run for a period. Whoever makes the row runs it, however many schedulers tick."""

    name = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "period"], name="schedule_runs_once_a_period")]

    def __str__(self):
        return f"{self.name} {self.period}"
