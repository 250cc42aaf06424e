from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import name_in_language


class CalendarDay(models.Model):
    """A day the province's table decides, over what the holiday rules give (yearly decisions on Tết and swaps)."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Public holiday")
        IN_LIEU = "in_lieu", _("Day off in lieu")
        MAKEUP = "makeup", _("Make-up working day")
        WORKING = "working", _("Ordinary working day")

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    label = LineField(_("Vietnamese name"), max_length=120, blank=True)
    label_en = LineField(_("English name"), max_length=120, blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]

    def __str__(self):
        return f"{self.date} {self.label}"

    @property
    def name(self):
        """The name in the active language; the Vietnamese one where no English one was given."""
        return name_in_language(self.label, self.label_en)
