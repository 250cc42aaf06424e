"""Delegate lists waiting between upload and confirmation. In the database, so that any web process can finish them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField


class DelegateImport(models.Model):
    """One uploaded list of delegates. Its rows name people, so they are emptied once confirmed or discarded."""

    conference = models.ForeignKey("conferences.Conference", models.CASCADE, related_name="delegate_imports")
    file_name = LineField(_("file"), max_length=200)
    # As read from the sheet: [{"number": 5, "full_name": …, "posts": […], …}]; what they mean is decided anew at
    # the preview and at the confirmation, against the list as it is then.
    rows = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # {"added": 3, "changed": 1, "known": 0, "rejected": 2}, and the ids of the delegates it added.
    counts = models.JSONField(default=dict, blank=True)
    added_ids = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name
