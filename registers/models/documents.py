"""Official documents and the files kept with records. Bytes sit in the database: every node sees the same."""

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField

#: Where the registry writes the number by hand, or where nobody knows it.
OPEN_NUMBER = "……"
_BARE_SYMBOL = re.compile(r"[^\W\d]+([-/][^\W\d]+)+")


class StoredFile(models.Model):
    """Bytes, once per content."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    def __str__(self):
        return self.sha256


class Attachment(models.Model):
    """A file as somebody uploaded it. The room that owns it serves it, after its own check."""

    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = LineField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name


class DocumentType(models.TextChoices):
    RESOLUTION = "resolution", _("Resolution")
    DECISION = "decision", _("Decision")
    DIRECTIVE = "directive", _("Directive")
    CONCLUSION = "conclusion", _("Conclusion")
    REGULATION = "regulation", _("Regulation")
    STATUTE = "statute", _("Statute")
    PROJECT = "project", _("Project (scheme)")
    PLAN = "plan", _("Plan")
    PROGRAMME = "programme", _("Programme")
    GUIDANCE = "guidance", _("Guidance")
    REPORT = "report", _("Report")
    SUBMISSION = "submission", _("Submission")
    OFFICIAL_LETTER = "official_letter", _("Official letter")
    NOTICE = "notice", _("Notice")
    MINUTES = "minutes", _("Minutes")
    INVITATION = "invitation", _("Invitation")


class OfficialDocument(models.Model):
    """A paper with number, symbol and date. Number and symbol stay exactly as typed, slash and Đ included."""

    class Mark(models.TextChoices):
        """Between number and symbol: Party papers write a hyphen ("07-ĐA/TU"), those of the State a slash."""

        HYPHEN = "-", _("hyphen")
        SLASH = "/", _("slash")

    type = models.CharField(_("type"), max_length=16, choices=DocumentType.choices)
    number = LineField(_("number"), max_length=60, blank=True)
    mark = models.CharField(_("mark after the number"), max_length=1, choices=Mark.choices, default=Mark.HYPHEN)
    symbol = LineField(_("symbol"), max_length=60, blank=True)
    date = models.DateField(_("date"))
    issuing_organisation = models.ForeignKey(
        "registers.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("issuing organisation"),
    )
    issuer_name = LineField(_("issued by"), max_length=200, blank=True)
    abstract = LineField(_("abstract"), max_length=500, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        ordering = ["-date", "-pk"]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """ "07-ĐA/TU, 24/11/2021"; a paper without number and symbol is named by its type."""
        return f"{self.printed_designation or self.get_type_display()}, {self.date:%d/%m/%Y}"

    @property
    def designation(self):
        """Number and symbol as on the paper: "07-ĐA/TU", "768/NQ-UBTVQH14"."""
        return self.mark.join(part for part in (self.number, self.symbol) if part)

    @property
    def printed_designation(self):
        """The designation as it is read, the number left open where only a symbol is known: "……-TB/TU"."""
        if not self.number and _BARE_SYMBOL.fullmatch(self.symbol):
            return f"{OPEN_NUMBER}{self.mark}{self.symbol}"
        return self.designation
