"""The append-only trail. Triggers refuse UPDATE and DELETE on both databases (migration 0002)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .actions import Action
from .querysets import AuditEventQuerySet


class AuditEvent(models.Model):
    """Who did what to which record, when, from where. Never a value of a personal or free-text field."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("actor")
    )
    action = models.CharField(_("action"), max_length=16, choices=Action.choices)
    object_type = models.CharField(_("kind of record"), max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(_("record"), max_length=80, blank=True, db_index=True)
    fields = models.JSONField(_("fields"), default=list)
    changes = models.JSONField(_("changes"), default=dict)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["-at"], name="audit_newest"),
        ]

    def __str__(self):
        return f"{self.action} {self.object_type} {self.object_id}"


class ReadMark(models.Model):
    """One row per user, record and day: a page opened ten times is one read event."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "object_type", "object_id", "on"], name="read_once_per_user_and_day"
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.object_type} {self.object_id} {self.on}"
