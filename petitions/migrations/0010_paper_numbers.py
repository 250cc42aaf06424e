"""The reference to the paper file of a denunciation can spell no name any more."""

from django.db import migrations, models

import petitions.paper_numbers


class Migration(migrations.Migration):
    dependencies = [("petitions", "0009_routine_session_once")]

    operations = [
        migrations.AlterField(
            model_name="petition",
            name="paper_file",
            field=models.CharField(
                blank=True,
                max_length=60,
                validators=[petitions.paper_numbers.check_paper_file],
                verbose_name="paper file",
            ),
        )
    ]
