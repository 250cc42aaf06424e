"""A whole portal of its own, outside the test process: a fresh database, a queue, and workers that can be killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

ENGINES = ("SQLite and files", "PostgreSQL and Redis")
LEASE_SECONDS = 3
BASE_DIR = Path(__file__).resolve().parents[3]


class Portal:
    """`database_url` names a database that does not exist yet; an empty `redis_url` means the file-borne queue."""

    def __init__(self, folder, *, database_url, redis_url="", **environment):
        self.folder = folder
        self.database_url = database_url
        self.workers = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings_worker",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "not-secret-only-for-tests",
            "PRODUCTION": "0",
            "DEBUG": "0",
            "DEMO": "1",
            "LOG_LEVEL": "INFO",
            **environment,
        }

    def run(self, code):
        """Python in a process of its own, with Django set up; returns what it printed."""
        command = [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"]
        return self._call(command)

    def manage(self, *arguments):
        return self._call([sys.executable, "manage.py", *arguments])

    def _call(self, command):
        done = subprocess.run(
            command, cwd=BASE_DIR, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, sql):
        """What the database holds now, asked over a connection of its own."""
        if self.database_url.startswith("sqlite"):
            path = self.database_url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as connection:
                return connection.execute(sql).fetchall()
        with closing(psycopg2.connect(self.database_url)) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def start_worker(self):
        """A real worker with its clock, in a process group of its own; its log is in the folder."""
        command = [sys.executable, "-m", "celery", "-A", "dialogue_portal", "worker", "--pool", "threads"]
        command += ["--concurrency", "2", "--beat", "--loglevel", "info", "--without-gossip", "--without-mingle"]
        with (self.folder / f"worker-{len(self.workers)}.log").open("wb") as log:
            worker = subprocess.Popen(
                command, cwd=BASE_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker):
        """As the kernel does when memory is short: nothing of the worker runs after it."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def stop(self):
        for worker in self.workers:
            if worker.poll() is None:
                self.kill(worker)

    def finish_despite_kills(self, kind, *, jobs, kills, chance, pause):
        """Kill a worker in the middle of work, `kills` times, then let one finish all jobs of this kind.

        Kills are spread over the work; `pause` is the longest wait, in seconds, between seeing a job run and the kill.
        """
        for kill in range(kills):
            worker = self.start_worker()
            wished = (kill + 1) * jobs // (kills + 2)
            wait_until(
                lambda wished=wished: self.jobs(kind, "done") >= wished and self.jobs(kind, "running"),
                seconds=60,
                otherwise=self.logs,
            )
            time.sleep(chance.uniform(0, pause))
            self.kill(worker)
        assert self.jobs(kind, "done") < jobs
        worker = self.start_worker()
        wait_until(lambda: self.jobs(kind, "done") == jobs, seconds=LEASE_SECONDS + 60, otherwise=self.logs)
        self.kill(worker)

    def jobs(self, kind, state):
        """How many jobs of a kind are in this state."""
        return self.rows(f"SELECT count(*) FROM jobs_job WHERE kind = '{kind}' AND state = '{state}'")[0][0]

    def logs(self):
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("worker-*.log")))


@contextmanager
def portal_on(engine, folder, name, *, queue, **environment):
    """A migrated portal on one of `ENGINES`, with short leases.

    `name` and `queue`, a database of the Redis server, keep several apart.
    """
    environment = {"JOB_LEASE_SECONDS": str(LEASE_SECONDS), **environment}
    if engine == ENGINES[0]:
        with _migrated(Portal(folder, database_url=f"sqlite:///{folder}/portal.sqlite3", **environment)) as portal:
            yield portal
        return
    server, redis = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if not server or not redis:
        pytest.skip("needs TEST_DATABASE_URL and TEST_REDIS_URL: ./test acceptance main-job starts both")
    with ServerDatabase(server, f"{name}_{os.getpid()}") as url:
        portal = Portal(folder, database_url=url, redis_url=f"{redis.rstrip('/')}/{queue}", **environment)
        with _migrated(portal):
            yield portal


@contextmanager
def _migrated(portal):
    portal.manage("migrate", "--verbosity", "0")
    try:
        yield portal
    finally:
        portal.stop()


def wait_until(is_so, *, seconds, otherwise=lambda: ""):
    """Asks ten times a second; fails with the words of `otherwise()` when it never comes true."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"It did not come true within {seconds} s. {otherwise()}"
        time.sleep(0.1)


class ServerDatabase:
    """A database of its own on the PostgreSQL server of the tests, dropped at the end."""

    def __init__(self, server_url, name):
        self.server_url = server_url
        self.name = name
        self.url = urlsplit(server_url)._replace(path=f"/{name}").geturl()

    def __enter__(self):
        self._execute(f'CREATE DATABASE "{self.name}"')
        return self.url

    def __exit__(self, *error):
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _execute(self, statement):
        with closing(psycopg2.connect(urlsplit(self.server_url)._replace(path="/postgres").geturl())) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
