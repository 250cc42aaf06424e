"""Registers as they ship, loaded once per module, and folders of small snapshots for the import."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from registers.loading import load_all
from registers.snapshots import MERGER_COLUMNS, UNIT_COLUMNS


class _Undo(Exception):
    pass


@contextmanager
def _undone():
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


@pytest.fixture(scope="module")
def _shipped_for_module(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), _undone():
        yield load_all()


@pytest.fixture
def shipped(_shipped_for_module, db):
    """The reports of loading the shipped registers; the rows stand, and what a test changes is undone after it.

    They are loaded once per module: a test without this fixture does not belong in such a module.
    """
    return _shipped_for_module


LEVELS = {2: "1", 3: "2", 5: "3"}


@pytest.fixture
def units_file(tmp_path):
    """`units_file("a.csv", ("40", "Tỉnh A", ""), …)` writes a snapshot; kind and level follow from name and code."""

    def write(name, *rows):
        lines = [",".join(UNIT_COLUMNS)]
        for code, unit_name, parent in rows:
            kind = next(
                (word for word in ("Thị xã", "Thị trấn", "Thành phố") if unit_name.startswith(word)),
                unit_name.partition(" ")[0],
            )
            lines.append(f"{code},{unit_name},{kind.lower()},{LEVELS.get(len(code), '3')},{parent}")
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def mergers_file(tmp_path):
    """`mergers_file("m.csv", ("2020-01-01", "00001", "Xã A", "00002", "Xã B", "merged", 1, 1), …)`."""

    def write(name, *rows):
        lines = [",".join(MERGER_COLUMNS)]
        for effective, old, old_name, new, new_name, change, whole, is_default in rows:
            lines.append(f"{effective},1/NQ,3,{old},{old_name},,{new},{new_name},,{change},{whole},{is_default}")
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write
