from django.db import migrations


def fill(apps, schema_editor):
    """Notices that are waited for say by which rule, as those registered from now on; days off that lay in between
    were not kept, and stand there once the day is counted anew."""
    Petition, Rule = apps.get_model("petitions", "Petition"), apps.get_model("registers", "RuleParameter")
    rules = list(Rule.objects.filter(key="petition.notice").order_by("-level", "-valid_from"))
    waiting = Petition.objects.filter(notice_due_on__isnull=False, notified_on__isnull=True, notice_basis={})
    for petition in waiting.only("level", "received_on", "notice_due_on").iterator(chunk_size=500):
        rule = next((rule for rule in rules if _holds(rule, petition)), None)
        if rule is not None:
            basis = {
                "key": rule.key,
                "start": petition.received_on.isoformat(),
                "days": rule.value,
                "unit": rule.unit,
                "legal_basis": rule.legal_basis,
                "verified": rule.verified,
                "days_off": [],
                "makeup_days": [],
                "due": petition.notice_due_on.isoformat(),
            }
            Petition.objects.filter(pk=petition.pk).update(notice_basis=basis)


def _holds(rule, petition):
    lasts = rule.valid_until is None or rule.valid_until >= petition.received_on
    return rule.level in (petition.level, "") and rule.valid_from <= petition.received_on and lasts


class Migration(migrations.Migration):
    dependencies = [("petitions", "0021_basis_of_the_notice"), ("registers", "0004_units_of_receptions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
