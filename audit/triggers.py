"""Tables that only grow: triggers that refuse UPDATE, DELETE and TRUNCATE, in the words of each database.

A history table of a room above is guarded by one more operation in one of its migrations:

    operations = [guard_table("conferences_opinionmove")]

A refused statement raises `django.db.IntegrityError` on both databases. SQLite rewrites a table to alter it and forgets
its triggers: a migration that alters a guarded table names `guard_table` again as its last operation (a test says so).
"""

from functools import partial

from django.db import migrations

#: Every trigger made here ends like this, so that they are found in the catalogue of the database.
SUFFIX = "_append_only"

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused.', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$refuse$
"""

# ALWAYS: they hold in a session that sets session_replication_role, too.
POSTGRESQL = [
    "DROP TRIGGER IF EXISTS {table}_rows_append_only ON {table}",
    "CREATE TRIGGER {table}_rows_append_only BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_rows_append_only",
    "DROP TRIGGER IF EXISTS {table}_table_append_only ON {table}",
    "CREATE TRIGGER {table}_table_append_only BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_table_append_only",
]

# TRUNCATE is a DELETE here. REPLACE deletes without firing DELETE triggers, so a known row id is refused as well.
SQLITE = [
    "DROP TRIGGER IF EXISTS {table}_update_append_only",
    "CREATE TRIGGER {table}_update_append_only BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: UPDATE refused.'); END",
    "DROP TRIGGER IF EXISTS {table}_delete_append_only",
    "CREATE TRIGGER {table}_delete_append_only BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: DELETE refused.'); END",
    "DROP TRIGGER IF EXISTS {table}_replace_append_only",
    "CREATE TRIGGER {table}_replace_append_only BEFORE INSERT ON {table}"
    " WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: REPLACE refused.'); END",
]


def guard_table(name):
    """A migration operation that makes the table `name` append-only; reversing it frees the table."""
    if not name.isidentifier():
        raise ValueError(f"{name!r} is not the plain name of a table.")
    return migrations.RunPython(partial(_guard, name), partial(_free, name))


def _guard(name, apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # Without parameters its percent signs are those of RAISE.
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
        statements = POSTGRESQL
    else:
        statements = SQLITE
    for statement in statements:
        schema_editor.execute(statement.format(table=name))


def _free(name, apps, schema_editor):
    for trigger, table in installed(schema_editor.connection):
        if table == name:
            schema_editor.execute(drop_statement(schema_editor.connection, trigger, table))


def installed(connection):
    """The triggers made here that the database holds now: [(trigger, table)], by name."""
    queries = {
        "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE pg_table_is_visible(pg_class.oid) AND NOT tgisinternal ORDER BY tgname",
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return [(trigger, table) for trigger, table in cursor.fetchall() if trigger.endswith(SUFFIX)]


def drop_statement(connection, trigger, table):
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {trigger}{on_table}"
