"""Events in words: kinds of records and fields by the names their models give them, codes by their labels.

What an event names and no model does (who leads, what a list held) is named by the room that records it.
"""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst

_words = {}


def name_facts(words):
    """Put into words what events name beside the fields of their model: {name: what the page says}."""
    _words.update(words)


def label_of(event):
    """The code of the record, or the words of what stands in its place."""
    return _words.get(event.object_label, event.object_label) or event.object_id


def kind_of(event):
    """ "Opinion" for conferences.opinion; the bare label for a model that no longer exists."""
    model = _model(event)
    return capfirst(model._meta.verbose_name) if model else event.object_type


def details_of(event):
    """What was touched: [(field in words, old, new)]; old and new are None where the trail keeps the name only."""
    named = [(label, None, None) for label in (_label(event, name) for name in _untold(event))]
    changed = [
        (_label(event, name), _shown(event, name, old), _shown(event, name, new))
        for name, (old, new) in event.changes.items()
    ]
    return changed + named


def _untold(event):
    return [name for name in event.fields if name not in event.changes]


def _model(event):
    try:
        return apps.get_model(event.object_type)
    except (LookupError, ValueError):
        return None


def _field(event, name):
    model = _model(event)
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(event, name):
    # A name that Django made from the column is no word.
    written = getattr(_field(event, name), "_verbose_name", None)
    return str(written or _words.get(name) or name.replace("_", " "))


def _shown(event, name, value):
    field = _field(event, name)
    labels = dict(getattr(field, "flatchoices", ()))
    return "–" if value in (None, "") else labels.get(value, value)
