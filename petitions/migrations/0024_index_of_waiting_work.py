from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0023_reasons_by_the_register'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['owner', 'state'], name='petition_work_of_owner'),
        ),
    ]
