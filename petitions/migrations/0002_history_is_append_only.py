from django.db import migrations

from audit.triggers import guard_table


class Migration(migrations.Migration):
    """The history of petitions only grows: the database refuses to change or delete a row."""

    dependencies = [
        ("audit", "0002_append_only_triggers"),
        ("petitions", "0001_initial"),
    ]

    operations = [guard_table("petitions_petitionmove")]
