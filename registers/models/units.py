"""Administrative units over time: who they were, what succeeded them, and what lies within what."""

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import fold_words, sort_key

from ..levels import Level


class UnitQuerySet(models.QuerySet):
    def on(self, day):
        """Units in force on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def within(self, unit, *, forerunners=True):
        """The unit, all below it, and (read-only, for the record) all that these succeeded."""
        return self.within_any([unit.pk], forerunners=forerunners)

    def within_any(self, unit_ids, *, forerunners=True):
        """`within` for several units at once, as one subquery. The only code that knows how the tree is stored."""
        return self.filter(pk__in=self.ids_within_any(unit_ids, forerunners=forerunners))

    def holding(self, unit):
        """The units within which `unit` lies, itself and its successors included."""
        return self.filter(pk__in=UnitReach.objects.filter(unit=unit).values("ancestor"))

    def ids_within_any(self, unit_ids, *, forerunners=True):
        """The ids of `within_any`, for `unit__in`: without a join to the units themselves."""
        reach = UnitReach.objects.filter(ancestor__in=list(unit_ids))
        if not forerunners:
            reach = reach.filter(is_forerunner=False)
        return reach.values("unit")

    def matching(self, text):
        """Units whose name has every word of `text`, by prefix and without diacritics."""
        found = self
        for word in fold_words(text):
            found = found.filter(Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}"))
        return found

    def named_or_coded(self, text):
        """`matching`, or the unit whose code begins so."""
        code = text.strip()
        return self.filter(code__startswith=code) if code.isdigit() else self.matching(text)

    def in_register_order(self, *before):
        """Provinces first, then what lies below, each by name; `before` orders ahead of that."""
        ranks = [When(level=level, then=Value(rank)) for rank, level in enumerate(Level.values)]
        rank = Case(*ranks, output_field=IntegerField())
        return self.order_by(*before, rank, "sort_key", "valid_from", "pk")


class AdministrativeUnit(models.Model):
    """One unit for one stretch of time. A code is not an identity: the key is (code, valid_from)."""

    code = LineField(_("code"), max_length=10)
    name = LineField(_("name"), max_length=120)
    kind = LineField(_("kind"), max_length=30)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    sort_key = models.CharField(max_length=400, blank=True, editable=False)
    folded_name = models.CharField(max_length=130, blank=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["sort_key", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_once_per_code_and_start"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="unit_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["level", "sort_key"], name="unit_by_level_and_name")]

    def __str__(self):
        return self.name

    def set_name(self, name):
        """Set the name with its derived keys; the caller saves."""
        self.name = name
        self.sort_key = sort_key(name)[:400]
        self.folded_name = " ".join(fold_words(name))[:130]

    def full_name(self):
        """ "Xã Kim Liên, Huyện Nam Đàn": with the parent's name, which the caller has selected."""
        return f"{self.name}, {self.parent.name}" if self.parent_id else self.name

    def is_valid_on(self, day):
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)

    def parent_on(self, day):
        """The unit above on a day. A parent that was renewed under its code (Kinh Môn became a town) did not renew
        what lies below it, so its present row is found along its successions: one query per renewal."""
        parent = self.parent
        while parent is not None and parent.valid_until is not None and parent.valid_until < day:
            renewed = parent.successions.filter(is_default=True, new__code=parent.code).select_related("new").first()
            if renewed is None:
                break
            parent = renewed.new
        return parent

    def ancestors(self):
        """The units above, highest first: one query per level, of which there are few."""
        above, unit = [], self
        while unit.parent_id:
            unit = unit.parent
            above.insert(0, unit)
        return above

    def ancestors_on(self, day):
        """`ancestors` as they were called on a day."""
        above, unit = [], self.parent_on(day)
        while unit is not None:
            above.insert(0, unit)
            unit = unit.parent_on(day)
        return above


class UnitChange(models.TextChoices):
    UNCHANGED = "unchanged", _("unchanged")
    MOVED = "moved", _("moved to another unit above")
    RENAMED = "renamed", _("renamed")
    KIND = "kind", _("changed in kind")
    MERGED = "merged", _("merged")
    ABSORBING = "absorbing", _("took others in")
    SPLIT = "split", _("divided")


class UnitSuccession(models.Model):
    """What became of a unit. Exactly one default successor is used to roll records up to the present."""

    old = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="predecessions")
    effective = models.DateField(_("effective"))
    resolution = LineField(_("resolution"), max_length=60)
    change = models.CharField(_("change"), max_length=10, choices=UnitChange.choices)
    whole = models.BooleanField(_("all of it"), default=True)
    is_default = models.BooleanField(_("default successor"), default=True)

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        ordering = ["effective", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once_per_pair"),
            models.UniqueConstraint(
                fields=["old"], condition=Q(is_default=True), name="succession_one_default_per_unit"
            ),
        ]

    def __str__(self):
        return f"{self.old_id} → {self.new_id}"


class UnitReach(models.Model):
    """Closure of tree and succession: `unit` lies within `ancestor`. Written by `registers.reach` only."""

    ancestor = models.ForeignKey(AdministrativeUnit, models.CASCADE, related_name="+")
    unit = models.ForeignKey(AdministrativeUnit, models.CASCADE, related_name="reached_from")
    # Reached only through a succession: its records are read here, never changed.
    is_forerunner = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "unit"], name="unit_reach_once_per_pair")]
        indexes = [models.Index(fields=["unit", "ancestor"], name="unit_reach_by_unit")]

    def __str__(self):
        return f"{self.ancestor_id} ⊇ {self.unit_id}"
