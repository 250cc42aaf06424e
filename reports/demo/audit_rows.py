"""The audit rows of bulk work, as `audit.services.record` would have written them one by one."""

from django.utils import timezone

from audit.actions import Action
from audit.models import AuditEvent

from .bulk import insert_rows

COLUMNS = ("at", "actor", "action", "object_type", "object_id", "object_label", "fields", "changes", "request_id")


class AuditRows:
    """Collects events of rows that are in the database already, and writes them together."""

    def __init__(self):
        self.at = timezone.now()
        self.rows = []

    def add(self, action, obj, by, *, fields, changes=None, label=""):
        """`fields` are sorted names; `changes` holds codes only, as in `record`."""
        kind, key = obj._meta.label_lower, str(obj.pk)
        self.rows.append((self.at, by.pk, action.value, kind, key, label, list(fields), changes or {}, ""))

    def add_move(self, obj, by, before, after, facts):
        """The event of one move of the table."""
        fields = sorted({"state", *facts})
        self.add(Action.MOVED, obj, by, fields=fields, changes={"state": [before, after]}, label=obj.code)

    def write(self):
        insert_rows(AuditEvent, COLUMNS, self.rows)
        self.rows = []
