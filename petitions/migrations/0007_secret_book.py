"""Denunciations get numbers of their own: a gap in the other numbers of a book told of them."""

from collections import Counter

from django.db import migrations, models


def renumber(apps, schema_editor):
    """What was registered so far is numbered anew in its own book; the other numbers stay what they are."""
    series = apps.get_model("handling", "NumberSeries")
    last = Counter()
    rows = apps.get_model("petitions", "Petition").objects.filter(kind="denunciation").order_by("arrival_year", "arrival_number")
    for row in rows:
        last[f"petition-{row.owner_id}-M", row.arrival_year] += 1
        row.arrival_number, row.in_secret_book = last[f"petition-{row.owner_id}-M", row.arrival_year], True
        row.save(update_fields=["arrival_number", "in_secret_book"])
    turns = apps.get_model("petitions", "ReceptionTurn").objects.filter(kind="denunciation")
    for turn in turns.select_related("session").order_by("session__on", "register_number"):
        key = f"reception-{turn.session.owner_id}-M", turn.session.on.year
        last[key] += 1
        turn.register_number, turn.in_secret_book = last[key], True
        turn.save(update_fields=["register_number", "in_secret_book"])
    for (name, year), number in last.items():
        series.objects.update_or_create(series=name, year=year, defaults={"last": number})


class Migration(migrations.Migration):
    dependencies = [("petitions", "0006_receptions"), ("handling", "0005_missed_due_dates_of_late_extensions")]

    operations = [
        migrations.RemoveConstraint(model_name="petition", name="petition_arrival_number_once"),
        migrations.AddField(
            model_name="petition",
            name="in_secret_book",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="receptionturn",
            name="in_secret_book",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(renumber, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.UniqueConstraint(
                fields=("owner", "arrival_year", "in_secret_book", "arrival_number"),
                name="petition_arrival_number_once",
            ),
        ),
    ]
