"""The file-borne queue: what is half written is not read, what is broken ends no worker."""

import json
import threading

import pytest
from django.conf import settings
from kombu import Connection, Queue
from kombu.transport import filesystem
from kombu.transport.virtual import BrokerState

from dialogue_portal import file_queue
from dialogue_portal.celery import app

BROKEN = "00_broken.celery.msg"


@pytest.fixture
def options(tmp_path, monkeypatch):
    # What is bound is remembered by the process, wherever its folder is.
    for transport in (file_queue.Transport, filesystem.Transport):
        monkeypatch.setattr(transport, "global_state", BrokerState())
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    queue = str(tmp_path / "queue")
    return {"data_folder_in": queue, "data_folder_out": queue, "control_folder": str(tmp_path / "control")}


@pytest.fixture
def connection(options):
    with Connection(f"{file_queue.SCHEME}://localhost//", transport_options=options) as opened:
        yield opened


def read(connection):
    message = connection.SimpleQueue("celery").get(block=False)
    message.ack()
    return message.payload


def test_the_portal_uses_it_without_redis():
    if not settings.REDIS_URL:
        assert isinstance(app.connection_for_write().transport, file_queue.Transport)


def test_messages_arrive_in_the_order_they_were_sent(connection):
    queue = connection.SimpleQueue("celery")
    for number in range(3):
        queue.put({"number": number})
    assert [read(connection)["number"] for _each in range(3)] == [0, 1, 2]


def test_a_message_has_its_name_only_when_it_is_whole(connection, options, tmp_path, monkeypatch):
    seen = []
    replaced = file_queue.os.replace

    def look_first(part, path):
        seen.append([one.name for one in (tmp_path / "queue").glob("*.celery.msg")])
        replaced(part, path)

    monkeypatch.setattr(file_queue.os, "replace", look_first)
    connection.SimpleQueue("celery").put({"number": 1})
    assert (seen, read(connection)) == ([[]], {"number": 1})
    assert list((tmp_path / "queue").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b'{"body": "half'])
def test_a_broken_message_is_passed_over_and_the_next_one_read(content, connection, tmp_path, caplog):
    queue = connection.SimpleQueue("celery")
    (tmp_path / "queue" / BROKEN).write_bytes(content)
    queue.put({"number": 7})
    with pytest.raises(queue.Empty):
        read(connection)
    assert read(connection) == {"number": 7}
    assert "passed over" in caplog.text and "half" not in caplog.text


def test_the_transport_of_kombu_ends_at_it(options, tmp_path):
    """The control of the test above."""
    with Connection("filesystem://localhost//", transport_options=options) as plain:
        queue = plain.SimpleQueue("celery")
        (tmp_path / "queue" / BROKEN).write_bytes(b"")
        with pytest.raises(ValueError):
            queue.get(block=False)


def test_bindings_made_at_the_same_time_are_all_there(options, tmp_path):
    """kombu creates the table empty: whoever reads or writes it then loses, or reads nothing."""
    names = [f"q{number}" for number in range(8)]
    together, failed = threading.Barrier(len(names)), []

    def bind(name):
        try:
            with Connection(f"{file_queue.SCHEME}://localhost//", transport_options=options) as one:
                channel = one.channel()
                together.wait(10)
                Queue(name, routing_key=name, channel=channel)
                channel._queue_bind("celery", name, None, name)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=bind, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    table = json.loads((tmp_path / "control" / "celery.exchange").read_text())
    assert (failed, sorted(row[2] for row in table)) == ([], names)
