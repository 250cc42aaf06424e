from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import name_in_language


class ReasonList(models.TextChoices):
    INELIGIBILITY = "ineligibility", _("Why a petition cannot be processed")
    DECLINE = "decline", _("Why a petition is not accepted for settlement")
    PAUSE = "pause", _("Grounds to suspend a settlement")
    END = "end", _("Grounds to terminate a settlement")
    REFUSAL = "refusal", _("Whom the receiving person may refuse")
    AD_HOC = "ad_hoc", _("When the head receives outside the fixed days")


class ListedReason(models.Model):
    """One reason of a list that a law or regulation closes, with its validity, its basis, and whether anybody checked
    the text. Records keep the code; `registers.reasons` reads the lists."""

    list = models.CharField(_("list of reasons"), max_length=13, choices=ReasonList.choices)
    # A denunciation holds such codes as well: they are too short and too plain to tell of somebody.
    code = models.CharField(
        _("code"),
        max_length=16,
        validators=[RegexValidator(r"^[a-z][a-z_]*\Z", _("Small letters without marks, and underscores."))],
    )
    name = LineField(_("Vietnamese name"), max_length=200)
    name_en = LineField(_("English name"), max_length=200)
    rank = models.PositiveSmallIntegerField(_("rank in its list"), default=100)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    legal_basis = LineField(_("legal basis"), max_length=300, blank=True)
    kinds = models.CharField(
        _("for kinds"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^[a-z]+( [a-z]+)*\Z", _("Codes of kinds, with one space between them."))],
        help_text=_("Codes of the kinds of petitions that may give this reason, “complaint” for example; empty: all."),
    )
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("listed reason")
        verbose_name_plural = _("listed reasons")
        ordering = ["list", "rank", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code", "valid_from"], name="reason_once_per_list_and_start"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="reason_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.list}: {self.code}"

    @property
    def label(self):
        """The name in the active language."""
        return name_in_language(self.name, self.name_en)

    def clean(self):
        """One reason stands once in a list on each day."""
        same = type(self).objects.filter(list=self.list, code=self.code).exclude(pk=self.pk)
        if self.valid_from and any(self.overlaps(row) for row in same):
            raise ValidationError(
                {"valid_from": _("This reason is in force in this list on one of these days already.")}
            )

    def overlaps(self, other):
        """Whether both are in force on one day."""
        begins = max(self.valid_from, other.valid_from)
        return all(row.valid_until is None or row.valid_until >= begins for row in (self, other))

    def is_of(self, kind):
        """Whether what is of this kind may give this reason; "" asks for no kind."""
        return not kind or not self.kinds or kind in self.kinds.split()

    def is_in_force(self, on):
        return self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)
