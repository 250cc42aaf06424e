from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="renderedpaper",
            options={
                "ordering": ["-asked_at", "-pk"],
                "verbose_name": "printed paper",
                "verbose_name_plural": "printed papers",
            },
        ),
        migrations.AlterModelOptions(
            name="summary",
            options={
                "ordering": ["-as_of", "-pk"],
                "verbose_name": "summary of figures",
                "verbose_name_plural": "summaries of figures",
            },
        ),
    ]
