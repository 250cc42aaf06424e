"""What is done before a start, and what is left out when it was done already."""

import pytest
from django.core.management import CommandError

from accounts.models import User
from dialogue_portal import preparation
from tests.conftest import make_unit


@pytest.fixture
def commands(monkeypatch):
    """The management commands that were called, by name."""
    called = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append(name))
    return called


@pytest.fixture
def terminal(monkeypatch):
    def set_terminal(is_there):
        monkeypatch.setattr(preparation.sys, "stdin", type("Stdin", (), {"isatty": lambda self: is_there})())

    return set_terminal


@pytest.mark.django_db
def test_an_empty_database_gets_the_demonstration(commands):
    preparation.load_data()
    assert commands == ["load_demo"]


@pytest.mark.django_db
def test_a_database_with_people_is_left_alone(commands, settings):
    User.objects.create_user("an", full_name="Nguyễn Văn An")
    preparation.load_data()
    settings.DEMO = False
    preparation.load_data()
    assert commands == []


@pytest.mark.django_db
def test_without_the_demonstration_the_first_administrator_is_asked_for(commands, settings, terminal):
    settings.DEMO = False
    terminal(True)
    preparation.load_data()
    assert commands == ["load_registers", "create_administrator"]


@pytest.mark.django_db
def test_without_a_terminal_the_command_is_printed(commands, settings, terminal, capsys):
    settings.DEMO = False
    terminal(False)
    make_unit("40", "Tỉnh Nghệ An", "province", kind="tinh")
    preparation.load_data()
    assert commands == []
    assert "manage.py create_administrator" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_a_newer_release_ships_is_brought_once(commands, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    preparation.bring_registers()
    preparation.bring_registers()
    assert commands == ["load_registers"]
    monkeypatch.setattr(preparation, "registers_print", lambda: "other data")
    preparation.bring_registers()
    assert commands == ["load_registers"] * 2


@pytest.mark.django_db
def test_registers_that_were_just_loaded_are_not_brought_again(commands, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    for name in ("collect_static", "demo_accounts"):
        monkeypatch.setattr(preparation, name, list)
    preparation.prepare()
    User.objects.create_user("an", full_name="Nguyễn Văn An")
    preparation.prepare()
    assert commands == ["load_demo"]
    (tmp_path / "registers.stamp").unlink()
    preparation.prepare()
    assert commands == ["load_demo", "load_registers"]


def test_registers_that_cannot_be_brought_are_asked_for_again(settings, tmp_path, monkeypatch, capsys):
    def refuse(name, **options):
        raise CommandError("Nothing was loaded. rules.csv, row 2: no.")

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(preparation, "call_command", refuse)
    preparation.bring_registers()
    assert "rules.csv, row 2" in capsys.readouterr().out
    assert not (tmp_path / "registers.stamp").exists()


@pytest.fixture
def static_folder(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a{}")
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    from django.contrib.staticfiles.finders import get_finder

    get_finder.cache_clear()
    yield source
    get_finder.cache_clear()


def test_static_files_are_collected_once_until_one_changes(static_folder, settings, monkeypatch):
    collected = []

    def collect(name, **options):
        collected.append(name)
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(preparation, "call_command", collect)
    preparation.collect_static()
    preparation.collect_static()
    assert collected == ["collectstatic"]
    (static_folder / "page.css").write_text("a{color:red}")
    preparation.collect_static()
    assert len(collected) == 2
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    preparation.collect_static()
    assert len(collected) == 3


@pytest.mark.django_db
def test_the_demonstration_accounts_are_listed_by_name():
    for name, is_demo in [("xa.canbo", True), ("an", False), ("mttq.giamsat", True)]:
        User.objects.create_user(name, full_name=f"Bà {name}", is_demo=is_demo)
    assert preparation.demo_accounts() == ["mttq.giamsat       Bà mttq.giamsat", "xa.canbo           Bà xa.canbo"]
