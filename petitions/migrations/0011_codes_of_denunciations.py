"""Denunciations get codes of a series of their own: a gap between other codes told of them."""

from django.db import migrations


def begin(apps, schema_editor):
    """Behind every code given so far, since they shared one series; codes that were given stay."""
    series = apps.get_model("handling", "NumberSeries")
    for row in series.objects.filter(series="petition"):
        series.objects.get_or_create(series="petition-M", year=row.year, defaults={"last": row.last})


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0010_paper_numbers"),
        ("handling", "0005_missed_due_dates_of_late_extensions"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
