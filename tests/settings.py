"""The real settings, made quick and pointed away from everybody's data.

The database is a file in a throw-away folder (WAL and IMMEDIATE, as in use, so that threads and a live server work on
it), or whatever TEST_DATABASE_URL names; jobs go through TEST_REDIS_URL or a throw-away folder.
A developer's environment and `.env` change nothing here.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_ROOT = os.environ.get("PORTAL_TEST_FOLDER")
if not _ROOT:
    # The first process makes the folder; workers of pytest-xdist inherit its name.
    _ROOT = os.environ["PORTAL_TEST_FOLDER"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, _ROOT, ignore_errors=True)
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

os.environ.update(
    DATA_DIR=str(Path(_ROOT) / _WORKER),
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_ROOT}/{_WORKER}/portal.sqlite3",
    REDIS_URL=os.environ.get("TEST_REDIS_URL", ""),
    SECRET_KEY="not-secret-only-for-tests",
    ALLOWED_HOSTS="*",
    CSRF_TRUSTED_ORIGINS="",
    STATIC_ROOT=str(Path(_ROOT) / _WORKER / "static"),
    PRODUCTION="0",
    DEBUG="0",
    DEMO="1",
    PROXY_COUNT="0",
    LOG_LEVEL="INFO",
)

from dialogue_portal.settings import *  # noqa: E402, F403
from dialogue_portal.settings import CACHES, DATA_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE, REDIS_URL  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests write rows without their events; those of `audit.kept` and the browser's portals keep pages as in use.
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The test server and client serve static files from their sources.
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "whitenoise.runserver_nostatic"]
MIDDLEWARE = [layer for layer in MIDDLEWARE if not layer.startswith("whitenoise.")]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
if REDIS_URL and _WORKER.startswith("gw"):
    # Workers share the Redis server but not a queue.
    CELERY_BROKER_URL = REDIS_URL = f"{REDIS_URL.rstrip('/')}/{_WORKER.removeprefix('gw')}"
