import django.utils.timezone
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate


def fill(apps, schema_editor):
    """Turns of before: denunciations on the day they were written down, all others on that of their session."""
    turns, sessions = (apps.get_model("petitions", name) for name in ("ReceptionTurn", "ReceptionSession"))
    day = sessions.objects.filter(pk=OuterRef("session")).values("on")
    turns.objects.exclude(kind="denunciation").update(entered_on=Subquery(day))
    turns.objects.filter(kind="denunciation").update(entered_on=TruncDate("created_at"))


class Migration(migrations.Migration):
    dependencies = [("petitions", "0017_struck_out")]

    operations = [
        migrations.AddField(
            model_name="receptionturn",
            name="entered_on",
            field=models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name="entered on"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
