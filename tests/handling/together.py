"""Several people at the same moment: threads that start together, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*works, expected=()):
    """What each work returned, or the exception of an `expected` class that it raised."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait(timeout=20)
            return work()
        except expected as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [running.result(timeout=60) for running in [pool.submit(run, work) for work in works]]
