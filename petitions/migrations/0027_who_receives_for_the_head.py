from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0026_codes_of_denunciations_hold_no_words")]

    operations = [
        migrations.AddField(
            model_name="receptionsession",
            name="receiver",
            field=models.CharField(
                blank=True,
                choices=[
                    ("head", "The head in person"),
                    ("other", "A deputy, or somebody else for the head"),
                    ("unsaid", "Not recorded whether it was the head"),
                ],
                default="",
                max_length=6,
                verbose_name="head in person",
            ),
        ),
    ]
