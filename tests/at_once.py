"""Several people press at once."""

from threading import Barrier, Thread

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from handling.moves import MoveRefused

AT_ONCE = 4


def at_once(work, times=AT_ONCE):
    """Run `work(number)` in several threads that start together; what each returned, or was refused with."""
    start, results = Barrier(times), [None] * times

    def run(number):
        try:
            start.wait(timeout=20)
            results[number] = work(number)
        except (ValidationError, IntegrityError, MoveRefused) as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
