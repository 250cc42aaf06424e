"""The words of opinions in an index of their own on PostgreSQL, for `conferences.search`; SQLite has no such thing."""

from django.db import migrations

CREATE = """
CREATE INDEX opinion_search_words ON conferences_opinionsearch
USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""
DROP = "DROP INDEX opinion_search_words"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("conferences", "0002_history_is_append_only")]

    operations = [migrations.RunPython(create, drop)]
