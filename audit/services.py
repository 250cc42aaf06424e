"""Writing to the trail. Callers are inside the transaction of the change, so that neither exists without the other."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from . import context
from .actions import Action
from .models import AuditEvent, ReadMark

#: Longer than any code, state or number: whoever passes more is passing a text, which must not be kept here.
LONGEST_VALUE = 80


def _event(action, obj, *, by, fields, changes, label):
    facts = context.current()
    return AuditEvent(
        actor=by if by is not None and by.pk else None,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=label,
        fields=sorted(set(fields)),
        changes={name: [_plain(name, value) for value in pair] for name, pair in (changes or {}).items()},
        ip=facts.ip,
        request_id=facts.request_id,
    )


def _plain(name, value):
    """A value the trail may keep: code, number, date, truth value. Raises ValueError for a text."""
    if isinstance(value, (date, datetime, Decimal)):
        return str(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str) and len(value) <= LONGEST_VALUE and "\n" not in value:
        return str(value)
    raise ValueError(f"The audit trail keeps codes and numbers, not the value of “{name}”.")


def record(action, obj, *, by, fields=(), changes=None, label=""):
    """Write one event. `fields` are names; `changes` maps a non-personal field to (old, new).

    Raises ValueError when a change carries a text.
    """
    event = _event(action, obj, by=by, fields=fields, changes=changes, label=label)
    event.save(force_insert=True)
    return event


def record_many(action, objs, *, by, fields=()):
    """One event per object in one statement, for bulk work."""
    events = [_event(action, obj, by=by, fields=fields, changes=None, label=getattr(obj, "code", "")) for obj in objs]
    return AuditEvent.objects.bulk_create(events, batch_size=1000)


def record_read(user, obj, *, on, label=""):
    """Note that a user read personal data of a record: one event per user, record and day, however often."""
    mark = ReadMark(user=user, object_type=obj._meta.label_lower, object_id=str(obj.pk), on=on)
    known = ReadMark.objects.filter(user=user, object_type=mark.object_type, object_id=mark.object_id, on=on)
    if known.exists():
        return
    with transaction.atomic():
        ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
        record(Action.READ, obj, by=user, label=label)
