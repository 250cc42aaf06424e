"""The base of every history table: who moved what from which state to which, when. Never a text that names people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField


class MoveRecord(models.Model):
    """One row per move. `note` rows (free text, erasable) live in a table of their own."""

    move = LineField(_("move"), max_length=30)
    from_state = LineField(_("from state"), max_length=20, blank=True)
    to_state = LineField(_("to state"), max_length=20)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    version = models.PositiveIntegerField()
    # Codes, dates and ids only: what the move decided (lead, due date, outcome), never free text.
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"{self.from_state} → {self.to_state}"
