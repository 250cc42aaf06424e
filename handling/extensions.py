"""Later due dates: granted by whoever assigned the work, with a reason; the original date is kept."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record

from .models import Extension, Handling

#: What is later by more than a year is a mistyped year, and would take the work out of every list for good.
LONGEST_DAYS = 366


def extend_due(handling, *, new_due_on, reason, by, label=""):
    """Move the due date later. Raises `ValidationError` for a date that is not later or work that is not open."""
    with transaction.atomic():
        locked = Handling.objects.select_for_update().get(pk=handling.pk)
        if locked.done_on is not None or locked.due_on is None:
            raise ValidationError({"new_due_on": _("Only open work with a due date can be extended.")})
        if new_due_on <= locked.due_on:
            raise ValidationError({"new_due_on": _("The new due date must be later than the present one.")})
        if new_due_on > locked.due_on + timedelta(days=LONGEST_DAYS):
            raise ValidationError({"new_due_on": _("That is more than a year later. Check the year.")})
        old = locked.due_on
        Extension.objects.create(handling=locked, old_due_on=old, new_due_on=new_due_on, reason=reason, by=by)
        locked.due_on = new_due_on
        locked.save(update_fields=["due_on"])
        record(
            Action.CHANGED,
            locked,
            by=by,
            fields=["due_on"],
            changes={"due_on": [old.isoformat(), new_due_on.isoformat()]},
            label=label,
        )
    return locked
