"""Lets transactional tests empty append-only tables between tests, and only then.

A `TransactionTestCase` (also `transactional_db` and `live_server`) ends by emptying every table, which the triggers of
`audit.triggers` refuse. They are lifted for that moment and restored at once; while a test runs they stand.
"""

from contextlib import contextmanager

import pytest
from django.db import connections
from django.test import TransactionTestCase

from audit import triggers


@contextmanager
def lifted_triggers(connection):
    """The append-only tables of the database can be changed inside; afterwards every trigger stands as before."""
    standing = triggers.installed(connection)
    restore = _restoring_statements(connection, standing)
    _settle_constraints(connection)
    _execute(connection, [_lifting_statement(connection, trigger, table) for trigger, table in standing])
    try:
        yield
    finally:
        _settle_constraints(connection)
        _execute(connection, restore)


def _settle_constraints(connection):
    """Check what PostgreSQL put off to the commit: it alters no table that has such checks pending."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        _execute(connection, ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])


def _lifting_statement(connection, trigger, table):
    if connection.vendor == "postgresql":
        return f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"
    return triggers.drop_statement(connection, trigger, table)


def _restoring_statements(connection, standing):
    if connection.vendor == "postgresql":
        return [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}" for trigger, table in standing]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        source = dict(cursor.fetchall())
    return [source[trigger] for trigger, _table in standing]


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def lift_triggers():
    """`with lift_triggers(connection):` for a test that must reach behind the triggers."""
    return lifted_triggers


@pytest.fixture(autouse=True, scope="session")
def _emptying_lifts_triggers():
    original = TransactionTestCase._fixture_teardown

    def teardown(self):
        lifted = [lifted_triggers(connections[alias]) for alias in self._databases_names(include_mirrors=False)]
        for guard in lifted:
            guard.__enter__()
        try:
            original(self)
        finally:
            for guard in lifted:
                guard.__exit__(None, None, None)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original
