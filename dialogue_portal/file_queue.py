"""The file-borne queue of an installation without Redis: messages and bindings appear whole or not at all.

kombu writes a message under the name by which workers look for it, and creates the table of an exchange empty: a worker
that looked at that moment read half of it and ended. Jobs are rows, so a message that is broken all the same is passed
over, and the sweeper sends its job again.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import time_ns
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)
#: How settings name this transport.
SCHEME = "portal-files"


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        # Read in the order of their names.
        name = f"{time_ns():020d}_{uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, str_to_bytes(dumps(payload)))

    def _get(self, queue):
        try:
            return super()._get(queue)
        except ValueError:
            # Not its text: that holds what the message was about.
            logger.error("A message of the queue “%s” could not be read and is passed over.", queue)
            raise Empty from None

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        table = self._exchange_file(exchange)
        if not table.exists():
            self.control_folder.mkdir(exist_ok=True)
            _write_whole(table, b"[]", only_new=True)
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    Channel = Channel


def _write_whole(path, data, *, only_new=False):
    """Write beside it and give it its name at the end; `only_new` leaves what somebody else wrote meanwhile."""
    part = path.with_name(f"{path.name}.{uuid4()}.part")
    try:
        part.write_bytes(data)
        if only_new:
            with suppress(FileExistsError):
                os.link(part, path)
        else:
            os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def register():
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
