"""Writing to the trail. Callers are inside the transaction of the change, so that neither exists without the other."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from . import context
from .actions import Action
from .models import AuditEvent, ReadMark

#: Longer than any code, state or number: whoever passes more is passing a text, which must not be kept here.
LONGEST_VALUE = 80
LONGEST_LABEL = 80


def record(action, obj, *, by, fields=(), changes=None, label=""):
    """Write one event and return it.

    `fields` are names of fields; `changes` maps the name of a non-personal field to (old, new), each a code without
    spaces, a number, a date, a truth value or None; `label` is the record's code. Raises ValueError for anything else:
    rows are never erased, so no text or name may enter them.
    """
    event = _event(action, obj, by=by, fields=fields, changes=changes, label=label)
    event.save(force_insert=True)
    return event


def record_many(action, objs, *, by, fields=()):
    """One event per object in one statement, for bulk work; the label is the object's `code`, where it has one."""
    events = [_event(action, obj, by=by, fields=fields, changes=None, label=getattr(obj, "code", "")) for obj in objs]
    return AuditEvent.objects.bulk_create(events, batch_size=1000)


def record_each(action, rows, *, by, fields):
    """One event per (object, changes) in one statement; the label is the object's `code`, `changes` as of `record`."""
    events = [
        _event(action, obj, by=by, fields=fields, changes=changes, label=getattr(obj, "code", ""))
        for obj, changes in rows
    ]
    return AuditEvent.objects.bulk_create(events, batch_size=1000)


def record_read(user, obj, *, on, label="", action=Action.READ):
    """Note that a user read personal data of a record, or fetched a file: one event per user, record and day.

    The one thing beside the session that a GET writes.

    Two requests at once write one event: whoever makes the mark writes it.
    """
    _note_reads(user, {str(obj.pk): (obj, label)}, on=on, action=action)


def record_reads(user, objs, *, on):
    """The same of several records of one model, in as many queries as for one; the label is what names each in the
    trail: its `code`, or what it is called.
    """
    told = {str(obj.pk): (obj, getattr(obj, "code", None) or str(obj)) for obj in objs}
    if told:
        _note_reads(user, told, on=on, action=Action.READ)


def _note_reads(user, told, *, on, action):
    """Note the records of `told`, {id: (record, label)}, that this user has not read on this day."""
    object_type = next(iter(told.values()))[0]._meta.label_lower
    # Asked first without a transaction: on SQLite every transaction waits for the one writer.
    known = ReadMark.objects.filter(user=user, object_type=object_type, object_id__in=told, on=on)
    new = told.keys() - set(known.values_list("object_id", flat=True))
    if not new:
        return
    with transaction.atomic():
        # In one order, so that two requests do not wait for each other.
        marked = _make_marks([(user.pk, object_type, pk, on) for pk in sorted(new)])
        events = [
            _event(action, told[pk][0], by=user, fields=(), changes=None, label=told[pk][1]) for pk in sorted(marked)
        ]
        AuditEvent.objects.bulk_create(events)


def _make_marks(rows):
    """Insert marks as (user, kind of record, id, day); ids of those that nobody had made: only these are told back."""
    columns = ", ".join(connection.ops.quote_name(name) for name in ("user_id", "object_type", "object_id", "on"))
    values = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ReadMark._meta.db_table} ({columns}) VALUES {values} "
            "ON CONFLICT DO NOTHING RETURNING object_id",
            [
                connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
                for row in rows
                for value in row
            ],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _event(action, obj, *, by, fields, changes, label):
    facts = context.current()
    if isinstance(fields, str):
        raise ValueError("The fields of an audit event are a list of names.")
    if len(label) > LONGEST_LABEL or "\n" in label:
        raise ValueError("The label of an audit event is a code, not a text.")
    return AuditEvent(
        actor=by if by is not None and by.pk else None,
        action=Action(action),
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=label,
        fields=sorted(set(fields)),
        changes={name: _pair(name, pair) for name, pair in (changes or {}).items()},
        ip=facts.ip,
        request_id=facts.request_id,
    )


def _pair(name, pair):
    old, new = pair
    return [_plain(name, old), _plain(name, new)]


def _plain(name, value):
    """A value the trail may keep: code, number, date, truth value. Raises ValueError for a text."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    # A code has no spaces; a name has.
    if isinstance(value, str) and len(value) <= LONGEST_VALUE and not any(letter.isspace() for letter in value):
        return str(value)
    raise ValueError(f"The audit trail keeps codes, dates and numbers, not the value of “{name}”.")
