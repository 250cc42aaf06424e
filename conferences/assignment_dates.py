"""The due dates that assigning on a day would give, before anything is assigned."""

from typing import NamedTuple

from handling.due import compute_due
from registers.models import RuleMissing

from . import effects


class AssignmentDates(NamedTuple):
    """Of an ordinary and of a complex matter, each a `handling.due.DueDate`; None where no rule is in force."""

    ordinary: object
    complex_matter: object


def assignment_dates(level, on):
    """The dates for an opinion of a unit of this level assigned on a day."""
    return AssignmentDates(*(_due(level, on, is_complex) for is_complex in (False, True)))


def _due(level, on, is_complex):
    try:
        return compute_due(effects.due_key({"is_complex": is_complex}), on, level=level)
    except RuleMissing:
        return None
