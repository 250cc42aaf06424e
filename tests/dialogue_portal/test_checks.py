"""Start-up checks: demonstration accounts keep production from starting; a missing Pango is only a warning."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks as django_checks
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from dialogue_portal import checks
from dialogue_portal.celery import refuse_to_start

BASE_DIR = Path(__file__).resolve().parents[2]


@pytest.fixture
def demo_user(db):
    return User.objects.create_user("tinh.lanhdao", full_name="Người Mẫu", is_demo=True)


@pytest.fixture(autouse=True)
def keep_connections(monkeypatch):
    """The refusal closes connections before the web server forks; here that would end the test's transaction."""
    monkeypatch.setattr(checks.connections, "close_all", lambda: None)


def test_production_refuses_the_demonstration(settings, demo_user):
    settings.PRODUCTION, settings.DEMO = True, False
    with pytest.raises(ImproperlyConfigured, match="demonstration accounts"):
        checks.refuse_demo_in_production()
    errors = django_checks.run_checks(tags=[django_checks.Tags.database], databases=["default"])
    assert [error.id for error in errors] == ["portal.E001"]


@pytest.mark.parametrize(("production", "demo"), [(True, True), (False, True), (False, False)])
def test_the_demonstration_is_shown_elsewhere_and_on_purpose(settings, demo_user, production, demo):
    settings.PRODUCTION, settings.DEMO = production, demo
    checks.refuse_demo_in_production()
    assert django_checks.run_checks(tags=[django_checks.Tags.database], databases=["default"]) == []


def test_production_starts_on_real_people(settings, db):
    settings.PRODUCTION, settings.DEMO = True, False
    User.objects.create_user("an", full_name="Nguyễn Văn An")
    checks.refuse_demo_in_production()


def test_production_starts_on_an_empty_database(settings, monkeypatch):
    settings.PRODUCTION, settings.DEMO = True, False
    monkeypatch.setattr(
        checks, "connections", {"default": type("Bare", (), {"introspection": type("", (), {"table_names": list})})}
    )
    assert checks.why_demo_is_refused() == ""


def test_the_worker_ends_where_the_web_server_refuses(settings, demo_user):
    settings.PRODUCTION, settings.DEMO = True, False
    with pytest.raises(SystemExit, match="demonstration accounts"):
        refuse_to_start()


def test_missing_pango_is_a_warning_with_the_line_to_run(monkeypatch):
    monkeypatch.setattr(checks, "why_no_pdf", lambda: "cannot load library 'libpango-1.0-0'")
    (warning,) = checks.pdf_can_be_made(None)
    assert warning.id == "portal.W001"
    assert warning.is_serious() is False
    assert "libpango-1.0-0" in warning.hint
    monkeypatch.setattr(checks, "why_no_pdf", lambda: "")
    assert checks.pdf_can_be_made(None) == []


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PRODUCTION": "1"}, "PRODUCTION=1 needs SECRET_KEY"),
        ({"PRODUCTION": "1", "SECRET_KEY": "x" * 60}, "PRODUCTION=1 needs ALLOWED_HOSTS"),
        ({"PRODUCTION": "1", "SECRET_KEY": "x" * 60, "DEBUG": "1"}, "does not run with DEBUG=1"),
        ({"PRODUCTION": "ture"}, "PRODUCTION must be 1 or 0"),
        ({"DATABASE_URL": "mysql://localhost/portal"}, "must begin with postgres"),
    ],
)
def test_wrong_settings_stop_the_start_with_a_sentence(tmp_path, variables, sentence):
    environment = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "", "ALLOWED_HOSTS": "", "DEBUG": "", **variables}
    result = subprocess.run(
        [sys.executable, "-c", "import dialogue_portal.settings"],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert sentence in result.stderr


def test_the_local_secret_key_is_private_and_stays(tmp_path):
    command = [sys.executable, "-c", "from dialogue_portal.settings import SECRET_KEY; print(SECRET_KEY)"]
    keys = {
        subprocess.run(command, cwd=BASE_DIR, env={"DATA_DIR": str(tmp_path)}, capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(keys) == 1
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
