"""Uploads of petitions between preview and confirmation."""

from django.conf import settings
from django.db import models


class PetitionImport(models.Model):
    """One uploaded register. Its rows name people, so they are emptied once confirmed, discarded or a day old.

    Neither the file nor its name is kept; of denunciations the rows hold coded values alone (`petition_sheets`).
    """

    owner = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="+")
    rows = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # {"new": 3, "known": 0, "rejected": 2}
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.owner_id} {self.created_at:%Y-%m-%d}"
