from django.db import migrations


def say_what_is_known(apps, schema_editor):
    """A delegated session was not the head's. Of the others nobody was asked: the name that stands there may be a
    deputy's, so they are kept as not said until an officer says it."""
    sessions = apps.get_model("petitions", "ReceptionSession").objects.exclude(kind="routine")
    sessions.exclude(delegate="").update(receiver="other")
    sessions.filter(delegate="").update(receiver="unsaid")


def forget(apps, schema_editor):
    apps.get_model("petitions", "ReceptionSession").objects.update(receiver="")


class Migration(migrations.Migration):
    dependencies = [("petitions", "0027_who_receives_for_the_head")]

    operations = [migrations.RunPython(say_what_is_known, forget)]
