"""Papers of a petition: what a move brought, when, and to or from whom. Urging letters and replies are counted here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .vocabulary import PaperKind


class PetitionPaper(models.Model):
    petition = models.ForeignKey("petitions.Petition", models.CASCADE, related_name="papers")
    kind = models.CharField(_("paper"), max_length=12, choices=PaperKind.choices)
    document = models.ForeignKey(
        "registers.OfficialDocument", models.PROTECT, related_name="+", verbose_name=_("document")
    )
    body = models.ForeignKey(
        "registers.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to or from"),
    )
    on = models.DateField(_("recorded on"))

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["kind", "on"], name="petition_paper_by_kind")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.document_id}"
