"""Work that an organisation must finish by a date. One row per opinion, task or petition owns every date of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField, ParagraphsField


class HandlingQuerySet(models.QuerySet):
    def of_organisations(self, ids):
        """Ids of the work that one of these organisations leads, coordinates or was forwarded.

        For `handling__in`: three narrow reads, each by an index of its own, where one condition with OR reads all.
        """
        coordinated = self.order_by().filter(coordinations__organisation__in=ids)
        return self.led_by_or_sent_to(ids).union(coordinated.values("pk"))

    def led_by_or_sent_to(self, ids):
        """The same without what they only help with."""
        rows = self.order_by()
        return rows.filter(lead__in=ids).values("pk").union(rows.filter(forwarded_to__in=ids).values("pk"))

    def open(self):
        """Not done: no answer, decision or refusal has ended the work yet."""
        return self.filter(done_on__isnull=True)

    def running(self):
        """Open, and its clock does not stand still: what may be late, and is reminded of."""
        return self.filter(is_running())

    def overdue(self, on):
        """Running, and its due date is before the day `on`. Deadlines end with their day, so due today is not late."""
        return self.running().filter(due_on__lt=on)

    def moved_late(self):
        """A due date of it had passed when it was moved: extended or passed on late, taken up anew after being late."""
        return self.filter(missed_due_on__isnull=False)


def is_running(prefix=""):
    """A Q of work that goes on: neither done nor with its clock stopped. Whatever counts late work asks this."""
    return Q(**{f"{prefix}done_on__isnull": True, f"{prefix}stopped_on__isnull": True})


def kept_time(prefix=""):
    """Done by its due date, and none of its due dates was let pass: what “on time” means wherever it is counted."""
    return Q(**{f"{prefix}done_on__lte": F(f"{prefix}due_on"), f"{prefix}missed_due_on__isnull": True})


class Handling(models.Model):
    """Who must finish the work, and by when. The only place that owns lead, coordinators and dates."""

    kind = LineField(_("kind of work"), max_length=20)
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, verbose_name=_("owning unit"))
    lead = models.ForeignKey(
        "registers.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_handlings",
        verbose_name=_("lead organisation"),
    )
    coordinators = models.ManyToManyField(
        "registers.Organisation",
        through="Coordination",
        related_name="coordinated_handlings",
        verbose_name=_("coordinating organisations"),
    )
    # Which body assigned it: the owning leader verifies what it assigned itself, the commission the rest.
    assigner = models.ForeignKey(
        "registers.Organisation", models.PROTECT, null=True, blank=True, related_name="assigned_handlings"
    )
    # Where the matter was sent when it is beyond the authority of those below.
    forwarded_to = models.ForeignKey(
        "registers.Organisation", models.PROTECT, null=True, blank=True, related_name="forwarded_handlings"
    )
    assigned_on = models.DateField(_("assigned on"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    original_due_on = models.DateField(_("original due date"), null=True, blank=True)
    # The first due date that passed with the work open and was moved afterwards; moving it takes no delay away.
    missed_due_on = models.DateField(_("missed due date"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    # From this day on the reply of the body it was passed to is waited for; empty when none is.
    reply_due_on = models.DateField(_("reply awaited from"), null=True, blank=True)
    reply_basis = models.JSONField(default=dict, blank=True)
    # Since when the clock stands still, see `ClockPause`; written by `clock.py` alone.
    stopped_on = models.DateField(_("clock stopped on"), null=True, blank=True)
    # The facts that the due date is computed from: what the rule gave, and each step that moved it since, see `due`.
    due_basis = models.JSONField(default=dict, blank=True)

    objects = HandlingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(original_due_on__isnull=False),
                name="handling_due_date_keeps_its_original",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True) | Q(acknowledged_on__gte=F("assigned_on")),
                name="handling_acknowledged_after_assignment",
            ),
        ]
        indexes = [
            # The work list and the dashboard read only open work by due date.
            models.Index(fields=["due_on"], name="handling_open_by_due", condition=Q(done_on__isnull=True)),
            models.Index(fields=["lead", "due_on"], name="handling_open_by_lead", condition=Q(done_on__isnull=True)),
            # The on-time rate reads the due dates of a period, done or not.
            models.Index(fields=["due_on", "done_on"], name="handling_by_due"),
            models.Index(fields=["done_on"], name="handling_done"),
            # The reminders and the list of what is waited for.
            models.Index(
                fields=["reply_due_on"], name="handling_reply_awaited", condition=Q(reply_due_on__isnull=False)
            ),
            # The list of what was extended or passed on late.
            models.Index(
                fields=["missed_due_on"], name="handling_moved_late", condition=Q(missed_due_on__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    def is_overdue(self, on):
        is_running = self.done_on is None and self.stopped_on is None
        return is_running and self.due_on is not None and self.due_on < on

    def missed_when_moved(self, on):
        """What `missed_due_on` becomes when the due date is moved or taken away on the day `on`.

        The first one missed is kept. A date moved before it passed, or met, was not missed.
        """
        if self.missed_due_on is None and self.due_on is not None and self.due_on < (self.done_on or on):
            return self.due_on
        return self.missed_due_on


class Coordination(models.Model):
    """An organisation that helps the lead; it sees the item and may be waited on."""

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="coordinations")
    organisation = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="coordinations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handling", "organisation"], name="coordination_once_per_organisation")
        ]

    def __str__(self):
        return f"{self.organisation_id} helps {self.handling_id}"


class Extension(models.Model):
    """A later due date, with who allowed it and why. The original date stays on the handling."""

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="extensions")
    old_due_on = models.DateField(_("old due date"))
    new_due_on = models.DateField(_("new due date"))
    reason = ParagraphsField(_("reason"))
    # Granted when the date it moves had passed already.
    is_late = models.BooleanField(_("granted late"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(new_due_on__gt=F("old_due_on")), name="extension_moves_the_date_later")
        ]

    def __str__(self):
        return f"{self.old_due_on} → {self.new_due_on}"


class ClockPause(models.Model):
    """Days on which the clock of a piece of work stood still. `ground` is a code of the room that owns the work."""

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="pauses")
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    ground = LineField(_("ground"), max_length=20)

    class Meta:
        ordering = ["started_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="pause_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["handling"], condition=Q(ended_on__isnull=True), name="pause_one_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.started_on} – {self.ended_on or '…'}"


class Reminder(models.Model):
    """That a due date is near or has passed, told once to one person who handles the work."""

    class About(models.TextChoices):
        BEFORE = "before", _("due soon")
        AFTER = "after", _("overdue")
        REPLY = "reply", _("reply awaited")

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="reminders")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    about = models.CharField(max_length=6, choices=About.choices)
    due_on = models.DateField(_("due on"))
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["handling", "to", "about", "due_on"], name="reminder_once")]
        indexes = [
            # The work list and the letters read only what was not seen.
            models.Index(fields=["to", "due_on"], name="reminder_unseen", condition=Q(seen_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.about} {self.handling_id}"


class NumberSeries(models.Model):
    """The last number given in a series and year. Numbers are never reused (NĐ 30/2020)."""

    series = LineField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once_per_year")]

    def __str__(self):
        return f"{self.series}-{self.year}: {self.last}"
