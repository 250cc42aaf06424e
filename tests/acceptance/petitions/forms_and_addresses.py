"""Every form and every address of petitions, found in the URL configuration and in the table of moves."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from petitions import forms as petition_forms
from petitions.models import Direction, PetitionState
from petitions.paper_numbers import check_paper_file
from petitions.workflow import MOVES
from tests.petitions.canary import CANARY, PDF
from tests.petitions.petition_roads import IMPOSSIBLE

PREFIXES = ("petitions/", "receptions/")
#: Beside the fields of forms: what a formset or an older page would send.
_MORE_NAMES = ("reason", "text", "note", "sender", "denouncer", "senders-0-full_name", "senders-0-address", "query")
_CODED = {"paper_file": "15/HS-2026", "document_number": "12/TB"}


@dataclass(frozen=True)
class Address:
    """A pattern of the site; `asked` are the names of its parameters."""

    name: str
    route: str
    asked: tuple


def addresses(resolver=None, route="", namespace=""):
    """The addresses of petitions and receptions, whatever room they stand in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from addresses(pattern, path, inner)
        elif isinstance(pattern, URLPattern) and (path.startswith(PREFIXES) or namespace == "petitions"):
            yield Address(f"{namespace}:{pattern.name}", path, tuple(pattern.pattern.converters))


def field_names():
    """The name of every field of every form of petitions, and what may be sent besides."""
    import importlib
    import pkgutil

    found = set(_MORE_NAMES)
    for module in pkgutil.iter_modules(petition_forms.__path__):
        for one in vars(importlib.import_module(f"petitions.forms.{module.name}")).values():
            if isinstance(one, type) and issubclass(one, forms.BaseForm):
                found |= set(one.base_fields)
    found |= {f"{name}_{number}" for name in ("summary", "text") for number in range(1, 5)}
    return found - {"q"}


def crafted(names=None):
    """The canary under every name, and a file of that name; the kind is that of a denunciation."""
    data = dict.fromkeys(names or field_names(), CANARY)
    return {**data, **files(), "kind": "denunciation"}


def files():
    return {
        name: SimpleUploadedFile(f"{CANARY}.pdf", PDF.replace(b"Catalog", CANARY.encode()), "application/pdf")
        for name in ("file", "document_file", "attachment")
    }


def filled(form, *, words="", **chosen):
    """What a person sends with a form: a value in each field it needs, and `words` in those that take words."""
    found = {bound.html_name: _value(bound, words) for bound in form}
    return {name: value for name, value in {**found, **chosen}.items() if value not in (None, "")}


def _value(bound, words):
    field, given = bound.field, bound.value()
    if isinstance(field, forms.UUIDField):
        return str(given or uuid4())
    if isinstance(field.widget, forms.HiddenInput) or isinstance(field, forms.IntegerField):
        return given if given not in (None, "") else 1
    if isinstance(field, forms.ModelChoiceField):
        return given or (getattr(field.queryset.last(), "pk", None) if field.required else None)
    if isinstance(field, forms.MultipleChoiceField):
        return [value for value, _label in field.choices][:1] if field.required else None
    if isinstance(field, forms.BooleanField | forms.FileField):
        return True if field.required else None
    if isinstance(field, forms.ChoiceField):
        return given or (next((value for value, _label in field.choices if value), None) if field.required else None)
    if isinstance(field, forms.DateField):
        return f"{timezone.localdate():%d/%m/%Y}"
    if check_paper_file in field.validators or bound.name in _CODED:
        return _CODED.get(bound.name, "15/HS-2026")
    return words


def petition_before(road, kind, move):
    """A petition of the kind on which this move can be made; None when the kind never has it."""
    for state in move.sources:
        if state in IMPOSSIBLE[kind]:
            continue
        for direction in (Direction.ACCEPT, *Direction) if state == PetitionState.APPROVED else (Direction.ACCEPT,):
            petition = _walked(road, kind, state, direction)
            if petition is not None and move.applies(petition):
                return petition
    return None


def _walked(road, kind, state, direction):
    from django.core.exceptions import ValidationError
    from django.db import transaction

    try:
        with transaction.atomic():
            return road.to(kind, state, direction)
    except ValidationError:
        return None


def moves_of(kind):
    """Names of the moves that petitions of a kind may come to; which apply shows on the way."""
    return [move.name for move in MOVES if not set(move.sources) <= IMPOSSIBLE[kind]]
