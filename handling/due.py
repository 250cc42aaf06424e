"""Due dates by rule, and the sentence that says how each was computed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registers.calendar import WorkingCalendar, day_name
from registers.models import RuleParameter


@dataclass(frozen=True)
class DueDate:
    """A due date and the facts it was computed from, ready to be stored as JSON."""

    on: date
    basis: dict


def compute_due(key, start, *, level="", calendar=None):
    """The due date that rule `key` gives for work starting on `start`.

    Counting follows Civil Code 2015 Art. 147-148: the starting day is not counted; a calendar period that ends
    on a day off ends on the next working day. Raises `registers.models.RuleMissing` when no rule is in force.
    """
    rule = RuleParameter.objects.for_date(key, start, level)
    calendar = calendar or WorkingCalendar.load(start, start + timedelta(days=rule.value * 2 + 30))
    if rule.unit == "working":
        due = calendar.add_working_days(start, rule.value)
    else:
        due = start + timedelta(days=rule.value)
        while not calendar.is_working(due):
            due += timedelta(days=1)
    days_off = [[day.isoformat(), label] for day, label in calendar.holidays_between(start + timedelta(days=1), due)]
    basis = {
        "key": key,
        "start": start.isoformat(),
        "days": rule.value,
        "unit": rule.unit,
        "legal_basis": rule.legal_basis,
        "verified": rule.verified,
        "days_off": days_off,
        "due": due.isoformat(),
    }
    return DueDate(due, basis)


def explain(basis):
    """The sentences that explain a due date, in the active language; an empty list when none was computed."""
    if not basis:
        return []
    start = formats.date_format(date.fromisoformat(basis["start"]), "SHORT_DATE_FORMAT")
    if basis["unit"] == "working":
        counted = ngettext(
            "%(days)d working day counted from the day after %(start)s, "
            "without Saturdays, Sundays and public holidays.",
            "%(days)d working days counted from the day after %(start)s, "
            "without Saturdays, Sundays and public holidays.",
            basis["days"],
        )
    else:
        counted = ngettext(
            "%(days)d calendar day counted from the day after %(start)s; a last day off moves to the next working day.",
            "%(days)d calendar days counted from the day after %(start)s; "
            "a last day off moves to the next working day.",
            basis["days"],
        )
    sentences = [counted % {"days": basis["days"], "start": start}]
    if basis["days_off"]:
        named = "; ".join(
            f"{formats.date_format(day, 'SHORT_DATE_FORMAT')} {day_name(day, label)}".strip()
            for day, label in ((date.fromisoformat(day), label) for day, label in basis["days_off"])
        )
        sentences.append(_("Days off in between: %(days)s.") % {"days": named})
    if basis["legal_basis"]:
        sentences.append(_("Basis: %(basis)s.") % {"basis": basis["legal_basis"]})
    if not basis["verified"]:
        sentences.append(_("This rule has not been checked against the text of the regulation."))
    return sentences
