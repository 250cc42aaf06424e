"""A folded column beside the name of a speaker, so that those who see the name find opinions by it."""

from django.db import migrations

import conferences.models.folded


class Migration(migrations.Migration):
    dependencies = [("conferences", "0004_stored_search_words")]

    operations = [
        migrations.AddField(
            model_name="speaker",
            name="name_words",
            field=conferences.models.folded.FoldedWordsField(
                blank=True, default="", editable=False, sources=("full_name",)
            ),
        ),
    ]
