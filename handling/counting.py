"""Adding to a row of counts, kept in the same transaction as the move that changes it. Rooms above own their tables."""

from django.db import IntegrityError, transaction
from django.db.models import F


def add_to(model, key, delta, extra=None):
    """Add `delta` to the row of `model` with this key, or insert it with the `extra` columns.

    The savepoint lets a concurrent insert of the same row win. Callers touch rows in one order everywhere, so that no
    two can wait for each other.
    """
    lookup = {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in key.items()
    }
    if model.objects.filter(**lookup).update(count=F("count") + delta):
        return
    try:
        with transaction.atomic():
            model.objects.create(**{**(extra or {}), **key}, count=delta)
    except IntegrityError:
        model.objects.filter(**lookup).update(count=F("count") + delta)
