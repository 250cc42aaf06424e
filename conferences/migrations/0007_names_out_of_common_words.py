"""Folds the names of speakers, and takes what is masked in a text out of the words that everybody finds it by."""

from django.db import migrations

from conferences.search import index_words, words_for_everybody

BATCH = 1000


def fold_names(apps, schema_editor):
    Speaker = apps.get_model("conferences", "Speaker")
    for rows in _batches(Speaker.objects.exclude(full_name="").only("full_name")):
        for row in rows:
            row.name_words = index_words(row.full_name)
        Speaker.objects.bulk_update(rows, ["name_words"])


def mask_words(apps, schema_editor):
    Search = apps.get_model("conferences", "OpinionSearch")
    Speaker = apps.get_model("conferences", "Speaker")
    found = Search.objects.filter(opinion__current_text__isnull=False).select_related("opinion__current_text")
    for rows in _batches(found):
        turns = {row.opinion.turn_id for row in rows}
        speakers = {
            speaker.turn_id: speaker
            for speaker in Speaker.objects.filter(turn__in=turns).select_related("delegate__person")
        }
        changed = []
        for row in rows:
            opinion = row.opinion
            words = words_for_everybody(opinion, opinion.current_text, speakers.get(opinion.turn_id))
            if words != row.words:
                row.words = words
                changed.append(row)
        Search.objects.bulk_update(changed, ["words"])


def _batches(rows):
    """All rows in lists of at most BATCH, by key, so that no more is held at once."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("conferences", "0006_folded_names_of_speakers")]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.RunPython(mask_words, migrations.RunPython.noop),
    ]
