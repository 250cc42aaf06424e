"""Figures printed elsewhere, kept as they stand beside what the records give."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField, ParagraphsField
from registers.levels import Level


class Measure(models.TextChoices):
    """What a published figure counts; the same names as in `reports/figures.py` and `reports/rates.py`."""

    CONFERENCES = "conferences", _("Conferences")
    PARTICIPANTS = "participants", _("Participants")
    RECEIVED = "received", _("Opinions received")
    AT_CONFERENCE = "at_conference", _("Resolved at the conference")
    AFTER = "after_conference", _("Resolved after the conference")
    STEP_BY_STEP = "step_by_step", _("Being resolved step by step")
    UNRESOLVED = "unresolved", _("Unresolved")
    AT_CONFERENCE_RATE = "rate:at_conference", _("At-conference rate")
    RESOLUTION_RATE = "rate:resolution", _("Resolution rate")


class Qualifier(models.TextChoices):
    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    NEARLY = "nearly", _("nearly")


class PublishedFigure(models.Model):
    """One printed figure of one period and level ("" is all levels together), with where it was printed."""

    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="+")
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    measure = models.CharField(_("figure"), max_length=24, choices=Measure.choices)
    # Counts as they are; rates in per cent.
    value = models.DecimalField(_("published value"), max_digits=12, decimal_places=2)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    source = LineField(_("source"), max_length=300)
    note = ParagraphsField(_("note"), blank=True)

    class Meta:
        ordering = ["first", "level", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "first", "last", "level", "measure"], name="published_figure_once_per_period_and_level"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="published_period_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.measure} {self.value}"

    @property
    def is_rate(self):
        return self.measure.startswith("rate:")

    @property
    def is_exact(self):
        return self.qualifier == Qualifier.EXACT
