"""The environment is read strictly, and `.env.example` lists all of it."""

import os
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dialogue_portal import environment

BASE_DIR = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("True", True), (" on ", True), ("0", False), ("No", False)])
def test_a_flag_is_yes_or_no(monkeypatch, value, meant):
    monkeypatch.setenv("FLAG", value)
    assert environment.flag("FLAG", default=not meant) is meant


@pytest.mark.parametrize("value", ["ture", "2", "có"])
def test_a_misspelt_flag_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("FLAG", value)
    with pytest.raises(ImproperlyConfigured, match="FLAG must be 1 or 0"):
        environment.flag("FLAG")


def test_what_is_set_to_nothing_is_not_set(monkeypatch):
    monkeypatch.setenv("EMPTY", " ")
    assert environment.flag("EMPTY", default=True) is True
    assert environment.text("EMPTY", "default") == "default"
    assert environment.number("EMPTY", 5) == 5
    assert environment.words("EMPTY", ("a",)) == ["a"]


@pytest.mark.parametrize("value", ["-1", "8o", "1.5", "٣", "70000"])
def test_a_number_out_of_range_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number between 1 and 65535"):
        environment.number("PORT", 8000, least=1, most=65535)


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,,")
    assert environment.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_dot_env_file_fills_in_what_the_environment_leaves_open(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "environ", {"PORT": "9000"})
    file = tmp_path / ".env"
    file.write_text("# remark\n\nPORT=8000\nexport HOST='0.0.0.0'\nSECRET_KEY=a=b#c\n", encoding="utf-8")
    environment.read_dot_env(file)
    assert os.environ == {"PORT": "9000", "HOST": "0.0.0.0", "SECRET_KEY": "a=b#c"}


def test_a_line_of_dot_env_that_is_not_understood_is_named(tmp_path):
    file = tmp_path / ".env"
    file.write_text("PORT=8000\nHOST 0.0.0.0\n", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=r"\.env, line 2"):
        environment.read_dot_env(file)


def test_the_example_lists_every_variable_that_is_read():
    sources = [BASE_DIR / "dialogue_portal" / name for name in ("settings.py", "supervisor.py")]
    read = {
        name
        for source in sources
        for name in re.findall(r"env\.(?:text|flag|number|words)\(\s*['\"](\w+)", source.read_text(encoding="utf-8"))
    }
    listed = re.findall(r"^#?\s?(\w+)=", (BASE_DIR / ".env.example").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(listed) == sorted(read)
