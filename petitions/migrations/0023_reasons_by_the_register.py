from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0022_bases_of_waiting_notices'),
    ]

    operations = [
        migrations.AlterField(
            model_name='receptionturn',
            name='refusal',
            field=models.CharField(blank=True, max_length=16, verbose_name='why refused'),
        ),
    ]
