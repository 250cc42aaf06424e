from django.db import migrations
from django.db.models import Q


def say_steps(apps, schema_editor):
    """Dates that an extension or a pause moved say so in their basis, as those moved from now on.

    What an extension gave is taken for a day that was named, which stays whatever moves the dates by rule.
    """
    Handling = apps.get_model("handling", "Handling")
    moved = Handling.objects.filter(Q(extensions__isnull=False) | Q(pauses__ended_on__isnull=False)).exclude(due_basis={})
    for handling in moved.distinct().prefetch_related("extensions", "pauses").iterator(chunk_size=500):
        basis = handling.due_basis
        if "steps" in basis or handling.due_on is None or handling.due_on.isoformat() == basis["due"]:
            continue
        if handling.extensions.all():
            basis["steps"] = [{"named": handling.due_on.isoformat()}]
        else:
            ended = [one for one in handling.pauses.all() if one.ended_on]
            basis["steps"] = [{"stood": (one.ended_on - one.started_on).days} for one in ended]
        Handling.objects.filter(pk=handling.pk).update(due_basis=basis)


class Migration(migrations.Migration):
    dependencies = [("handling", "0008_bases_of_replies")]

    operations = [migrations.RunPython(say_steps, migrations.RunPython.noop)]
