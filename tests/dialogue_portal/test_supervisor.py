"""The supervisor with small stand-ins for the web server and the worker."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dialogue_portal import supervisor

BASE_DIR = Path(__file__).resolve().parents[2]

# Arguments: port, folder. Each stand-in leaves its process id in the folder, one line a start.
STAND_INS = """
import sys
from dialogue_portal.supervisor import Child, Supervisor
port, folder = int(sys.argv[1]), sys.argv[2]
note = "import os; open(%r, 'a').write(f'{os.getpid()}\\\\n'); "
serve = "import http.server as s; s.HTTPServer(('127.0.0.1', %d), s.SimpleHTTPRequestHandler).serve_forever()" % port
children = [
    Child("web server", [sys.executable, "-c", note % f"{folder}/web" + serve]),
    Child("job worker", [sys.executable, "-c", note % f"{folder}/worker" + "import time; time.sleep(600)"]),
]
sys.exit(Supervisor("127.0.0.1", port, children, ["tinh.lanhdao  Ông A"]).run())
"""


def wait_for(found, what):
    for _attempt in range(300):
        value = found()
        if value:
            return value
        time.sleep(0.1)
    pytest.fail(f"waited in vain for {what}")


@pytest.fixture
def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def running(tmp_path, port):
    """A supervisor that is up; `started("web")` lists the process ids of every start."""
    log = tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", STAND_INS, str(port), str(tmp_path)],
            cwd=BASE_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def started(name):
        file = tmp_path / name
        return [int(line) for line in file.read_text().splitlines()] if file.exists() else []

    process.log, process.started = log, started
    wait_for(lambda: "The portal is at" in log.read_text() and started("worker"), "the start")
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A killed child of a killed supervisor may wait to be reaped.
    return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"


def test_the_address_and_the_accounts_are_printed_when_the_server_answers(running, port):
    printed = running.log.read_text()
    assert f"The portal is at http://127.0.0.1:{port}/" in printed
    assert "tinh.lanhdao  Ông A" in printed


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_dead_child_is_started_again(running, name):
    (first,) = running.started(name)
    os.kill(first, signal.SIGKILL)
    _first, second = wait_for(lambda: len(running.started(name)) == 2 and running.started(name), "the second start")
    assert is_alive(second)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_both_children_end_with_the_supervisor(running, number):
    children = running.started("web") + running.started("worker")
    running.send_signal(number)
    assert running.wait(timeout=30) == 0
    assert [pid for pid in children if is_alive(pid)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_killed_supervisor_leaves_no_children_behind(running):
    children = running.started("web") + running.started("worker")
    running.kill()
    running.wait()
    wait_for(lambda: not any(map(is_alive, children)), "the children to end")


def test_a_web_server_that_cannot_start_ends_everything(port):
    children = [
        supervisor.Child("web server", [sys.executable, "-c", "raise SystemExit(3)"]),
        supervisor.Child("job worker", [sys.executable, "-c", "import time; time.sleep(600)"]),
    ]
    previous = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert supervisor.Supervisor("127.0.0.1", port, children).run() == 1
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    assert not children[1].is_running()


def test_quick_deaths_are_followed_by_longer_pauses(monkeypatch, capsys):
    child = supervisor.Child("job worker", ["true"])
    clock = 1000.0
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: clock)
    pauses = []
    for _death in range(7):
        child.process, child.started = subprocess.CompletedProcess("true", 1), clock
        child.note_death()
        pauses.append(child.not_before - clock)
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    child.process, child.started = subprocess.CompletedProcess("true", 1), clock - 3600
    child.note_death()
    assert child.not_before == clock


def test_a_taken_port_is_noticed_before_anything_starts(port, monkeypatch, capsys):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        assert supervisor.is_taken("127.0.0.1", port) is True
        monkeypatch.setenv("HOST", "127.0.0.1")
        monkeypatch.setenv("PORT", str(port))
        assert supervisor.main() == 2
    assert f"PORT={port + 1} ./run" in capsys.readouterr().out
    assert supervisor.is_taken("127.0.0.1", port) is False


def test_a_folder_of_somebody_else_is_refused_before_anything_is_written(tmp_path, port, monkeypatch, capsys):
    (tmp_path / "letters.docx").write_text("not ours")
    monkeypatch.setattr(supervisor, "prepare", lambda: pytest.fail("prepared"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", str(port))
    assert supervisor.main() == 2
    said = capsys.readouterr().out
    assert f"DATA_DIR={tmp_path} is not empty (it holds letters.docx)" in said
    assert f"DATA_DIR={tmp_path}/portal ./run" in said
    assert [path.name for path in tmp_path.iterdir()] == ["letters.docx"]


def test_run_itself_refuses_a_foreign_folder(tmp_path, port):
    (tmp_path / "letters.docx").write_text("not ours")
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port)}
    command = [sys.executable, "-m", "dialogue_portal.supervisor"]
    done = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, [path.name for path in tmp_path.iterdir()]) == (2, ["letters.docx"])


@pytest.mark.parametrize("own", supervisor.OWN_FILES)
def test_a_folder_a_portal_made_is_taken_again_whatever_else_is_in_it(own, tmp_path):
    (tmp_path / own).parent.mkdir(exist_ok=True)
    (tmp_path / own).touch()
    (tmp_path / "portal.dump").touch()
    supervisor.refuse_foreign_folder(tmp_path)


def test_an_empty_folder_and_one_to_come_are_taken(tmp_path):
    supervisor.refuse_foreign_folder(tmp_path)
    supervisor.refuse_foreign_folder(tmp_path / "new" / "folder")
    (tmp_path / "lost+found").mkdir()
    supervisor.refuse_foreign_folder(tmp_path)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="is a file"):
        supervisor.refuse_foreign_folder(tmp_path / "file")


def test_a_host_that_is_nowhere_is_named():
    with pytest.raises(ImproperlyConfigured, match=r"HOST=no\.such\.host\.invalid"):
        supervisor.is_taken("no.such.host.invalid", 8000)


@pytest.mark.parametrize(("host", "asked"), [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("10.0.0.5", "10.0.0.5")])
def test_a_server_on_all_addresses_is_asked_at_the_nearest(host, asked):
    assert supervisor.reachable(host) == asked


def test_the_web_server_binds_version_six_addresses_in_brackets():
    assert "[::1]:8000" in supervisor.web_server("::1", 8000).command
    assert "127.0.0.1:8000" in supervisor.web_server("127.0.0.1", 8000).command
