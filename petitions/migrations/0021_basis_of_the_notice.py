from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0020_every_petition_has_a_day_in_the_book")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="notice_basis",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
