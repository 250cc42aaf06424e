from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0028_sessions_of_which_it_is_not_said'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='receptionsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'routine'), ('receiver', '')), models.Q(models.Q(('kind', 'routine'), _negated=True), ('receiver__in', ['head', 'other', 'unsaid'])), _connector='OR'), name='reception_says_who_receives'),
        ),
        migrations.AddConstraint(
            model_name='receptionsession',
            constraint=models.CheckConstraint(condition=models.Q(('delegate', ''), ('receiver', 'other'), _connector='OR'), name='reception_delegated_is_not_by_the_head'),
        ),
    ]
