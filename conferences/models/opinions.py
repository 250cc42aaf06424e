"""The opinion: one content item of a speaker's turn, where it is, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField, ParagraphsField
from handling.history import MoveRecord
from registers.levels import Level

from ..querysets import OpinionQuerySet
from .vocabulary import UNCOUNTED_OUTCOMES, Channel, OpinionState, Outcome, Phase


class Opinion(models.Model):
    """State, outcome, answers and phase are four facts, each in its own place."""

    code = LineField(_("code"), max_length=20, unique=True)
    turn = models.ForeignKey("conferences.SpeakerTurn", models.PROTECT, related_name="opinions")
    item = models.PositiveSmallIntegerField(_("content item"), default=1)
    # Copied from the turn when registered: the list and the tallies read them without a join.
    conference = models.ForeignKey(
        "conferences.Conference", models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, verbose_name=_("unit"))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    raised_on = models.DateField(_("date"), help_text=_("Date of the conference, else of receipt."))
    phase = models.CharField(_("phase"), max_length=6, choices=Phase.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    field = models.ForeignKey("registers.Field", models.PROTECT, null=True, blank=True, verbose_name=_("field"))
    competent_level = models.CharField(_("competent level"), max_length=10, choices=Level.choices, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OpinionState.choices, default=OpinionState.RECEIVED)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, null=True, blank=True)  # noqa: DJ001
    handling = models.OneToOneField("handling.Handling", models.PROTECT, related_name="opinion")
    current_text = models.ForeignKey("conferences.OpinionText", models.PROTECT, null=True, related_name="+")
    master = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("master opinion")
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["turn", "item"], name="opinion_item_once_per_turn"),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "closed", "forwarded"]) | Q(outcome__isnull=False),
                name="opinion_decided_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["verified", "closed", "forwarded"]) | Q(outcome__isnull=True),
                name="opinion_open_has_no_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="merged") & Q(master__isnull=False))
                | ((Q(outcome__isnull=True) | ~Q(outcome="merged")) & Q(master__isnull=True)),
                name="opinion_master_exactly_when_merged",
            ),
        ]
        indexes = [
            # Every list reads newest first; without it one very common word costs seconds.
            models.Index(fields=["-raised_on", "-id"], name="opinion_newest"),
            models.Index(fields=["state", "-raised_on", "-id"], name="opinion_by_state"),
            models.Index(fields=["unit", "-raised_on", "-id"], name="opinion_by_unit"),
            models.Index(fields=["field", "-raised_on", "-id"], name="opinion_by_field"),
            models.Index(fields=["outcome", "-raised_on", "-id"], name="opinion_by_outcome"),
        ]

    def __str__(self):
        return self.code

    @property
    def is_counted(self):
        """Received, for every statistic: not refused at intake, not merged, not turned into a petition."""
        return self.state != OpinionState.REFUSED and self.outcome not in UNCOUNTED_OUTCOMES

    @property
    def is_petition(self):
        """Turned into a petition, where it is followed and kept from then on."""
        return self.outcome == Outcome.PETITION


class OpinionText(models.Model):
    """A version of what was said. Old versions stay until erased; history and audit never hold them."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="texts")
    text = ParagraphsField(_("content"))
    gloss_en = ParagraphsField(_("English gloss"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]


class OpinionSearch(models.Model):
    """Folded words beside the main table, so that scans of opinions do not drag the text along."""

    opinion = models.OneToOneField(Opinion, models.CASCADE, primary_key=True, related_name="search")
    words = models.TextField()

    def __str__(self):
        return str(self.opinion_id)


class OpinionMove(MoveRecord):
    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="history")


class OpinionNote(models.Model):
    """The words given with a move (why returned, why refused): erasable, so apart from the history."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="notes")
    record = models.OneToOneField(OpinionMove, models.CASCADE, related_name="note", null=True)
    text = ParagraphsField(_("reason"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]
