import dialogue_portal.fields
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0004_units_of_receptions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ruleparameter',
            name='unit',
            field=models.CharField(choices=[('working', 'working days'), ('calendar', 'calendar days'), ('count', 'times'), ('days_per_month', 'days a month'), ('days_per_week', 'days a week'), ('years', 'years'), ('day_of_month', 'day of the month'), ('people', 'people'), ('allowed', '(1 allowed, 0 not)'), ('required', '(1 required, 0 not)')], max_length=16, verbose_name='counted in'),
        ),
        migrations.CreateModel(
            name='ListedReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.CharField(choices=[('ineligibility', 'Why a petition cannot be processed'), ('decline', 'Why a petition is not accepted for settlement'), ('pause', 'Grounds to suspend a settlement'), ('end', 'Grounds to terminate a settlement'), ('refusal', 'Whom the receiving person may refuse'), ('ad_hoc', 'When the head receives outside the fixed days')], max_length=13, verbose_name='list of reasons')),
                ('code', models.CharField(max_length=16, validators=[django.core.validators.RegexValidator('^[a-z][a-z_]*\\Z', 'Small letters without marks, and underscores.')], verbose_name='code')),
                ('name', dialogue_portal.fields.LineField(max_length=200, verbose_name='Vietnamese name')),
                ('name_en', dialogue_portal.fields.LineField(max_length=200, verbose_name='English name')),
                ('rank', models.PositiveSmallIntegerField(default=100, verbose_name='rank in its list')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('legal_basis', dialogue_portal.fields.LineField(blank=True, max_length=300, verbose_name='legal basis')),
                ('verified', models.BooleanField(default=False, verbose_name='verified')),
            ],
            options={
                'verbose_name': 'listed reason',
                'verbose_name_plural': 'listed reasons',
                'ordering': ['list', 'rank', 'code', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('list', 'code', 'valid_from'), name='reason_once_per_list_and_start'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='reason_ends_after_it_starts')],
            },
        ),
    ]
