"""Answers (several per opinion, the last accepted one counts), and the records of what was decided and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField, ParagraphsField

from .vocabulary import Outcome, UnresolvedReason


class Answer(models.Model):
    """What an organisation answered, when, by which document."""

    opinion = models.ForeignKey("conferences.Opinion", models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(
        "registers.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answering organisation"),
    )
    answerer = LineField(_("answered by"), max_length=160, blank=True, help_text=_("Name and post."))
    in_hall = models.BooleanField(_("answered in the hall"), default=False)
    text = ParagraphsField(_("answer"), blank=True)
    document = models.ForeignKey(
        "registers.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    answered_on = models.DateField(_("answered on"))
    # NULL while it waits for verification.
    accepted = models.BooleanField(_("accepted"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(document__isnull=False), name="answer_has_a_text_or_a_document"
            )
        ]

    def __str__(self):
        return self.text[:60]


class DecisionRecord(models.Model):
    """An outcome with its evidence. The newest not withdrawn one is the opinion's; resuming withdraws it."""

    opinion = models.ForeignKey("conferences.Opinion", models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    document = models.ForeignKey(
        "registers.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    attachment = models.ForeignKey(
        "registers.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("attachment")
    )
    confirmed_by = LineField(_("confirmed by"), max_length=160, blank=True)
    milestone = ParagraphsField(_("milestone"), blank=True)
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=UnresolvedReason.choices, blank=True)
    addressee = models.ForeignKey(
        "registers.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("addressee")
    )
    withdrawn = models.BooleanField(default=False)
    on = models.DateField(_("decided on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["at_conference", "after_conference"])
                | Q(document__isnull=False)
                | Q(attachment__isnull=False)
                | ~Q(confirmed_by=""),
                name="decision_resolved_needs_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="unresolved") | ~Q(reason=""), name="decision_unresolved_needs_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="step_by_step") | (Q(next_review_on__isnull=False) & ~Q(milestone="")),
                name="decision_step_by_step_needs_milestone_and_review",
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()


class OpinionAttachment(models.Model):
    """A file kept with an opinion: the slip, a photo, the signed answer."""

    opinion = models.ForeignKey("conferences.Opinion", models.CASCADE, related_name="attachments")
    attachment = models.OneToOneField("registers.Attachment", models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.attachment_id)
