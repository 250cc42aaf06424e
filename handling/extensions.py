"""Later due dates: granted by whoever assigned the work, with a reason; the original date is kept."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from registers.calendar import WorkingCalendar
from registers.models import RuleParameter
from registers.rule_names import rule_name

from .due import due_by, named, working_day
from .models import Extension, Handling


def latest_extension(handling, on):
    """How far one extension granted on the day `on` may go: (rule, due date).

    The rule is `<kind of work>.extension_max`, counted from the present due date. Raises `RuleMissing`.
    """
    rule = RuleParameter.objects.for_date(f"{handling.kind}.extension_max", on, handling.unit.level)
    calendar = WorkingCalendar.load(handling.due_on, handling.due_on + timedelta(days=rule.value * 2 + 30))
    return rule, due_by(rule, handling.due_on, calendar)


def extend_due(handling, *, new_due_on, reason, by, on, label=""):
    """Move the due date later on the day `on`; one that had passed by then is kept as missed.

    Raises `ValidationError` for work that is not open and for a date that is not later or later than the rule allows,
    `RuleMissing` where no rule says how far.
    """
    with transaction.atomic():
        locked = Handling.objects.select_for_update().get(pk=handling.pk)
        _check(locked, new_due_on, on)
        old = locked.due_on
        grant(locked, new_due_on, reason=reason, by=by, on=on)
        record(
            Action.CHANGED,
            locked,
            by=by,
            fields=["due_on"],
            changes={"due_on": [old.isoformat(), locked.due_on.isoformat()]},
            label=label,
        )
    return locked


def grant(handling, new_due_on, *, by, on, reason="", basis=None):
    """Write an extension that the caller has checked, within its transaction.

    `basis` is that of a date which a rule gives. Without it somebody named the day, which stays whatever moves the
    dates by rule; one that is off moves to the next working day (Civil Code 2015, Art. 148).
    """
    old = handling.due_on
    if basis is None:
        basis, new_due_on = named(handling.due_basis, new_due_on), working_day(new_due_on)
    Extension.objects.create(
        handling=handling, old_due_on=old, new_due_on=new_due_on, reason=reason, by=by, is_late=old < on
    )
    put_off(handling, new_due_on, on=on, basis=basis)


def put_off(handling, new_due_on, *, on, basis, **values):
    """Move the due date, within the caller's transaction; one that had passed by the day `on` is kept as missed.

    `basis` is what the date is from then on computed from, `values` are other columns that change with it.
    """
    handling.missed_due_on = handling.missed_when_moved(on)
    handling.due_on = new_due_on
    values["due_basis"] = basis
    for name, value in values.items():
        setattr(handling, name, value)
    handling.save(update_fields=["due_on", "missed_due_on", *values])


def _check(locked, new_due_on, on):
    if locked.done_on is not None or locked.due_on is None:
        raise ValidationError({"new_due_on": _("Only open work with a due date can be extended.")})
    if new_due_on <= locked.due_on:
        raise ValidationError({"new_due_on": _("The new due date must be later than the present one.")})
    rule, latest = latest_extension(locked, on)
    if new_due_on > latest.on:
        sentence = _("The rule “%(rule)s” lets one extension go %(days)d %(unit)s, to %(day)s at the latest.")
        values = {
            "rule": rule_name(rule.key),
            "days": rule.value,
            "unit": rule.get_unit_display(),
            "day": formats.date_format(latest.on, "SHORT_DATE_FORMAT"),
        }
        raise ValidationError({"new_due_on": sentence % values})
