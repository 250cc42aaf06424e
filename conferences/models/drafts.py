"""What somebody typed into the quick form and has not saved yet."""

from django.conf import settings
from django.db import models


class OpinionDraft(models.Model):
    """One for each person, for a day: it names citizens and is no record, so no trail and no history know of it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    # Of the form it was typed into, which is registered under it.
    token = models.UUIDField()
    values = models.JSONField()
    saved_at = models.DateTimeField()

    def __str__(self):
        return str(self.user_id)
