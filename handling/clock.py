"""The clock of a piece of work: stopped on a ground of the law, and going on with the days it stood added."""

from datetime import timedelta

from registers.calendar import WorkingCalendar

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
    stood = pause.ended_on - pause.started_on
    put_off(handling, later_by(handling.due_on, stood), on=pause.started_on)
    return stood.days


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
    """How long the clock stood in all the pauses that are over."""
    ended = handling.pauses.filter(ended_on__isnull=False)
    return sum((end - start for start, end in ended.values_list("started_on", "ended_on")), timedelta())


def later_by(due_on, stood):
    """A due date so much later, on a working day (Civil Code 2015, Art. 148)."""
    moved = due_on + stood
    return WorkingCalendar.load(moved, moved + timedelta(days=30)).next_working_day(moved)
