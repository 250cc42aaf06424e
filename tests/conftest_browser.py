"""Fixtures for tests that drive Chromium: two kinds of site, pages at a width, signing in, axe-core.

`site` is the test database served from this process, for a world made by the test itself. `portal` is the whole thing
as `./run` starts it, web server and worker and demonstration data, started once for all tests that ask for it.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
AXE = BASE_DIR / "tests" / "browser" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {1366: 768, 375: 812}
# The cast of tests/conftest.py, and the demonstration.
CAST_PASSWORD = "a long test password"
DEMO_PASSWORD = "dialogue-demo"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# --- The browser -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; nothing is downloaded."""
    program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if program is None:
        pytest.fail("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread, which makes Django suspect asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Watch:
    """What no page may do: raise in a script, break its own content security policy, ask another host."""

    origin: str
    faults: list[str]

    def follow(self, page):
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self.note_console)
        page.on("request", self.note_request)

    def note_console(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def note_request(self, request):
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.faults.append(f"asked another host: {request.url}")


@pytest.fixture
def open_page(browser):
    """`open_page(origin, width=1366, language="vi")` gives a page of a fresh context; the test fails for its faults,
    which `open_page.faults` lists."""
    contexts, faults = [], []

    def open_one(origin, width=1366, language="vi"):
        context = browser.new_context(
            base_url=origin,
            viewport={"width": width, "height": WIDTHS.get(width, 800)},
            locale={"vi": "vi-VN", "en": "en-GB"}[language],
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        Watch(origin, faults).follow(page)
        contexts.append(context)
        return page

    open_one.faults = faults
    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page_at(site, open_page):
    """`page_at(375)` is a page of `site` at that width."""
    return lambda width=1366, language="vi": open_page(site, width, language)


@pytest.fixture
def sign_in():
    """`sign_in(page, username, password)` through the form; ends on the page the role lands on."""

    def enter(page, username, password=CAST_PASSWORD):
        page.goto("/accounts/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    return enter


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` lists violations as "rule: where (why)"; empty when there are none.

    The script is evaluated by the debugger, since the site's policy allows no script but its own.
    """
    source = AXE.read_text(encoding="utf-8")

    def violations(page):
        page.evaluate(source)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
        )
        return [
            f"{violation['id']}: {' '.join(map(str, node['target']))} ({' '.join(node['failureSummary'].split())})"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return violations


# --- The sites ---------------------------------------------------------------------------------------------------


@pytest.fixture
def site(live_server):
    """The address of the test database's own site; the test fills it with the cast and what it needs."""
    return live_server.url


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The address of a complete portal with its demonstration data, as `./run` starts it."""
    folder = tmp_path_factory.mktemp("portal")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dialogue_portal.supervisor"],
            cwd=BASE_DIR,
            env=portal_environment(folder / "data", port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def portal_page(portal, open_page, sign_in):
    """`portal_page("tinh.lanhdao", 375)` is a page of `portal`, signed in with a demonstration account."""

    def open_one(username=None, width=1366, language="vi"):
        page = open_page(portal, width, language)
        return sign_in(page, username, DEMO_PASSWORD) if username else page

    return open_one


def portal_environment(folder, port):
    """The environment of a portal of its own: SQLite, or a new database on the tests' PostgreSQL."""
    database = os.environ.get("TEST_DATABASE_URL", "")
    redis = os.environ.get("TEST_REDIS_URL", "")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dialogue_portal.settings",
        "DATA_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": new_database(database, f"portal_{port}") if database else "",
        # Away from the queues of the tests' own processes.
        "REDIS_URL": f"{redis}/15" if redis else "",
        "SECRET_KEY": "",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


def new_database(url, name):
    """An empty database beside the one of `url`."""
    server = url.rpartition("/")[0]
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return f"{server}/{name}"


def wait_until_ready(url, process, log, seconds=300):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if urllib.request.urlopen(f"{url}/readyz", timeout=5).status == 200:
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"The portal did not become ready:\n{log.read_text(encoding='utf-8')[-4000:]}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
