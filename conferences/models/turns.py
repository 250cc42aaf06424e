"""A speaker's turn: one person takes the floor once and may raise several content items."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField

from .folded import FoldedWordsField
from .vocabulary import Channel, Phase, SpeakerKind


class SpeakerTurn(models.Model):
    conference = models.ForeignKey(
        "conferences.Conference", models.PROTECT, null=True, blank=True, related_name="turns"
    )
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("turn"), default=1)
    phase = models.CharField(_("phase"), max_length=6, choices=Phase.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    taken_on = models.DateField(_("date"))
    submission_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="turn_number_once_per_conference")]

    def __str__(self):
        return str(self.number)


class Speaker(models.Model):
    """Who took the floor. The only row with the speaker's personal data; erasing it leaves the opinion."""

    turn = models.OneToOneField(SpeakerTurn, models.CASCADE, related_name="speaker")
    kind = models.CharField(_("speaker"), max_length=8, choices=SpeakerKind.choices, default=SpeakerKind.CITIZEN)
    delegate = models.ForeignKey("conferences.Delegate", models.SET_NULL, null=True, blank=True, related_name="turns")
    full_name = LineField(_("full name"), max_length=120, blank=True)
    # What those who see the name find it by; it goes with the row. A delegate is found by the person's own.
    name_words = FoldedWordsField(sources=("full_name",))
    capacity = LineField(_("capacity"), max_length=160, blank=True)
    address = LineField(_("village or address"), max_length=200, blank=True)
    phone = LineField(_("telephone"), max_length=30, blank=True)
    group_size = models.PositiveIntegerField(_("number of people"), null=True, blank=True)

    def __str__(self):
        return self.full_name or self.capacity
