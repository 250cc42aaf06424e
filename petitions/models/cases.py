"""A case: one matter that several petitions, opinions and conferences are about, with those it touches.

Denunciations belong to no case, since a case names people.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import LineField, ParagraphsField
from handling.history import MoveRecord

from ..case_querysets import CaseQuerySet


class CaseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("case", "Open")
    RESOLVED = "resolved", pgettext_lazy("case", "Resolved")


class CaseOutcome(models.TextChoices):
    """What came of a case."""

    AGREED = "agreed", _("The parties agreed")
    DECIDED = "decided", _("Decided by the competent body")
    EXPLAINED = "explained", _("Explained; nothing more is asked for")
    NOT_AGREED = "not_agreed", _("Ended without agreement")


class PetitionCase(models.Model):
    code = LineField(_("code"), max_length=20, unique=True)
    title = LineField(_("matter"), max_length=300)
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, verbose_name=_("unit"))
    opened_on = models.DateField(_("opened on"))
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    responsible = models.ForeignKey(
        "registers.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body responsible"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=CaseOutcome.choices, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    resolution = models.ForeignKey(
        "registers.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document of the resolution"),
    )
    # Something of it was erased: its words are closed until its officer has looked through them.
    needs_review = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", outcome="", resolved_on__isnull=True, resolution__isnull=True)
                | Q(state="resolved", resolved_on__isnull=False, resolution__isnull=False) & ~Q(outcome=""),
                name="case_resolved_has_day_document_and_outcome",
            )
        ]
        indexes = [models.Index(fields=["state", "-opened_on", "-id"], name="case_by_state")]

    def __str__(self):
        return self.title


class CaseMove(MoveRecord):
    """A move of a case. It goes with a case that goes, so no trigger holds it; the trail keeps that it was made."""

    case = models.ForeignKey(PetitionCase, models.CASCADE, related_name="history")


class CaseNote(models.Model):
    """The words given with a move of a case; they are erased when something in the case had to be."""

    case = models.ForeignKey(PetitionCase, models.CASCADE, related_name="notes")
    record = models.OneToOneField(CaseMove, models.CASCADE, related_name="note")
    text = ParagraphsField(_("reason"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]


class CaseParty(models.Model):
    """Somebody the case touches, agency or not."""

    class Part(models.TextChoices):
        INVESTOR = "investor", _("Investor")
        HOUSEHOLDS = "households", _("Households")
        AGENCY = "agency", _("Agency")
        OTHER = "other", pgettext_lazy("party", "Other")

    case = models.ForeignKey(PetitionCase, models.CASCADE, related_name="parties")
    part = models.CharField(_("part"), max_length=10, choices=Part.choices)
    name = LineField(_("name"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "registers.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(organisation__isnull=False), name="case_party_has_a_name_or_is_a_body"
            )
        ]

    def __str__(self):
        return self.name or str(self.organisation_id)


class CaseLink(models.Model):
    """A conference or an opinion about the same matter."""

    case = models.ForeignKey(PetitionCase, models.CASCADE, related_name="links")
    conference = models.ForeignKey(
        "conferences.Conference", models.PROTECT, null=True, blank=True, related_name="case_links"
    )
    opinion = models.ForeignKey("conferences.Opinion", models.PROTECT, null=True, blank=True, related_name="case_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "conference"], name="case_links_a_conference_once"),
            models.UniqueConstraint(fields=["case", "opinion"], name="case_links_an_opinion_once"),
            models.CheckConstraint(
                condition=Q(conference__isnull=False, opinion__isnull=True)
                | Q(conference__isnull=True, opinion__isnull=False),
                name="case_link_is_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.conference_id or self.opinion_id}"


class FieldVisit(models.Model):
    """A leader's visit on the spot for a case."""

    case = models.ForeignKey(PetitionCase, models.CASCADE, related_name="visits")
    on = models.DateField(_("date"))
    leader = LineField(_("leader"), max_length=200)
    place = LineField(_("place"), max_length=200)
    result = ParagraphsField(_("result"), blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.on} {self.place}"


class CaseMeeting(models.Model):
    """A working meeting of the parties of a case; `parties` are those who took part."""

    case = models.ForeignKey(PetitionCase, models.CASCADE, related_name="meetings")
    on = models.DateField(_("date"))
    place = LineField(_("place"), max_length=200)
    parties = models.ManyToManyField(CaseParty, related_name="meetings", verbose_name=_("who took part"))
    conclusion = ParagraphsField(_("conclusion"), blank=True)
    document = models.ForeignKey(
        "registers.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.on} {self.place}"
