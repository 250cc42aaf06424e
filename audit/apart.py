"""Events that stand apart: beside those of the same minute they would tell what must not be told.

A room above names its records (`petitions.apps`): who registered a letter at ten o'clock and a denunciation a second
later, in the same request, has told who denounced. Auditors read these events by days and records, in no order of time.
"""

from django.db.models import CharField, Q
from django.db.models.functions import Cast

_records = {}


def set_apart(label, rows):
    """Events of these records stand apart. `label` is that of the model; `rows()` a QuerySet of it."""
    _records[label] = rows


def is_apart():
    """A Q of the events that stand apart."""
    found = Q(pk__in=[])
    for label, rows in _records.items():
        keys = rows().order_by().annotate(key=Cast("pk", CharField(max_length=40))).values("key")
        found |= Q(object_type=label, object_id__in=keys)
    return found
