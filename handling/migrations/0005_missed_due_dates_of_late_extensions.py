from django.db import migrations
from django.utils.timezone import localdate


def keep_missed(apps, schema_editor):
    """Extensions granted before the columns were there; `Handling.missed_when_moved` says what they hold."""
    extensions, works = apps.get_model("handling", "Extension").objects, apps.get_model("handling", "Handling").objects
    for row in extensions.order_by("at", "pk").iterator():
        if localdate(row.at) > row.old_due_on:
            extensions.filter(pk=row.pk).update(is_late=True)
            works.filter(pk=row.handling_id, missed_due_on__isnull=True).update(missed_due_on=row.old_due_on)


class Migration(migrations.Migration):
    dependencies = [("handling", "0004_missed_due_dates")]

    operations = [migrations.RunPython(keep_missed, migrations.RunPython.noop)]
