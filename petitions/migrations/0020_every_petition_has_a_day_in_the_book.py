from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0019_day_in_the_book")]

    operations = [
        migrations.AlterField(
            model_name="petition",
            name="booked_on",
            field=models.DateField(editable=False, verbose_name="day in the book"),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(fields=["owner", "booked_on"], name="petition_in_book"),
        ),
    ]
