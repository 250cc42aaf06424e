"""Counts kept with every move; `petitions/tallies.py` is the only code that writes them."""

from django.db import models

from .vocabulary import PetitionKind, PetitionState


class PetitionTally(models.Model):
    """Petitions that one body received in one calendar month, by kind and where they stand."""

    owner = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="+")
    month = models.DateField()
    kind = models.CharField(max_length=14, choices=PetitionKind.choices)
    state = models.CharField(max_length=12, choices=PetitionState.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "month", "kind", "state"], name="petition_tally_once"),
        ]
        indexes = [models.Index(fields=["month"], name="petition_tally_by_month")]

    def __str__(self):
        return f"{self.month} {self.kind} {self.state}: {self.count}"
