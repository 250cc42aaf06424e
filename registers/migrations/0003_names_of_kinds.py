from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0002_reporting_periods"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="attachment",
            options={"verbose_name": "file", "verbose_name_plural": "files"},
        ),
    ]
