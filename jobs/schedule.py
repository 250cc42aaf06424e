"""Schedules: the clock ticks on every node, each period runs once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from .models import ScheduleMark


@dataclass(frozen=True)
class Schedule:
    """`period(now)` names the period a moment belongs to ("2026-11"); `run(now)` is called once for each."""

    name: str
    period: Callable
    run: Callable


_schedules: dict[str, Schedule] = {}


def register(name, *, period, run):
    _schedules[name] = Schedule(name, period, run)


def run_due(now):
    """Run every schedule whose present period nobody has run; returns the names run here."""
    done = []
    for schedule in _schedules.values():
        period = schedule.period(now)
        if ScheduleMark.objects.filter(name=schedule.name, period=period).exists():
            continue
        try:
            with transaction.atomic():
                ScheduleMark.objects.create(name=schedule.name, period=period)
                schedule.run(now)
        except IntegrityError:
            continue
        done.append(schedule.name)
    return done
