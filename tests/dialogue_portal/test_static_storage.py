"""Addresses of static files before and after they were collected."""

import pytest

from dialogue_portal.static_storage import StaticStorage


@pytest.fixture
def storage(tmp_path):
    return StaticStorage(location=tmp_path, base_url="/static/")


def test_before_collecting_a_file_has_its_own_name(storage):
    assert storage.url("css/tokens.css") == "/static/css/tokens.css"


def test_after_collecting_a_file_has_its_hashed_name(storage):
    storage.hashed_files = {"css/tokens.css": "css/tokens.0a1b2c.css"}
    assert storage.url("css/tokens.css") == "/static/css/tokens.0a1b2c.css"


def test_after_collecting_an_unknown_file_is_an_error(storage):
    storage.hashed_files = {"css/tokens.css": "css/tokens.0a1b2c.css"}
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        storage.url("css/no-such.css")
