"""Citizen reception: a session of a body, and the turns of those received in it (Luật Tiếp công dân 2013).

As with petitions, a turn holds coded columns; whatever names people or tells in words hangs on a content row, and a
turn in which somebody denounces has none.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue_portal.fields import LineField
from registers.levels import Level

from ..reception_querysets import SessionQuerySet, TurnQuerySet
from .petitions import numbered
from .vocabulary import PetitionKind


class ReceptionKind(models.TextChoices):
    ROUTINE = "routine", _("Routine reception")
    PERIODIC = "periodic", _("Periodic reception by the head")
    AD_HOC = "ad_hoc", _("Ad hoc reception by the head")


class Receiver(models.TextChoices):
    """Who receives in a session that is the head's by its kind: only the head in person counts for the head's days."""

    HEAD = "head", _("The head in person")
    OTHER = "other", _("A deputy, or somebody else for the head")
    #: Of sessions recorded before it was asked; nobody chooses it.
    UNSAID = "unsaid", _("Not recorded whether it was the head")


class SessionState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("reception", "Planned")
    HELD = "held", pgettext_lazy("reception", "Held")
    CANCELLED = "cancelled", pgettext_lazy("reception", "Cancelled")


class CancelReason(models.TextChoices):
    AWAY = "away", _("The receiving person is called away")
    MOVED = "moved", _("Moved to another day")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    MISTAKE = "mistake", _("Planned by mistake")


class TurnDirection(models.TextChoices):
    """Columns 8 to 10 of the reception register; explained on the spot stands in its notes."""

    ACCEPT = "accept", _("Accepted for settlement")
    GUIDE = "guide", _("Letter returned, visitor guided")
    TRANSFER = "transfer", _("Letter transferred to the competent body")
    EXPLAIN = "explain", _("Explained on the spot")


class ReceptionSession(models.Model):
    """Who receives, when and where. Delegated is what somebody else held in place of the head."""

    code = LineField(_("code"), max_length=20, unique=True)
    owner = models.ForeignKey(
        "registers.Organisation", models.PROTECT, related_name="receptions", verbose_name=_("receiving body")
    )
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, verbose_name=_("unit"))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    kind = models.CharField(pgettext_lazy("reception", "kind"), max_length=8, choices=ReceptionKind.choices)
    is_online = models.BooleanField(_("online"), default=False)
    on = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    place = LineField(_("place"), max_length=200)
    leader = LineField(_("receiving person"), max_length=200)
    # Of a routine session, which is nobody's by rule, nothing is said.
    receiver = models.CharField(_("head in person"), max_length=6, choices=Receiver.choices, blank=True, default="")
    delegate = LineField(_("received by delegation"), max_length=200, blank=True)
    # Codes of `ReasonList.AD_HOC`.
    grounds = models.JSONField(_("why ad hoc"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=SessionState.choices, default=SessionState.PLANNED)
    cancel_reason = models.CharField(_("why cancelled"), max_length=13, choices=CancelReason.choices, blank=True)
    last_turn = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    submission_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reception session")
        verbose_name_plural = _("reception sessions")
        ordering = ["-on", "-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "on"],
                condition=Q(kind="routine") & ~Q(state="cancelled"),
                name="reception_routine_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="reception_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="routine") | Q(delegate=""), name="reception_routine_is_not_delegated"
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") ^ Q(cancel_reason=""), name="reception_cancelled_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="routine", receiver="")
                | (~Q(kind="routine") & Q(receiver__in=[value for value, _label in Receiver.choices])),
                name="reception_says_who_receives",
            ),
            models.CheckConstraint(
                condition=Q(delegate="") | Q(receiver="other"), name="reception_delegated_is_not_by_the_head"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "on"], name="reception_by_owner"),
            models.Index(fields=["unit", "on"], name="reception_by_unit"),
        ]

    def __str__(self):
        return self.code


class ReceptionTurn(models.Model):
    """One visitor or delegation received, or refused; its number stands in the register of the body for the year."""

    session = models.ForeignKey(ReceptionSession, models.PROTECT, related_name="turns")
    number = models.PositiveIntegerField(_("turn"))
    register_number = models.PositiveIntegerField(_("number in the register"))
    # Denunciations are numbered by themselves: a gap in the other numbers would tell of them.
    in_secret_book = models.BooleanField(default=False, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=PetitionKind.choices)
    people = models.PositiveIntegerField(_("people"), default=1)
    is_delegation = models.BooleanField(_("large delegation"), default=False)
    cases = models.PositiveSmallIntegerField(_("matters"), default=1)
    is_again = models.BooleanField(_("received before for the same matter"), default=False)
    has_letter = models.BooleanField(_("handed in a letter"), default=False)
    # A code of `ReasonList.REFUSAL`.
    refusal = models.CharField(_("why refused"), max_length=16, blank=True)
    direction = models.CharField(_("direction"), max_length=8, choices=TurnDirection.choices, blank=True)
    body = models.ForeignKey(
        "registers.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("competent body"),
    )
    field = models.ForeignKey("registers.Field", models.PROTECT, null=True, blank=True, verbose_name=_("field"))
    content = models.OneToOneField(
        "petitions.PetitionContent", models.SET_NULL, null=True, blank=True, related_name="turn"
    )
    petition = models.OneToOneField(
        "petitions.Petition", models.PROTECT, null=True, blank=True, related_name="turn", verbose_name=_("petition")
    )
    is_struck = models.BooleanField(_("struck out"), default=False)
    # A denunciation counts in periods that ended before this day; NULL where nobody kept it.
    struck_on = models.DateField(_("struck out on"), null=True, editable=False)
    # A denunciation counts on this day, be the session months back: what is told of a period stays what it was.
    entered_on = models.DateField(_("entered on"), default=timezone.localdate, editable=False)
    version = models.PositiveIntegerField(default=1)
    submission_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("reception turn")
        verbose_name_plural = _("reception turns")
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="turn_number_once"),
            models.CheckConstraint(condition=Q(people__gte=1, cases__gte=1), name="turn_is_of_somebody_and_something"),
            # Quyết định 774/QĐ-TTg; Law 117/2025/QH15: see docs/petitions.md.
            models.CheckConstraint(
                condition=~(Q(kind="denunciation") | Q(is_struck=True)) | Q(content__isnull=True),
                name="turn_denunciation_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(kind="denunciation")
                | Q(is_struck=True)
                | ~Q(refusal="")
                | Q(content__isnull=False)
                | Q(petition__isnull=False),
                name="turn_others_have_content",
            ),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(petition__isnull=True), name="turn_refused_has_no_petition"
            ),
        ]

    def __str__(self):
        # By its number in the book, not in the session: among the latter a missing one would tell of a denunciation.
        return f"{self.session.code}/{self.register_label}"

    @property
    def register_label(self):
        """The number as the register prints it: “12”, or “M3” of the secret book."""
        return numbered(self.register_number, self.in_secret_book)

    @property
    def is_denunciation(self):
        return self.kind == PetitionKind.DENUNCIATION
