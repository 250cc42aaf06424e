"""Events in words: kinds of records and fields by the names their models give them, codes by their labels."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst


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
    field = _field(event, name)
    return str(getattr(field, "verbose_name", name))


def _shown(event, name, value):
    field = _field(event, name)
    labels = dict(getattr(field, "flatchoices", ()))
    return "–" if value in (None, "") else labels.get(value, value)
