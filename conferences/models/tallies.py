"""Counts kept with every move; `conferences/tallies.py` is the only code that writes them."""

from django.db import models
from django.db.models import Q

from registers.levels import Level

from .vocabulary import Phase


class OpinionTally(models.Model):
    """Opinions of one conference (or of one unit and day, when there was none), by phase and outcome."""

    conference = models.ForeignKey("conferences.Conference", models.CASCADE, null=True, related_name="tallies")
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level.choices)
    day = models.DateField()
    phase = models.CharField(max_length=6, choices=Phase.choices)
    # "" is pending and "awaiting" answered but not verified: a NULL would not be unique.
    outcome = models.CharField(max_length=16, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "phase", "outcome"],
                condition=Q(conference__isnull=False),
                name="opinion_tally_once_per_conference",
            ),
            models.UniqueConstraint(
                fields=["unit", "day", "phase", "outcome"],
                condition=Q(conference__isnull=True),
                name="opinion_tally_once_per_unit_and_day",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="opinion_tally_by_day")]

    def __str__(self):
        return f"{self.day} {self.outcome or 'pending'}: {self.count}"


class FieldMonthTally(models.Model):
    """Opinions of one unit and calendar month, by field and outcome. `field` NULL: not classified yet."""

    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="+")
    month = models.DateField()
    field = models.ForeignKey("registers.Field", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=16, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "field", "outcome"],
                condition=Q(field__isnull=False),
                name="field_month_tally_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "month", "outcome"],
                condition=Q(field__isnull=True),
                name="field_month_tally_once_unclassified",
            ),
        ]
        indexes = [models.Index(fields=["month"], name="field_month_tally_by_month")]

    def __str__(self):
        return f"{self.month} {self.outcome or 'pending'}: {self.count}"
