from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0031_day_of_striking_a_turn'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['owner', 'state'], name='petition_work_of_owner'),
        ),
    ]
