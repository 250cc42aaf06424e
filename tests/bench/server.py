"""A gunicorn with two workers on loopback, as the supervisor starts it, and a client that keeps its lines open."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlencode

LINES = 2


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serving(settings):
    """The port of a server with these settings, while the block runs."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.bench.wsgi", "--bind", f"127.0.0.1:{port}", "--preload"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "900"]
    command += ["--log-level", "warning", "--no-control-socket"]
    process = subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port, process):
    for _attempt in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The web server did not start.")


class Client:
    """One signed-in person. Requests go over two open connections in turn, so that both workers are met."""

    def __init__(self, port, session=""):
        self.lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=120) for _line in range(LINES)]
        self.session = session
        self.turn = 0

    def ask(self, path, form=None, *, count=False):
        """(seconds, status, headers, body) of one request."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "Accept-Language": "vi"}
        if count:
            headers["X-Count-Queries"] = "1"
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        self.turn = (self.turn + 1) % LINES
        line = self.lines[self.turn]
        began = time.perf_counter()
        line.request("GET" if form is None else "POST", path, body, headers)
        answer = line.getresponse()
        content = answer.read()
        return time.perf_counter() - began, answer.status, answer.headers, content

    def sign_in(self, username, password):
        _seconds, status, headers, _body = self.ask(
            "/accounts/login/", {"username": username, "password": password, "next": ""}
        )
        found = re.search(r"sessionid=(\w+)", "\n".join(headers.get_all("Set-Cookie", [])))
        if status != 302 or not found:
            sys.exit(f"{username} could not sign in ({status}).")
        self.session = found.group(1)
        return self


#: A secret for the double-submit cookie; any 32 letters do.
TOKEN = "benchbenchbenchbenchbenchbenchbe"
