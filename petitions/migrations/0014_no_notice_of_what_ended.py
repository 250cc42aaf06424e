from django.db import migrations


def forget_notices(apps, schema_editor):
    """Nothing is answered to whoever withdrew, nor about a letter that was filed."""
    petitions = apps.get_model("petitions", "Petition").objects
    ended = petitions.filter(state__in=["filed", "withdrawn", "closed"], notified_on=None)
    ended.exclude(notice_due_on=None).update(notice_due_on=None)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0013_row_marks")]

    operations = [migrations.RunPython(forget_notices, migrations.RunPython.noop)]
