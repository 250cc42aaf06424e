"""A petition in coded columns, and the one row that all its words and names hang on.

`docs/petitions.md` says why: a denunciation has no content row, so nothing that must not be kept has a place.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField, ParagraphsField
from handling.history import MoveRecord
from registers.levels import Level

from ..paper_numbers import check_paper_file, file_is_coded
from ..querysets import PetitionQuerySet
from .vocabulary import (
    UNCOUNTED,
    Competence,
    Complexity,
    Direction,
    Finding,
    PetitionKind,
    PetitionState,
    Round,
    Source,
)


def numbered(number, in_secret_book):
    """A number of a register as it is printed; M stands before those of denunciations."""
    return f"M{number}" if in_secret_book else str(number)


class PetitionContent(models.Model):
    """What a petition says and who sent it. Erasing this row erases every word and name; nothing leads back to it."""

    summary = ParagraphsField(_("summary"))
    gloss_en = ParagraphsField(_("English gloss"), blank=True)
    case = models.ForeignKey(
        "petitions.PetitionCase", models.PROTECT, null=True, blank=True, related_name="contents", verbose_name=_("case")
    )
    settled_by = LineField(_("settled so far by"), max_length=200, blank=True)

    def __str__(self):
        return self.summary[:60]


class Sender(models.Model):
    """Who sent a petition; of many, those named as representatives."""

    content = models.ForeignKey(PetitionContent, models.CASCADE, related_name="senders")
    full_name = LineField(_("full name"), max_length=160)
    address = LineField(_("address"), max_length=200, blank=True)
    phone = LineField(_("telephone"), max_length=30, blank=True)
    id_number = LineField(_("identity number"), max_length=20, blank=True)
    represents = models.BooleanField(_("represents the others"), default=False)
    folded_name = LineField(max_length=170, editable=False, default="")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["folded_name"], name="sender_by_folded_name")]

    def __str__(self):
        return self.full_name


class Petition(models.Model):
    """Coded columns only. State says where the work is; direction what the leader approved; finding what came out."""

    code = LineField(_("code"), max_length=20, unique=True)
    # The series of the owner's register: a number of one year.
    arrival_year = models.PositiveSmallIntegerField()
    arrival_number = models.PositiveIntegerField(_("arrival number"))
    # Denunciations are numbered by themselves: a gap in the other numbers would tell of them.
    in_secret_book = models.BooleanField(default=False, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=PetitionKind.choices)
    owner = models.ForeignKey(
        "registers.Organisation", models.PROTECT, related_name="petitions", verbose_name=_("receiving body")
    )
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, verbose_name=_("unit"))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    sent_by = models.ForeignKey(
        "registers.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body that sent it"),
    )
    received_on = models.DateField(_("received on"))
    # The day of the letter that got the number: books are read by it, also when a rewritten letter came months later.
    booked_on = models.DateField(_("day in the book"), editable=False)
    # The day it was put in a book: of an imported row the day it came, of a part that of the whole letter. NULL where
    # nobody kept it.
    entered_on = models.DateField(_("entered on"), null=True, editable=False)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    paper_file = models.CharField(_("paper file"), max_length=60, blank=True, validators=[check_paper_file])
    signatories = models.PositiveIntegerField(_("number of signatories"), null=True, blank=True)
    field = models.ForeignKey("registers.Field", models.PROTECT, null=True, blank=True, verbose_name=_("field"))
    # NULL until classified; the reasons are codes of `ReasonList.INELIGIBILITY`.
    is_eligible = models.BooleanField(_("eligible for processing"), null=True)
    ineligibilities = models.JSONField(_("why not eligible"), default=list, blank=True)
    competence = models.CharField(_("competence"), max_length=10, choices=Competence.choices, blank=True)
    round = models.CharField(_("round"), max_length=6, choices=Round.choices, blank=True)
    complexity = models.CharField(
        _("complexity"), max_length=12, choices=Complexity.choices, default=Complexity.ORDINARY
    )
    is_remote = models.BooleanField(_("remote area"), default=False)
    is_mass = models.BooleanField(_("of many people"), default=False)
    is_prolonged = models.BooleanField(_("prolonged"), default=False)
    is_over_level = models.BooleanField(_("over the heads of lower levels"), default=False)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices, blank=True)
    addressee = models.ForeignKey(
        "registers.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("addressee")
    )
    # A code of `ReasonList.DECLINE`.
    decline_reason = models.CharField(_("why declined"), max_length=16, blank=True)
    finding = models.CharField(_("finding"), max_length=12, blank=True)
    # An earlier petition of the same content: the one complained of again, or decided in the first round.
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name=_("earlier petition")
    )
    # Written when it is registered and never after, whatever becomes of the earlier one: registers and statistics read
    # it. The earlier letter need not be in the portal.
    is_repeat = models.BooleanField(_("sent before"), default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    opinion = models.OneToOneField(
        "conferences.Opinion", models.PROTECT, null=True, blank=True, related_name="petition", verbose_name=_("opinion")
    )
    state = models.CharField(_("state"), max_length=12, choices=PetitionState.choices, default=PetitionState.RECEIVED)
    notice_due_on = models.DateField(_("notice to the sender due"), null=True, blank=True)
    # The facts the day was computed from, as `Handling.due_basis`.
    notice_basis = models.JSONField(default=dict, blank=True)
    notified_on = models.DateField(_("sender notified on"), null=True, blank=True)
    handling = models.OneToOneField("handling.Handling", models.PROTECT, related_name="petition")
    content = models.OneToOneField(PetitionContent, models.SET_NULL, null=True, blank=True, related_name="petition")
    version = models.PositiveIntegerField(default=1)
    submission_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "arrival_year", "in_secret_book", "arrival_number"],
                name="petition_arrival_number_once",
            ),
            # Quyết định 774/QĐ-TTg; Law 117/2025/QH15: see docs/petitions.md.
            models.CheckConstraint(
                condition=~Q(kind="denunciation")
                | Q(content__isnull=True, parent__isnull=True, signatories__isnull=True),
                name="petition_denunciation_names_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="denunciation") | Q(file_is_coded("paper_file")) & ~Q(decline_reason__contains=" "),
                name="petition_denunciation_has_codes_only",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=["", *Finding.values]), name="petition_finding_is_of_the_list"
            ),
            models.CheckConstraint(
                condition=Q(kind="denunciation") | Q(content__isnull=False), name="petition_others_have_content"
            ),
            models.CheckConstraint(condition=Q(kind="complaint") | Q(round=""), name="petition_round_is_of_complaints"),
            models.CheckConstraint(
                condition=Q(state__in=["received", "rewriting", "withdrawn", "closed", "struck"])
                | Q(field__isnull=False),
                name="petition_classified_has_a_field",
            ),
            models.CheckConstraint(condition=~Q(state="split") | Q(kind="mixed"), name="petition_only_mixed_is_split"),
        ]
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="petition_newest"),
            models.Index(fields=["owner", "-received_on", "-id"], name="petition_by_owner"),
            models.Index(fields=["unit", "-received_on", "-id"], name="petition_by_unit"),
            models.Index(fields=["state", "-received_on", "-id"], name="petition_by_state"),
            models.Index(fields=["kind", "-received_on", "-id"], name="petition_by_kind"),
            models.Index(fields=["field", "-received_on", "-id"], name="petition_by_field"),
            # What waits for a body's officers: counted on every page.
            models.Index(fields=["owner", "state"], name="petition_work_of_owner"),
            # The register of a body over a period.
            models.Index(fields=["owner", "booked_on"], name="petition_in_book"),
        ]

    def __str__(self):
        return self.code

    @property
    def arrival_label(self):
        """The arrival number as books print it: “12”, or “M3” of the secret book."""
        return numbered(self.arrival_number, self.in_secret_book)

    @property
    def is_denunciation(self):
        return self.kind == PetitionKind.DENUNCIATION

    @property
    def is_late_entry(self):
        """A letter is entered on the day it comes (see `PetitionQuerySet.entered_late`)."""
        return self.entered_on is not None and self.entered_on > self.booked_on

    @property
    def is_counted(self):
        """In every statistic: what was split counts as its parts, and what was struck out was never to be there."""
        return self.state not in UNCOUNTED

    @property
    def is_closed(self):
        """Its file takes nothing any more."""
        return self.state == PetitionState.CLOSED

    @property
    def is_correctable(self):
        """How it came may be corrected: nobody has decided by it, and no closed form has counted it as processed."""
        return self.state in (PetitionState.RECEIVED, PetitionState.CLASSIFIED)

    @property
    def is_own(self):
        return self.competence == Competence.OWN


class PetitionMove(MoveRecord):
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="history")


class PetitionNote(models.Model):
    """The words given with a move. They hang on the content, so a denunciation has none."""

    content = models.ForeignKey(PetitionContent, models.CASCADE, related_name="notes")
    record = models.OneToOneField(PetitionMove, models.CASCADE, related_name="note", null=True)
    text = ParagraphsField(_("reason"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]


class PetitionAttachment(models.Model):
    """A file kept with a petition; it hangs on the content, so a denunciation has none."""

    content = models.ForeignKey(PetitionContent, models.CASCADE, related_name="attachments")
    attachment = models.OneToOneField("registers.Attachment", models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.attachment_id)


class PetitionSearch(models.Model):
    """Folded words a petition is found by. A denunciation has no such row and is found by nothing."""

    content = models.OneToOneField(PetitionContent, models.CASCADE, primary_key=True, related_name="search")
    words = models.TextField()

    def __str__(self):
        return str(self.content_id)
