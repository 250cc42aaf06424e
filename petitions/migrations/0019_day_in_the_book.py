from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Subquery


def fill(apps, schema_editor):
    """The day it was received; where a rewritten letter took its place since, the day it was registered."""
    petitions, moves = (apps.get_model("petitions", name) for name in ("Petition", "PetitionMove"))
    petitions.objects.update(booked_on=F("received_on"))
    moves_of = moves.objects.filter(petition=OuterRef("pk"))
    registered = moves_of.filter(move="register").order_by("pk").values("on")[:1]
    came_again = petitions.objects.filter(Exists(moves_of.filter(move="resubmit")))
    came_again.update(booked_on=Subquery(registered))


class Migration(migrations.Migration):
    dependencies = [("petitions", "0018_turns_entered_on")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="booked_on",
            field=models.DateField(editable=False, null=True, verbose_name="day in the book"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
