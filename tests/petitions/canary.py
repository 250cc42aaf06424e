"""A made-up name that stands nowhere else, and where it is looked for: in every column, file and page."""

import io
import json
import zipfile
from urllib.parse import quote

from django.contrib.sessions.models import Session
from django.db import connection

from dialogue_portal.text import fold

CANARY = "Zuyênh Khoắt Vượm"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def holds(value, words=CANARY):
    """Whether the words stand in a value of any column: as typed, folded, in JSON, in an address or within a file."""
    if value is None or isinstance(value, bool | int | float):
        return False
    if isinstance(value, bytes | bytearray | memoryview):
        return _holds_bytes(bytes(value), words)
    text = str(value)
    return any(form in text for form in _written(words))


def _written(words):
    return {words, fold(words), json.dumps(words)[1:-1], quote(words), quote(words).replace("%20", "+")}


def _holds_bytes(data, words):
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return any(holds(parts.read(name), words) for name in parts.namelist())
    return any(form.encode() in data for form in _written(words))


def tables_holding(words=CANARY):
    """The tables in any column of which the words stand; sessions are read as they are unpacked."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # names come from the catalogue
            if any(holds(value, words) for row in cursor.fetchall() for value in row):
                found.add(table)
    if any(holds(json.dumps(session.get_decoded()), words) for session in Session.objects.all()):
        found.add("django_session")
    return found
