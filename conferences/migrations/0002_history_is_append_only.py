from django.db import migrations

from audit.triggers import guard_table


class Migration(migrations.Migration):
    """The histories of opinions and conferences only grow: the database refuses to change or delete a row."""

    dependencies = [
        ("audit", "0002_append_only_triggers"),
        ("conferences", "0001_initial"),
    ]

    operations = [
        guard_table("conferences_opinionmove"),
        guard_table("conferences_conferencemove"),
    ]
