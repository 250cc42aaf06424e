from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import name_in_language


class ReportingPeriod(models.Model):
    """A period of special days that reports ask for again and again, such as the years of a programme.

    Months, quarters and years follow from the closing day (`registers.periods`) and have no row.
    """

    code = LineField(_("code"), max_length=30, unique=True)
    name_vi = LineField(_("Vietnamese name"), max_length=120)
    name_en = LineField(_("English name"), max_length=120, blank=True)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-last", "-first"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="reporting_period_ends_after_it_starts")
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return name_in_language(self.name_vi, self.name_en)
