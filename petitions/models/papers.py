"""Papers of a petition: what a move brought, when, and to or from whom. Urging letters and replies are counted here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registers.models import OfficialDocument

from .petitions import Petition
from .vocabulary import PaperKind

_OF_DENUNCIATIONS = {
    PaperKind.ACCEPTANCE: _("Decision to accept the denunciation"),
    PaperKind.SETTLEMENT: _("Conclusion of the denunciation"),
}


class PetitionPaperQuerySet(models.QuerySet):
    def documents_apart(self):
        """Documents whose event in the trail tells what their petition's would: they stand apart like it."""
        apart = self.filter(petition__in=Petition.objects.apart_in_trail().order_by().values("pk"))
        return OfficialDocument.objects.filter(pk__in=apart.order_by().values("document"))


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

    objects = PetitionPaperQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["kind", "on"], name="petition_paper_by_kind")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.document_id}"

    @property
    def label(self):
        """What it is called with its petition: of a denunciation some papers have names of their own."""
        named = _OF_DENUNCIATIONS if self.petition.is_denunciation else {}
        return named.get(self.kind) or self.get_kind_display()
