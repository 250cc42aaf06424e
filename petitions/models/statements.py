"""Statements that there was nothing, with the facts of the query that said so. Rows are never changed (trigger)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.reach import reach_of
from accounts.roles import Role
from dialogue_portal.fields import LineField


class NilStatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Statements of the units the user reads, and of the bodies they are petition officer of.

        One that looked through denunciations is for officers of the body alone.
        """
        reach = reach_of(user)
        seen = Q(body__in=reach.bodies_of(Role.PETITION_OFFICER))
        if reach.tree_unit_ids:
            seen |= Q(unit__in=reach.units_within(), with_denunciations=False)
        return self.filter(seen)


class NilStatement(models.Model):
    """ "No petition of this kind in the period", as of a moment. `facts` is all that was asked and found."""

    code = LineField(_("code"), max_length=20, unique=True)
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    # None for all bodies of the unit that the person reads.
    body = models.ForeignKey(
        "registers.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body")
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    as_of = models.DateTimeField(_("as of"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("stated by"))
    with_denunciations = models.BooleanField(_("denunciations included"))
    facts = models.JSONField()
    # SHA-256 of the facts in a canonical writing.
    digest = models.CharField(max_length=64)

    objects = NilStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of nothing")
        verbose_name_plural = _("statements of nothing")
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="nil_statement_period_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["unit", "-as_of"], name="nil_statement_by_unit")]

    def __str__(self):
        return self.code
