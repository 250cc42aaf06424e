"""Uploads of petitions between preview and confirmation, and the marks by which their rows are known again."""

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


class RowMark(models.Model):
    """That a row stood in the register of a body, told by a keyed digest alone (`services/row_marks.py`).

    It points to no petition and has no time, so that nothing tells which petition a row became.
    """

    owner = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "digest"], name="row_mark_once")]

    def __str__(self):
        return self.digest[:12]
