"""What is due once a period. Every scheduler ticks; whoever makes the period's mark runs it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from .models import ScheduleMark


def daily(now):
    """A period is a calendar day of the portal's time zone."""
    return f"{timezone.localdate(now):%Y-%m-%d}"


def monthly(now):
    """A period is a calendar month of the portal's time zone."""
    return f"{timezone.localdate(now):%Y-%m}"


@dataclass(frozen=True)
class Schedule:
    name: str
    due: Callable
    period: Callable


_schedules: dict[str, Schedule] = {}


def register(name, due, *, period=daily):
    """Have `due(now)` called once in every period, at its first tick; registering a name again replaces it.

    `period(now)` names the period as text. `due` runs in the transaction that makes the mark: when it fails, nothing
    of it stays and the next tick tries again. It must be short: it asks for jobs.
    """
    _schedules[name] = Schedule(name, due, period)


def run_due(now):
    """Run what has not run in its present period. One that fails does not keep the others from running."""
    with ExitStack() as all_of_them:
        for schedule in _schedules.values():
            all_of_them.callback(_run_once, schedule, now)


def _run_once(schedule, now):
    mark = {"name": schedule.name, "period": schedule.period(now)}
    if ScheduleMark.objects.filter(**mark).exists():
        return
    with transaction.atomic():
        # A second scheduler waits here until the first has committed, and then finds the mark.
        _mark, is_ours = ScheduleMark.objects.get_or_create(**mark)
        if is_ours:
            schedule.due(now)
