"""Papers rendered by a job: which paper, of what, in which letterhead, format and language."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RenderedPaper(models.Model):
    """One rendering. The bytes are the job's file; the hash says from which records it was made."""

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF")
        DOCX = "docx", _("Word")

    class Letterhead(models.TextChoices):
        PARTY = "party", _("Party letterhead")
        STATE = "state", _("State letterhead")

    kind = models.CharField(_("paper"), max_length=20)
    conference = models.ForeignKey("conferences.Conference", models.PROTECT, null=True, related_name="papers")
    # Never a denunciation, of which nothing is printed here (docs/petitions.md).
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, null=True, related_name="rendered_papers")
    letterhead = models.CharField(_("letterhead"), max_length=6, choices=Letterhead.choices)
    language = models.CharField(_("language"), max_length=2, default="vi")
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    job = models.OneToOneField("jobs.Job", models.PROTECT, related_name="paper")
    content_hash = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("printed paper")
        verbose_name_plural = _("printed papers")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conference__isnull=False, petition__isnull=True)
                | Q(conference__isnull=True, petition__isnull=False),
                name="paper_is_of_one_record",
            )
        ]
        indexes = [
            models.Index(fields=["conference", "-asked_at"], name="paper_by_conference"),
            models.Index(fields=["petition", "-asked_at"], name="paper_by_petition"),
        ]

    def __str__(self):
        return f"{self.kind} {self.conference_id or self.petition_id} {self.format}"
