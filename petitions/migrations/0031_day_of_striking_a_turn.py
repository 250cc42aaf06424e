from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0030_day_of_entry")]

    operations = [
        migrations.AddField(
            model_name="receptionturn",
            name="struck_on",
            field=models.DateField(editable=False, null=True, verbose_name="struck out on"),
        ),
    ]
