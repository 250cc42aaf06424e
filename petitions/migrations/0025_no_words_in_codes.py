"""Say which denunciations hold words where codes belong, before the database refuses them."""

import re

from django.db import migrations

#: What may be left of a reference to a paper file without its digits and separators, as the database holds it from now on.
_SYMBOLS = ("HS", "HSM", "HSTC", "TC", "ĐT")
_FILES = {"", *_SYMBOLS, *(f"{one}{two}" for one in _SYMBOLS for two in _SYMBOLS)}
_FINDINGS = ("", "justified", "partly", "unjustified")


class WordsInCodes(Exception):
    """Rows hold words that must be taken out by hand; the message names them by id and repeats no word."""


def refuse_words(apps, schema_editor):
    petitions = apps.get_model("petitions", "Petition").objects.using(schema_editor.connection.alias)
    rows = petitions.values_list("pk", "kind", "paper_file", "decline_reason", "finding").order_by("pk")
    found = [str(pk) for pk, *values in rows.iterator() if _holds_words(*values)]
    if found:
        raise WordsInCodes(
            "Rows of petitions_petition with ids " + ", ".join(found) + " hold words in paper_file, decline_reason or "
            "finding. Correct them (a paper file reads like 15/HSM-2026; the others are listed codes) and migrate again."
        )


def _holds_words(kind, paper_file, decline_reason, finding):
    if finding not in _FINDINGS:
        return True
    return kind == "denunciation" and (re.sub("[-0-9/ ]|số", "", paper_file) not in _FILES or " " in decline_reason)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0024_cases_are_resolved")]

    operations = [migrations.RunPython(refuse_words, migrations.RunPython.noop)]
