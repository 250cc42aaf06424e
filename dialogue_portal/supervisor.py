"""Keeps the web server and the job worker running on one machine: `python -m dialogue_portal.supervisor`.

Prepares the database first, restarts a child that dies, and stops both on Ctrl+C or SIGTERM. A service manager
(systemd, containers) does the same for production nodes; see the README.
"""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from . import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
STOP_SECONDS = 8
LONGEST_PAUSE = 30
PR_SET_PDEATHSIG = 1
#: What a portal leaves in its folder, whichever database and broker it uses: one of these makes a folder its own.
OWN_FILES = ("portal.sqlite3", "secret_key", "static.stamp", "static/staticfiles.json", "queue-control")
#: What a fresh file system has in it.
NOBODYS_FILES = {"lost+found"}


@dataclass
class Child:
    """A process that should always run. `failures` counts quick deaths in a row and sets the pause before the next."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started: float = 0
    failures: int = 0
    not_before: float = 0

    def start(self):
        # A group of its own, so that Ctrl+C in the terminal reaches only the supervisor, which stops children in order.
        self.process = subprocess.Popen(
            self.command, cwd=BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent
        )
        self.started = time.monotonic()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def note_death(self):
        """Decide when to start again: at once after a long life, later and later after quick deaths."""
        lived = time.monotonic() - self.started
        self.failures = 0 if lived > 60 else self.failures + 1
        pause = 0 if self.failures == 0 else min(2 ** (self.failures - 1), LONGEST_PAUSE)
        self.not_before = time.monotonic() + pause
        say(f"The {self.name} ended (exit {self.process.returncode}); starting it again in {pause} s.")
        self.process = None

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def die_with_parent():
    """On Linux, a child gets SIGTERM when the supervisor is killed outright, so that the port is free again."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs until asked to stop; `run` returns the exit code."""

    def __init__(self, host: str, port: int, children: list[Child], accounts: list[str] = ()):
        self.host, self.port, self.children, self.accounts = host, port, children, accounts
        self.stops_asked = 0
        self.is_up = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask_to_stop)
        try:
            while not self.stops_asked:
                if not self.tend():
                    return 1
                time.sleep(0.1)
            return 0
        finally:
            self.stop()

    def ask_to_stop(self, number, frame):
        self.stops_asked += 1

    def tend(self) -> bool:
        """One round: start what should run. False when the web server could not even start for the first time."""
        for child in self.children:
            if child.process is not None and not child.is_running():
                if child is self.children[0] and not self.is_up:
                    say(f"The {child.name} could not start (exit {child.process.returncode}); see above.")
                    return False
                child.note_death()
            if child.process is None and time.monotonic() >= child.not_before:
                child.start()
        if not self.is_up and answers(self.host, self.port):
            self.is_up = True
            self.announce()
        return True

    def announce(self):
        say(f"\nThe portal is at http://{self.host}:{self.port}/   (Ctrl+C stops it)")
        if self.accounts:
            say("\nDemonstration accounts, password dialogue-demo:\n  " + "\n  ".join(self.accounts) + "\n")

    def stop(self):
        """SIGTERM lets requests and jobs end; what has not ended then, or at a second Ctrl+C, is killed."""
        running = [child for child in self.children if child.is_running()]
        if running:
            say("Stopping …")
        for child in running:
            child.process.terminate()
        until = time.monotonic() + STOP_SECONDS
        while any(child.is_running() for child in running) and time.monotonic() < until and self.stops_asked < 2:
            time.sleep(0.05)
        for child in running:
            if child.is_running():
                child.kill()
            child.process.wait()


def answers(host: str, port: int) -> bool:
    """The web server speaks HTTP, under the name production is known by."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=1)
    name = next((name for name in env.words("ALLOWED_HOSTS") if name != "*"), host).lstrip(".")
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def reachable(host: str) -> str:
    """The address to ask at, when the server listens on all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)


def is_taken(host: str, port: int) -> bool:
    """Raises `ImproperlyConfigured` for a host that is not this machine's."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except socket.gaierror as error:
        raise ImproperlyConfigured(f"HOST={host} is no address of this machine.") from error
    except PermissionError as error:
        raise ImproperlyConfigured(f"PORT={port} is reserved for the administrator; choose one above 1023.") from error
    except OSError:
        return True
    return False


def refuse_foreign_folder(folder: Path):
    """Raises `ImproperlyConfigured` for a DATA_DIR that holds files, but none that a portal made."""
    if folder.exists() and not folder.is_dir():
        raise ImproperlyConfigured(f"DATA_DIR={folder} is a file; name a folder.")
    if not folder.exists() or any((folder / name).exists() for name in OWN_FILES):
        return
    foreign = sorted({path.name for path in folder.iterdir()} - NOBODYS_FILES)
    if foreign:
        raise ImproperlyConfigured(
            f"DATA_DIR={folder} is not empty (it holds {foreign[0]}) and is no data folder of the portal; nothing was "
            f"written. Name an empty folder or a new one:  DATA_DIR={folder / 'portal'} ./run"
        )


def web_server(host: str, port: int) -> Child:
    """gunicorn, loaded once and forked, so that a start costs one import of Django."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "dialogue_portal.wsgi", "--bind", bind, "--preload"]
    command += ["--worker-class", "gthread", "--workers", str(env.number("WEB_WORKERS", 2, least=1)), "--threads", "4"]
    command += ["--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"]
    return Child("web server", command)


def worker() -> Child:
    """One Celery worker with the clock in it: exactly one per installation started this way."""
    # A first look as root is nobody's mistake, and this worker reads JSON only.
    command = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "dialogue_portal", "-q"]
    command += ["worker", "--pool", "threads"]
    command += ["--concurrency", str(env.number("JOB_THREADS", 2, least=1)), "--beat", "--loglevel", "warning"]
    return Child("job worker", [*command, "--without-gossip", "--without-mingle"])


def prepare() -> list[str] | None:
    """Run the preparation as its own process, which keeps Django out of this one. None when it failed."""
    with tempfile.TemporaryDirectory() as folder:
        accounts = Path(folder) / "accounts"
        done = subprocess.run(
            [sys.executable, "-m", "dialogue_portal.preparation", accounts], cwd=BASE_DIR, check=False
        )
        return accounts.read_text(encoding="utf-8").splitlines() if done.returncode == 0 else None


def say(sentence):
    print(sentence, flush=True)


def main() -> int:
    try:
        env.read_dot_env(BASE_DIR / ".env")
        host, port = env.text("HOST", "127.0.0.1"), env.number("PORT", 8000, least=1, most=65535)
        children = [web_server(host, port), worker()]
        refuse_foreign_folder(Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve())
        if is_taken(host, port):
            raise ImproperlyConfigured(f"Port {port} of {host} is taken; choose another:  PORT={port + 1} ./run")
    except ImproperlyConfigured as error:
        say(str(error))
        return 2
    try:
        accounts = prepare()
    except KeyboardInterrupt:
        return 130
    if accounts is None:
        say("The preparation failed; nothing was started. See above.")
        return 1
    return Supervisor(host, port, children, accounts).run()


if __name__ == "__main__":
    sys.exit(main())
