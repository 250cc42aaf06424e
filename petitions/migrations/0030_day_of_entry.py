from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0029_every_session_says_who_receives")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="entered_on",
            field=models.DateField(editable=False, null=True, verbose_name="entered on"),
        ),
    ]
