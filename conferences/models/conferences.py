"""The conference: what, where, when, by whom, and how far its papers are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField, ParagraphsField
from handling.history import MoveRecord
from registers.levels import Level

from ..querysets import ConferenceQuerySet
from .folded import FoldedWordsField
from .vocabulary import HELD_STATES, ConferenceKind, ConferenceMode, ConferenceState, Side


class Conference(models.Model):
    """A contact-and-dialogue conference. It keeps the unit that existed on its day, whatever became of it."""

    code = LineField(_("code"), max_length=20, unique=True)
    title = LineField(_("title"), max_length=300)
    theme = LineField(_("theme"), max_length=300, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, verbose_name=_("unit"))
    organiser = models.ForeignKey(
        "registers.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("organising body")
    )
    side = models.CharField(_("organised by"), max_length=6, choices=Side.choices, default=Side.BOTH)
    kind = models.CharField(_("kind"), max_length=10, choices=ConferenceKind.choices, default=ConferenceKind.REGULAR)
    mode = models.CharField(_("mode"), max_length=10, choices=ConferenceMode.choices, default=ConferenceMode.IN_PERSON)
    # The first day, kept apart from the clock times: every count and every unit-at-its-date reads it.
    held_on = models.DateField(_("date"))
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    agenda = ParagraphsField(_("agenda"), blank=True)
    planned_participants = models.PositiveIntegerField(_("participants planned"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants present"), null=True, blank=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("previous edition")
    )
    plan = models.ForeignKey(
        "registers.OfficialDocument", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plan")
    )
    decision = models.ForeignKey(
        "registers.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision on the organising committee"),
    )
    minutes = models.ForeignKey(
        "registers.OfficialDocument", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes")
    )
    notice = models.ForeignKey(
        "registers.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice of conclusions"),
    )
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=ConferenceState.choices, default=ConferenceState.DRAFT_PLAN
    )
    version = models.PositiveIntegerField(default=1)
    # What the list and the quick jump search, folded like every query.
    words = FoldedWordsField(sources=("code", "title", "theme"))
    submission_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="conference_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELD_STATES) | Q(participants__isnull=False),
                name="conference_held_has_participants",
            ),
        ]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="conference_newest"),
            models.Index(fields=["unit", "held_on"], name="conference_by_unit"),
        ]

    def __str__(self):
        return self.title

    @property
    def was_held(self):
        return self.state in HELD_STATES


class ConferenceChair(models.Model):
    """A chair or co-chair with all concurrent titles, in protocol order."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="chairs")
    person = models.ForeignKey("conferences.Person", models.PROTECT, related_name="+")
    titles = LineField(_("titles"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "person"], name="chair_once_per_conference")]

    def __str__(self):
        return self.titles


class CommitteeMember(models.Model):
    """A member of the organising committee of one conference (not of Ban Tổ chức Tỉnh ủy)."""

    class Duty(models.TextChoices):
        HEAD = "head", _("Head")
        DEPUTY = "deputy", _("Deputy head")
        STANDING = "standing", _("Standing body")
        MEMBER = "member", _("Member")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="committee")
    person = models.ForeignKey("conferences.Person", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("registers.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    duty = models.CharField(_("duty"), max_length=10, choices=Duty.choices, default=Duty.MEMBER)
    titles = LineField(_("titles"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False),
                name="committee_member_is_a_person_or_a_body",
            )
        ]

    def __str__(self):
        return self.get_duty_display()


class Venue(models.Model):
    """A hall, or one of the points joined by video."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="venues")
    name = LineField(_("place"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class ConferenceStaff(models.Model):
    """A user who serves one conference as its secretary, from and until a day."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conference_duties")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "user"], name="staff_once_per_conference")]

    def __str__(self):
        return f"{self.user_id} @ {self.conference_id}"


class ConferenceMove(MoveRecord):
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="history")


class ConferenceNote(models.Model):
    """The words given with a move (why postponed, why announced late): erasable, so apart from the history."""

    record = models.OneToOneField(ConferenceMove, models.CASCADE, related_name="note", null=True)
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="notes")
    text = ParagraphsField(_("reason"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]
