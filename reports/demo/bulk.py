"""Inserting many plain rows without building model objects: SQLite's executemany, PostgreSQL's execute_values.

Only for rows whose texts this package wrote itself (clean already) and whose ids nobody needs back.
`tests/reports/demo/test_history.py` compares what it leaves with what the services leave, on both databases.
"""

import json

from django.db import connection

BATCH = 5000


def insert_rows(model, names, rows):
    """Insert `rows` (tuples in the order of the field `names`) into the table of a model."""
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    table = quote(model._meta.db_table)
    adapters = [_adapter(field) for field in fields]
    prepared = (
        tuple(value if adapt is None else adapt(value) for adapt, value in zip(adapters, row, strict=True))
        for row in rows
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg2.extras import execute_values

            execute_values(cursor.cursor, f"INSERT INTO {table} ({columns}) VALUES %s", prepared, page_size=BATCH)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(prepared))


def link_texts(opinions, texts):
    """Point every opinion that has none at its text, as one join: a subquery per row is quadratic without statistics.

    `opinions` and `texts` are the two models. Both databases understand UPDATE … FROM.
    """
    quote = connection.ops.quote_name
    target, source = quote(opinions._meta.db_table), quote(texts._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {target} SET current_text_id = {source}.id FROM {source}"
            f" WHERE {source}.opinion_id = {target}.id AND {target}.current_text_id IS NULL"
        )


def _as_json(value):
    # Most rows have no facts at all.
    return json.dumps(value) if value else "[]" if isinstance(value, list) else "{}"


def _adapter(field):
    """How a value of this field is written, or None when as it is."""
    kind = field.get_internal_type()
    if kind == "JSONField":
        return _as_json
    if kind == "DateField":
        return connection.ops.adapt_datefield_value
    if kind == "DateTimeField":
        return connection.ops.adapt_datetimefield_value
    return None
