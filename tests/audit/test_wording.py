"""Whatever an event names is a word for the reader: the kind of record, the fields, what stands for the record."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from audit.models import AuditEvent
from audit.wording import details_of, kind_of, label_of, name_facts
from jobs import registry

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "audit", "conferences", "handling", "jobs", "petitions", "registers", "reports")
WRITERS = ("record", "record_many", "record_each", "note_change")
#: Kinds of records that events are about.
KINDS = [
    *("accounts.user", "accounts.membership", "conferences.conference", "conferences.opinion"),
    *("conferences.delegate", "registers.officialdocument", "registers.attachment", "registers.organisation"),
    *("registers.administrativeunit", "registers.field", "registers.ruleparameter", "registers.calendarday"),
    *("registers.reportingperiod", "registers.listedreason", "jobs.job", "reports.summary", "reports.renderedpaper"),
    *("petitions.petition", "petitions.petitioncase", "petitions.nilstatement"),
    *("petitions.receptionsession", "petitions.receptionturn"),
]


def recorded_names():
    """Every name that a call writes into an event, and every fact that a move returns, as the sources have them."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if {"migrations", "demo"} & set(path.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield from _names_in(node, "effects" in str(path))


def _names_in(node, is_effect):
    if isinstance(node, ast.Call) and _called(node) in WRITERS:
        given = [word.value for word in node.keywords if word.arg in ("fields", "changes")]
        for value in (*given, *(one for one in node.args if isinstance(one, ast.List))):
            keys = value.keys if isinstance(value, ast.Dict) else getattr(value, "elts", [])
            yield from (key.value for key in keys if isinstance(key, ast.Constant))
    if is_effect and isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
        yield from (key.value for key in node.value.keys if isinstance(key, ast.Constant))


def _called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def words_of(name):
    """What the page says for a name, whichever kind of record it stands with."""
    found = set()
    with translation.override("vi"):
        for kind in KINDS:
            (label, _old, _new), *_rest = details_of(AuditEvent(object_type=kind, fields=[name]))
            found.add(label)
    return found


def test_every_name_that_is_recorded_has_words_in_vietnamese():
    unnamed = {name for name in recorded_names() if words_of(name) == {name.replace("_", " ")}}
    assert unnamed == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_record_is_called_by_a_word(kind):
    with translation.override("vi"):
        shown = str(kind_of(AuditEvent(object_type=kind)))
    with translation.override("en"):
        assert shown != str(kind_of(AuditEvent(object_type=kind)))
    assert apps.get_model(kind)._meta.original_attrs["verbose_name"]


def test_a_name_that_django_made_of_the_column_is_not_shown():
    event = AuditEvent(object_type="registers.organisation", fields=["unit", "name"])
    with translation.override("vi"):
        assert details_of(event) == [("đơn vị", None, None), ("tên", None, None)]


def test_what_no_room_named_is_shown_without_underscores():
    event = AuditEvent(object_type="conferences.opinion", fields=["some_new_fact"])
    assert details_of(event) == [("some new fact", None, None)]
    name_facts({"some_new_fact": "word"})
    assert details_of(event) == [("word", None, None)]


@pytest.mark.parametrize("kind", registry.names())
def test_a_kind_of_job_is_called_by_its_label(kind):
    with translation.override("vi"):
        assert label_of(AuditEvent(object_type="jobs.job", object_label=kind)) == str(registry.find(kind).label)


def test_a_record_is_called_by_its_code_and_without_one_by_its_number():
    assert label_of(AuditEvent(object_label="YK-2026-0001", object_id="7")) == "YK-2026-0001"
    assert label_of(AuditEvent(object_id="7")) == "7"
