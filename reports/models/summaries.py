"""Stored resolution-rate summaries: figures as of a moment, which later changes of the records never touch."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registers.levels import Level

from ..querysets import SummaryQuerySet


class Summary(models.Model):
    """The figures of a unit, period and level, frozen at `as_of`. A newer edition says what moved."""

    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    edition = models.PositiveIntegerField(_("edition"), default=1)
    as_of = models.DateTimeField(_("as of"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    is_scheduled = models.BooleanField(_("built by the monthly schedule"), default=False)
    job = models.OneToOneField("jobs.Job", models.PROTECT, null=True, blank=True, related_name="summary")
    # What `reports.figures` gave, as plain JSON, and the SHA-256 of it.
    figures = models.JSONField()
    checksum = models.CharField(max_length=64)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary of figures")
        verbose_name_plural = _("summaries of figures")
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "first", "last", "level", "edition"], name="summary_edition_once_per_period"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="summary_period_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["unit", "-as_of"], name="summary_by_unit")]

    def __str__(self):
        return f"{self.unit_id} {self.first}-{self.last} ({self.edition})"
