"""Due dates by rule, and the sentence that says how each was computed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registers.calendar import WorkingCalendar, named_days
from registers.models import RuleMissing, RuleParameter


@dataclass(frozen=True)
class DueDate:
    """A due date and the facts it was computed from, ready to be stored as JSON."""

    on: date
    basis: dict


def compute_due(key, start, *, level="", calendar=None):
    """The due date that rule `key` gives for work starting on `start`.

    Raises `registers.models.RuleMissing` when no rule that counts days is in force.
    """
    rule = RuleParameter.objects.for_date(key, start, level)
    return due_by(rule, start, calendar or WorkingCalendar.load(start, start + timedelta(days=rule.value * 2 + 30)))


def due_by(rule, start, calendar):
    """The due date that a rule gives, without a query.

    Counting follows Civil Code 2015 Art. 147-148: the starting day is not counted; a calendar period that ends
    on a day off ends on the next working day.
    """
    first = start + timedelta(days=1)
    if rule.unit == RuleParameter.Unit.WORKING:
        due = calendar.add_working_days(start, rule.value)
        makeup_days = calendar.makeup_days_between(first, due)
    elif rule.unit == RuleParameter.Unit.CALENDAR:
        due, makeup_days = calendar.next_working_day(start + timedelta(days=rule.value)), []
    else:
        raise RuleMissing(
            _("The rule “%(key)s” counts %(unit)s, so it gives no due date.")
            % {"key": rule.key, "unit": rule.get_unit_display()}
        )
    basis = {
        "key": rule.key,
        "start": start.isoformat(),
        "days": rule.value,
        "unit": str(rule.unit),
        "legal_basis": rule.legal_basis,
        "verified": rule.verified,
        "days_off": [[day.isoformat(), label] for day, label in calendar.holidays_between(first, due)],
        "makeup_days": [day.isoformat() for day in makeup_days],
        "due": due.isoformat(),
    }
    return DueDate(due, basis)


def stood(basis, days):
    """A basis whose date is so many days later, on which the clock stood."""
    return _with_step(basis, {"stood": days}) if basis and days else basis


def named(basis, day):
    """A basis whose date is the day that whoever granted an extension has named."""
    return _with_step(basis, {"named": day.isoformat()}) if basis else basis


def later_by(due_on, days):
    """A due date so many days later, on a working day (Civil Code 2015, Art. 148)."""
    return working_day(due_on + timedelta(days=days))


def working_day(day):
    """The day itself when it is worked, else the next one that is: one query."""
    return WorkingCalendar.load(day, day + timedelta(days=30)).next_working_day(day)


def _with_step(basis, step):
    return {**basis, "steps": [*basis.get("steps", []), step]}


def date_of(basis, calendar):
    """The due date that a basis gives: what the rule gave, moved by each step since, always on a working day.

    A date that was named stays whatever the rule gives; a last day off moves to the next working day (Civil Code 2015,
    Art. 148).
    """
    due = date.fromisoformat(basis["due"])
    for step in basis.get("steps", []):
        moved = date.fromisoformat(step["named"]) if "named" in step else due + timedelta(days=step["stood"])
        due = calendar.next_working_day(moved)
    return due


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
        days = named_days((date.fromisoformat(day), label) for day, label in basis["days_off"])
        named = "; ".join(f"{formats.date_format(day, 'SHORT_DATE_FORMAT')} {name}".strip() for day, name in days)
        sentences.append(_("Days off in between: %(days)s.") % {"days": named})
    # Bases stored before these days were kept have no such list.
    if basis.get("makeup_days"):
        worked = "; ".join(
            formats.date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") for day in basis["makeup_days"]
        )
        sentences.append(_("Make-up working days in between: %(days)s.") % {"days": worked})
    sentences += [_step_words(step) for step in basis.get("steps", [])]
    sentences += [_moved_words(row) for row in basis.get("moved", [])]
    if basis["legal_basis"]:
        sentences.append(_("Basis: %(basis)s.") % {"basis": basis["legal_basis"]})
    if not basis["verified"]:
        sentences.append(_("This rule has not been checked against the text of the regulation."))
    return sentences


def _step_words(step):
    if "named" in step:
        return _("Extended to %(day)s.") % {"day": _shown(date.fromisoformat(step["named"]))}
    later = ngettext(
        "The clock stood %(days)d day, which is added.",
        "The clock stood %(days)d days, which are added.",
        step["stood"],
    )
    return later % {"days": step["stood"]}


def _moved_words(row):
    """That a date was counted anew, see `recompute`, and what had changed."""
    said = {name: _shown(date.fromisoformat(row[name])) for name in ("from", "to", "on")}
    if not row["days"]:
        return _("Moved from %(from)s to %(to)s on %(on)s: the rule was changed.") % said
    named = dict(named_days((date.fromisoformat(day), name) for day, name in row["days"] if name))
    days = [date.fromisoformat(day) for day, _name in row["days"]]
    # A day without a name is none off any more, or is worked.
    said["days"] = "; ".join(f"{_shown(day)} {named.get(day) or _('counts as its weekday says')}" for day in days)
    if row["rule"]:
        return _("Moved from %(from)s to %(to)s on %(on)s: the rule and the calendar were changed, %(days)s.") % said
    return _("Moved from %(from)s to %(to)s on %(on)s: the calendar was changed, %(days)s.") % said


def _shown(day):
    return formats.date_format(day, "SHORT_DATE_FORMAT")
