from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField, ParagraphsField

from ..levels import Level


class RuleMissing(ObjectDoesNotExist):
    """No rule of this key is in force on the day."""


class RuleQuerySet(models.QuerySet):
    def for_date(self, key, on, level=""):
        """The rule in force: the one of the level before the general one. Raises `RuleMissing`."""
        rows = self.filter(key=key, valid_from__lte=on, level__in={level, ""}).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )
        rule = rows.order_by("-level", "-valid_from").first()
        if rule is None:
            raise RuleMissing(
                gettext("No rule “%(key)s” is in force on %(day)s.")
                % {"key": key, "day": formats.date_format(on, "SHORT_DATE_FORMAT")}
            )
        return rule


def in_force(rules, key, on, level=""):
    """The one of these rules that `RuleQuerySet.for_date` would give, without a query; None where there is none."""
    fitting = [
        rule
        for rule in rules
        if rule.key == key
        and rule.level in (level, "")
        and rule.valid_from <= on
        and (rule.valid_until is None or rule.valid_until >= on)
    ]
    return max(fitting, key=lambda rule: (rule.level, rule.valid_from), default=None)


class RuleParameter(models.Model):
    """A figure set by law or regulation, with its validity, its basis, and whether anybody checked the text."""

    class Unit(models.TextChoices):
        WORKING = "working", _("working days")
        CALENDAR = "calendar", _("calendar days")
        COUNT = "count", _("times")
        DAYS_PER_MONTH = "days_per_month", _("days a month")
        DAYS_PER_WEEK = "days_per_week", _("days a week")
        YEARS = "years", _("years")
        DAY_OF_MONTH = "day_of_month", _("day of the month")
        PEOPLE = "people", _("people")
        ALLOWED = "allowed", _("(1 allowed, 0 not)")
        REQUIRED = "required", _("(1 required, 0 not)")

    key = LineField(_("rule"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    value = models.IntegerField(_("value"))
    unit = models.CharField(_("counted in"), max_length=16, choices=Unit.choices)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    legal_basis = LineField(_("legal basis"), max_length=300, blank=True)
    verified = models.BooleanField(_("verified"), default=False)
    note = ParagraphsField(_("note"), blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule parameter")
        verbose_name_plural = _("rule parameters")
        ordering = ["key", "level", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "level", "valid_from"], name="rule_once_per_level_and_start"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="rule_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.key
