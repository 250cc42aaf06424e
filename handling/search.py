"""Searching without diacritics: folded words in columns of their own, one way to ask on both databases.

The words are stored folded and separated by one space. A query matches when every one of its words is the beginning of
a stored word. PostgreSQL answers from GIN indexes over the words (`store_vectors`), SQLite by LIKE; parity tests hold
them together.

A room says where the words of its records are (`Source`) and who may find a record by names: whoever reads "N.V.A."
must not learn the name by trying.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, migrations
from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat
from django.db.models.lookups import Contains

from dialogue_portal.text import fold_words


@dataclass(frozen=True)
class Source:
    """Words of one kind that records are found by.

    `select(words)` is the statement that gives the keys on PostgreSQL, with its values; `keys(words)` a queryset that
    gives the same keys elsewhere.
    """

    select: Callable
    keys: Callable


def by_vector(statement):
    """The `select` of a statement whose one value is compared with a vector."""
    return lambda words: (statement, [" & ".join(f"'{word}':*" for word in words)])


def by_beginnings(column, words):
    """(condition, values) in SQL: each of the words begins a word of this column, which has no vector."""
    part = f"({column} LIKE %s OR {column} LIKE %s)"
    return " AND ".join([part] * len(words)), [value for word in words for value in (f"{word}%", f"% {word}%")]


def begins(column, words):
    """A Q: each of the words begins a word of this column."""
    wanted = Q()
    for word in words:
        wanted &= Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
    return wanted


def index_words(*texts):
    """The folded words of some texts, each once, as they are stored."""
    words = dict.fromkeys(word for text in texts if text for word in fold_words(text))
    return " ".join(words)


def matching(rows, query, *, texts, key="pk", names=(), named=None):
    """Restrict a queryset to the rows matching every word of `query`; an empty query restricts nothing.

    `texts` is the source everybody finds a row by, `names` are those of people; both give keys of the column `key`.
    `named` is a Q that says which rows may be found by a name, too; None is none of them.
    """
    words = fold_words(query)
    if not words:
        return rows
    by_text = Q(**{f"{key}__in": _keys(words, texts)})
    if named is None:
        return rows.filter(by_text)
    # In this order: the texts, which of a common word are most, are asked a second time only where a row was found by a
    # name that this reader does not see.
    may_be_found = ~Q(**{f"{key}__in": _keys(words, *names)}) | named | by_text
    return rows.filter(**{f"{key}__in": _keys(words, texts, *names)}).filter(may_be_found)


def _keys(words, *sources):
    """The hits come first, once and for all: for common syllables the planner would otherwise walk the index of dates
    and look into the words of every row."""
    if connection.vendor != "postgresql":
        first, *rest = [source.keys(words).order_by() for source in sources]
        return first.union(*rest) if rest else first
    statements, values = [], []
    for source in sources:
        statement, given = source.select(words)
        statements.append(statement)
        values += given
    return RawSQL(f"WITH hits (id) AS MATERIALIZED ({' UNION '.join(statements)}) SELECT id FROM hits", values)


def rarest_words(model, words, *, budget):
    """Those of the words that tell most, the rarest first, in one query: no more than together stand in `budget` rows,
    and one at least of those that stand anywhere. `model` has the columns `words` and `vector` (`store_vectors`)."""
    if not words:
        return []
    # Counted a good way beyond the budget: where every word of a text is a common one, the least common is wanted.
    most, hits = budget * 10, f"SELECT 1 FROM {model._meta.db_table} WHERE {_HOLDS[_vendor()]}"
    count = f"(SELECT count(*) FROM ({hits} LIMIT {int(most)}) AS hits)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([count] * len(words))}", [_whole(word) for word in words])
        counts = dict(zip(words, cursor.fetchone(), strict=True))
    chosen, left = [], budget
    for word in sorted(filter(counts.get, words), key=lambda word: (counts[word], word)):
        left -= counts[word]
        if chosen and left < 0:
            break
        chosen.append(word)
    return chosen


def holding_any(model, words):
    """The keys of the rows of `model` that hold one of these words, whole, at least: for `__in`."""
    holds = " OR ".join([_HOLDS[_vendor()]] * len(words))
    hits = f"SELECT {model._meta.pk.column} FROM {model._meta.db_table} WHERE {holds}"
    return RawSQL(f"WITH hits (id) AS MATERIALIZED ({hits}) SELECT id FROM hits", [_whole(word) for word in words])


def shared_words(column, words):
    """An expression: how many of these words the column holds, whole."""
    padded = Concat(Value(" "), F(column), Value(" "), output_field=TextField())
    return sum((Case(When(Contains(padded, f" {word} "), then=1), default=0) for word in words), Value(0))


#: How a row is asked for one whole word; indexes of the databases answer where there are any.
_HOLDS = {"postgresql": "vector @@ %s::tsquery", "": "' ' || words || ' ' LIKE %s"}


def _vendor():
    return "postgresql" if connection.vendor == "postgresql" else ""


def _whole(word):
    return f"'{word}'" if _vendor() else f"% {word} %"


def store_vectors(table, *, words, vector, index):
    """An operation of a migration: PostgreSQL keeps the column `words` as a tsvector too, with an index over it.

    It is generated once when the row is written, not for every row of a search.
    """
    forwards = [
        f"ALTER TABLE {table} ADD COLUMN {vector} tsvector "
        f"GENERATED ALWAYS AS (array_to_tsvector(string_to_array({words}, ' '))) STORED",
        f"CREATE INDEX {index} ON {table} USING gin ({vector})",
    ]
    backwards = [f"DROP INDEX {index}", f"ALTER TABLE {table} DROP COLUMN {vector}"]
    return migrations.RunPython(_on_postgresql(forwards), _on_postgresql(backwards))


def _on_postgresql(statements):
    def execute(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return execute
