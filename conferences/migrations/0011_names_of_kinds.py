from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0010_form_of_address"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="conference",
            options={
                "ordering": ["-held_on", "-pk"],
                "verbose_name": "conference",
                "verbose_name_plural": "conferences",
            },
        ),
        migrations.AlterModelOptions(
            name="delegate",
            options={"ordering": ["position", "pk"], "verbose_name": "delegate", "verbose_name_plural": "delegates"},
        ),
        migrations.AlterModelOptions(
            name="opinion",
            options={"ordering": ["-raised_on", "-pk"], "verbose_name": "opinion", "verbose_name_plural": "opinions"},
        ),
    ]
