"""The clock of a piece of work: stopped on a ground of the law, and going on with the days it stood added."""

from .due import later_by, stood
from .extensions import put_off
from .models import ClockPause


def stop_clock(handling, *, on, ground):
    """Stop the clock from the day `on`, within the caller's transaction. `ground` is a code of the room above."""
    ClockPause.objects.create(handling=handling, started_on=on, ground=ground)
    handling.stopped_on = on
    handling.save(update_fields=["stopped_on"])


def let_clock_go_on(handling, *, on):
    """Start the clock again: the due date moves by the days it stood. Returns how many days that were.

    What had passed when the clock was stopped stays missed.
    """
    pause = _end_pause(handling, on=on)
    days = (pause.ended_on - pause.started_on).days
    basis = stood(handling.due_basis, days)
    put_off(handling, later_by(handling.due_on, days), on=pause.started_on, basis=basis)
    return days


def due_when_resumed(handling, *, on):
    """The due date that holds when a clock that stands goes on with the day `on`: one query more than its calendar."""
    pause = handling.pauses.get(ended_on__isnull=True)
    return later_by(handling.due_on, max(0, (on - pause.started_on).days))


def end_clock(handling, *, on):
    """Work ends on the day `on`: if its clock stands, the due date moves as if it went on, since nothing was late."""
    if handling.stopped_on is not None:
        let_clock_go_on(handling, on=on)


def _end_pause(handling, *, on):
    pause = handling.pauses.get(ended_on__isnull=True)
    pause.ended_on = max(on, pause.started_on)
    pause.save(update_fields=["ended_on"])
    handling.stopped_on = None
    handling.save(update_fields=["stopped_on"])
    return pause


def days_stood(handling):
    """On how many days the clock stood in all the pauses that are over."""
    ended = handling.pauses.filter(ended_on__isnull=False)
    return sum((end - start).days for start, end in ended.values_list("started_on", "ended_on"))
