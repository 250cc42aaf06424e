"""Sets of events. Each term takes nothing to mean: all."""

from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from .apart import is_apart


class AuditEventQuerySet(models.QuerySet):
    def between(self, first, last):
        """Events from the start of the day `first` to the end of the day `last`, in the portal's time zone."""
        found = self
        if first:
            found = found.filter(at__gte=_midnight(first))
        if last:
            found = found.filter(at__lt=_midnight(last + timedelta(days=1)))
        return found

    def in_order_of_time(self):
        """Without those that stand apart (`audit.apart`)."""
        return self.exclude(is_apart())

    def apart(self):
        """Those that stand apart: each action of a person on a record once a day, in no order of time.

        Dicts with day, actor__full_name, actor__username, action, object_type, object_id, object_label.
        """
        told = ("actor__full_name", "actor__username", "action", "object_type", "object_id", "object_label")
        found = self.filter(is_apart()).order_by().annotate(day=TruncDate("at")).values("day", *told).distinct()
        return found.order_by("-day", "object_type", "object_label", "object_id", "action", "actor__username")

    def by(self, words):
        """Events of people whose name or user name has these words, without diacritics."""
        return self.filter(actor__in=get_user_model().objects.matching(words)) if words else self

    def of_action(self, action):
        return self.filter(action=action) if action else self

    def of_record(self, code):
        """Events of records whose code begins so, however its letters are typed."""
        if not code:
            return self
        return self.filter(
            Q(object_label__startswith=code)
            | Q(object_label__startswith=code.upper())
            | Q(object_label__startswith=code.lower())
        )


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
