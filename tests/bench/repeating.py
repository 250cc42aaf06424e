"""Repeats the demonstration's history: the same rows again under new numbers, until there are as many as asked for."""

import random

from django.core.management.color import no_style
from django.db import connection, transaction

from conferences import tallies
from conferences.models import (
    Answer,
    DecisionRecord,
    Opinion,
    OpinionMove,
    OpinionSearch,
    OpinionText,
    Speaker,
    SpeakerTurn,
)
from handling.models import Coordination, Handling

#: What an opinion is made of. Keys within these move with the copy; all others stay.
MODELS = (
    SpeakerTurn,
    Speaker,
    Handling,
    Coordination,
    Opinion,
    OpinionText,
    OpinionSearch,
    OpinionMove,
    Answer,
    DecisionRecord,
)
SEED = 20231103
#: Numbers of one year leave this much room between copies.
CODES = 100_000


def repeat_history(opinions):
    """Add whole copies, then a random part of one. Does nothing when there are enough."""
    present = Opinion.objects.count()
    if opinions <= present:
        return
    chance = random.Random(SEED)
    with transaction.atomic():
        steps = {model: model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in MODELS}
        turns = list(SpeakerTurn.objects.order_by("pk").values_list("pk", flat=True))
        copies, rest = divmod(opinions - present, present)
        for copy in range(1, copies + 1):
            _copy(copy, steps, turns)
        if rest:
            _copy(copies + 1, steps, chance.sample(turns, round(len(turns) * rest / present)))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), MODELS):
            cursor.execute(statement)
    tallies.rebuild()


def _copy(copy, steps, turns):
    """One copy of what belongs to these turns."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE chosen ON COMMIT DROP AS SELECT unnest(%s::bigint[]) AS turn", [turns])
        for model in MODELS:
            columns = [field.column for field in model._meta.concrete_fields]
            values = [_value(field, copy, steps) for field in model._meta.concrete_fields]
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(map(_quoted, columns))}) "
                f"SELECT {', '.join(values)} FROM {model._meta.db_table} WHERE {_belongs(model, steps)}"
            )
        cursor.execute("DROP TABLE chosen")


def _quoted(name):
    return connection.ops.quote_name(name)


def _value(field, copy, steps):
    """The column of a copied row, as SQL."""
    model = field.related_model if field.is_relation else field.model if field.primary_key else None
    if model in steps:
        return f"{_quoted(field.column)} + {copy * steps[model]}"
    if field.model is Opinion and field.name == "code":
        # YK-2019-0825 of the third copy is YK-2019-300825.
        return f"left(code, 8) || (substr(code, 9)::int + {copy * CODES})"
    if field.name == "submission_token":
        return "NULL"
    if field.model is SpeakerTurn and field.name == "number":
        return f"{_quoted('number')} + {copy * 1000}"
    return _quoted(field.column)


def _belongs(model, steps):
    """Rows of the first record that belong to the chosen turns."""
    opinions = (
        f"SELECT {{}} FROM conferences_opinion WHERE id <= {steps[Opinion]} AND turn_id IN (SELECT turn FROM chosen)"
    )
    if model is SpeakerTurn:
        return "id IN (SELECT turn FROM chosen)"
    if model in (Speaker, Opinion):
        return "turn_id IN (SELECT turn FROM chosen)"
    if model is Handling:
        return f"id IN ({opinions.format('handling_id')})"
    if model is Coordination:
        return f"handling_id IN ({opinions.format('handling_id')})"
    return f"opinion_id IN ({opinions.format('id')})"
