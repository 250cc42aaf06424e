"""Bodies that organise, lead, coordinate and issue papers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import fold_words, name_in_language, sort_key


class OrganisationSide(models.TextChoices):
    PARTY = "party", _("Party")
    STATE = "state", _("State authorities")
    FRONT = "front", _("Fatherland Front and mass organisations")
    OTHER = "other", _("Other bodies and companies")


class OrganisationQuerySet(models.QuerySet):
    def on(self, day):
        """Organisations in existence on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def gone_on_with_by(self, organisation):
        """The organisation and all that it succeeded, be it at two mergers."""
        return self.filter(Q(pk=organisation.pk) | Q(successor=organisation) | Q(successor__successor=organisation))

    def of_unit(self, unit):
        """The bodies of a unit, of those that went up in it, and all that these bodies succeeded."""
        units = Q(unit=unit) | Q(unit__successions__new=unit)
        return self.filter(units | Q(successor__unit=unit) | Q(successor__successor__unit=unit))

    def matching(self, text):
        """Organisations whose name has every word of `text`, by prefix and without diacritics."""
        found = self
        for word in fold_words(text):
            found = found.filter(Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}"))
        return found


class Organisation(models.Model):
    code = LineField(_("code"), max_length=40, unique=True)
    name = LineField(_("name"), max_length=200)
    short_name = LineField(_("short name"), max_length=80, blank=True)
    name_en = LineField(_("English name"), max_length=200, blank=True)
    symbol = LineField(_("symbol in document numbers"), max_length=30, blank=True)
    side = models.CharField(_("side"), max_length=6, choices=OrganisationSide.choices)
    kind = LineField(_("kind"), max_length=40, blank=True)
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="organisations")
    rank = models.PositiveSmallIntegerField(_("protocol rank"), default=500)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    sort_key = models.CharField(max_length=600, blank=True, editable=False)
    folded_name = models.CharField(max_length=210, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["rank", "sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="organisation_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["unit", "rank"], name="organisation_by_unit")]

    def __str__(self):
        return self.display_name

    def set_name(self, name):
        """Set the official name with its derived keys; the caller saves."""
        self.name = name
        self.sort_key = sort_key(name)[:600]
        self.folded_name = " ".join(fold_words(name))[:210]

    @property
    def display_name(self):
        """The name in the active language; the official Vietnamese one where no English one exists."""
        return name_in_language(self.name, self.name_en)
