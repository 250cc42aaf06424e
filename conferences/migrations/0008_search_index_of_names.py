"""PostgreSQL keeps the folded name of a speaker as a tsvector with an index, as it keeps the words of a text."""

from django.db import migrations

FORWARDS = [
    "ALTER TABLE conferences_speaker ADD COLUMN name_vector tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(name_words, ' '))) STORED",
    "CREATE INDEX speaker_name_words ON conferences_speaker USING gin (name_vector)",
]
BACKWARDS = [
    "DROP INDEX speaker_name_words",
    "ALTER TABLE conferences_speaker DROP COLUMN name_vector",
]


def _on_postgresql(statements):
    def execute(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("conferences", "0007_names_out_of_common_words")]

    operations = [migrations.RunPython(_on_postgresql(FORWARDS), _on_postgresql(BACKWARDS))]
