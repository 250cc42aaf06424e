"""The database refuses words in the codes of a denunciation, and findings that are not of the list."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("petitions", "0025_no_words_in_codes")]

    operations = [
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'denunciation'), _negated=True), models.Q(django.db.models.lookups.In(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(models.F('paper_file'), models.Value('0')), models.Value('1')), models.Value('2')), models.Value('3')), models.Value('4')), models.Value('5')), models.Value('6')), models.Value('7')), models.Value('8')), models.Value('9')), models.Value('/')), models.Value('-')), models.Value(' ')), models.Value('số')), ['', 'HS', 'HSM', 'HSTC', 'TC', 'ĐT', 'HSHS', 'HSHSM', 'HSHSTC', 'HSTC', 'HSĐT', 'HSMHS', 'HSMHSM', 'HSMHSTC', 'HSMTC', 'HSMĐT', 'HSTCHS', 'HSTCHSM', 'HSTCHSTC', 'HSTCTC', 'HSTCĐT', 'TCHS', 'TCHSM', 'TCHSTC', 'TCTC', 'TCĐT', 'ĐTHS', 'ĐTHSM', 'ĐTHSTC', 'ĐTTC', 'ĐTĐT']), models.Q(('decline_reason__contains', ' '), _negated=True)), _connector='OR'), name='petition_denunciation_has_codes_only'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(('finding__in', ['', 'justified', 'partly', 'unjustified'])), name='petition_finding_is_of_the_list'),
        ),
    ]
