"""The two-level taxonomy of fields, in both languages. Codes are stable; a retired one maps to its successor."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import name_in_language


class FieldQuerySet(models.QuerySet):
    def on(self, day):
        """Fields not retired by a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Field(models.Model):
    # Two digits on level 1, four on level 2: order by code is the order of the list.
    code = LineField(_("code"), max_length=4, unique=True)
    name_vi = LineField(_("Vietnamese name"), max_length=120)
    name_en = LineField(_("English name"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("field of level 1")
    )
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )

    objects = FieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return name_in_language(self.name_vi, self.name_en)
