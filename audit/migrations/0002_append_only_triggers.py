"""The trail only grows: changing or deleting an event is refused by the database itself."""

from django.db import migrations

from audit.triggers import guard_table


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        guard_table("audit_auditevent"),
    ]
