"""Takes what is masked in a summary out of the words that everybody finds a petition by."""

from django.db import migrations

from petitions.search import words_for_everybody

BATCH = 1000


def mask_words(apps, schema_editor):
    Search = apps.get_model("petitions", "PetitionSearch")
    found = Search.objects.select_related("content__petition").prefetch_related("content__senders")
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in rows:
            names = [sender.full_name for sender in row.content.senders.all()]
            row.words = words_for_everybody(row.content.petition.code, row.content, names)
        Search.objects.bulk_update(rows, ["words"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_search_index_of_words_and_names")]

    operations = [migrations.RunPython(mask_words, migrations.RunPython.noop)]
