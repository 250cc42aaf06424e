"""Later due dates: granted by whoever assigned the work, with a reason; the original date is kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record

from .models import Extension, Handling


def extend_due(handling, *, new_due_on, reason, by, label=""):
    """Move the due date later. Raises `ValidationError` for a date that is not later or work that is not open."""
    with transaction.atomic():
        locked = Handling.objects.select_for_update().get(pk=handling.pk)
        if locked.done_on is not None or locked.due_on is None:
            raise ValidationError({"new_due_on": _("Only open work with a due date can be extended.")})
        if new_due_on <= locked.due_on:
            raise ValidationError({"new_due_on": _("The new due date must be later than the present one.")})
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
