import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.utils import OperationalError

from audit import triggers
from audit.actions import Action
from audit.models import AuditEvent
from audit.services import record

IS_POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def event(outsider):
    event = record(Action.CREATED, outsider, by=outsider, label="outsider")
    # PostgreSQL truncates no table while its foreign keys are still to be checked.
    connection.check_constraints()
    return event


def save(event):
    event.object_label = "changed"
    event.save()


def bulk_update(event):
    event.object_label = "changed"
    AuditEvent.objects.bulk_update([event], ["object_label"])


def raw(sql):
    def run(event):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return run


STATEMENTS = {
    "save": save,
    "queryset update": lambda event: AuditEvent.objects.update(object_label="changed"),
    "bulk update": bulk_update,
    "delete": lambda event: event.delete(),
    "queryset delete": lambda event: AuditEvent.objects.all().delete(),
    "raw delete of rows": lambda event: AuditEvent.objects.all()._raw_delete("default"),
    "update or create": lambda event: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"object_label": "x"}),
    "upsert": lambda event: AuditEvent.objects.bulk_create(
        [event], update_conflicts=True, unique_fields=["id"], update_fields=["object_label"]
    ),
    "raw UPDATE": raw("UPDATE audit_auditevent SET object_label = 'changed'"),
    "raw DELETE": raw("DELETE FROM audit_auditevent"),
}
if IS_POSTGRESQL:
    STATEMENTS["TRUNCATE"] = raw("TRUNCATE audit_auditevent")
    STATEMENTS["TRUNCATE CASCADE"] = raw("TRUNCATE accounts_user CASCADE")
    STATEMENTS["as a replica"] = raw("SET LOCAL session_replication_role = replica; DELETE FROM audit_auditevent")
else:
    STATEMENTS["REPLACE"] = raw(
        "REPLACE INTO audit_auditevent SELECT id, at, action, object_type, object_id, 'changed', fields, changes, ip,"
        " request_id, actor_id FROM audit_auditevent"
    )


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_a_change_of_the_trail_is_refused_with_a_clear_message(event, statement):
    before = list(AuditEvent.objects.values())
    with (
        pytest.raises(IntegrityError, match=r"append-only: (UPDATE|DELETE|TRUNCATE|REPLACE) refused"),
        transaction.atomic(),
    ):
        statement(event)
    assert list(AuditEvent.objects.values()) == before


def test_rows_can_be_added(event):
    again = record(Action.CHANGED, event, by=None)
    assert list(AuditEvent.objects.values_list("pk", flat=True)) == [again.pk, event.pk]


def guarded_tables():
    """The tables that some migration of the project guards."""
    loader = MigrationLoader(connection)
    operations = [operation for node in loader.graph.nodes.values() for operation in _operations(loader, node)]
    return {code.args[0] for code in operations if getattr(code, "func", None) is triggers._guard}


def _operations(loader, node):
    migration = next(found for found in loader.disk_migrations.values() if found == node)
    return [operation.code for operation in migration.operations if isinstance(operation, RunPython)]


def test_every_guarded_table_still_has_its_triggers_after_all_migrations(db):
    """SQLite loses triggers when a later migration alters the table: name `guard_table` again at its end."""
    names = ["rows", "table"] if IS_POSTGRESQL else ["delete", "replace", "update"]
    expected = [(f"{table}_{name}_append_only", table) for table in guarded_tables() for name in names]
    assert triggers.installed(connection) == sorted(expected)
    assert "audit_auditevent" in guarded_tables()


@pytest.fixture
def history_table(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sample_history (id integer PRIMARY KEY, word varchar(20))")
        cursor.execute("INSERT INTO sample_history VALUES (1, 'kept')")
    yield "sample_history"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE sample_history")


def migrate(operation, *, backwards=False):
    state = MigrationLoader(connection).project_state()
    with connection.schema_editor() as editor:
        move = operation.database_backwards if backwards else operation.database_forwards
        move("audit", editor, state, state)


def write(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_table_of_another_room_is_guarded_by_one_operation_and_freed_by_its_reversal(history_table):
    operation = triggers.guard_table(history_table)
    migrate(operation)
    with pytest.raises(IntegrityError, match="sample_history is append-only: UPDATE refused"):
        write("UPDATE sample_history SET word = 'changed'")
    with pytest.raises(IntegrityError, match="sample_history is append-only: DELETE refused"):
        write("DELETE FROM sample_history")
    migrate(operation, backwards=True)
    write("UPDATE sample_history SET word = 'changed'")
    assert (history_table in {table for _name, table in triggers.installed(connection)}) is False


def test_guarding_twice_is_harmless(history_table):
    migrate(triggers.guard_table(history_table))
    migrate(triggers.guard_table(history_table))
    with pytest.raises(IntegrityError):
        write("DELETE FROM sample_history")
    migrate(triggers.guard_table(history_table), backwards=True)


@pytest.mark.parametrize("name", ["audit; DROP TABLE x", "audit event", "", 'x"y'])
def test_a_name_that_is_no_plain_table_is_refused(name):
    with pytest.raises(ValueError, match="plain name"):
        triggers.guard_table(name)


def test_the_triggers_stand_again_after_they_were_lifted(transactional_db, outsider, lift_triggers):
    """Teardown of this test then empties the table, which is the other half of the proof."""
    standing = triggers.installed(connection)
    event = record(Action.CREATED, outsider, by=outsider)
    with lift_triggers(connection):
        AuditEvent.objects.all().delete()
        AuditEvent.objects.bulk_create([event])
    assert triggers.installed(connection) == standing
    with pytest.raises(IntegrityError):
        AuditEvent.objects.all().delete()


def test_the_triggers_stand_again_when_the_test_fails_meanwhile(transactional_db, outsider, lift_triggers):
    record(Action.CREATED, outsider, by=outsider)
    with pytest.raises(OperationalError), lift_triggers(connection):
        raise OperationalError
    with pytest.raises(IntegrityError):
        AuditEvent.objects.all().delete()
