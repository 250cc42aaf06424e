"""PostgreSQL keeps the word list of an opinion as a tsvector: made once when written, not for every row of a search."""

from django.db import migrations

FORWARDS = [
    "DROP INDEX opinion_search_words",
    "ALTER TABLE conferences_opinionsearch ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX opinion_search_words ON conferences_opinionsearch USING gin (vector)",
]
BACKWARDS = [
    "DROP INDEX opinion_search_words",
    "ALTER TABLE conferences_opinionsearch DROP COLUMN vector",
    "CREATE INDEX opinion_search_words ON conferences_opinionsearch "
    "USING gin (array_to_tsvector(string_to_array(words, ' ')))",
]


def _on_postgresql(statements):
    def execute(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("conferences", "0003_search_index_of_opinions")]

    operations = [migrations.RunPython(_on_postgresql(FORWARDS), _on_postgresql(BACKWARDS))]
