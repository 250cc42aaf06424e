"""Planning a conference and keeping its data."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from handling.moves import StaleVersion
from handling.numbering import next_code

from ..models import Conference, ConferenceMove, ConferenceStaff, Venue

#: What a form or an import may set. States, papers and participants present move by workflow.
EDITABLE = (
    "title",
    "theme",
    "unit",
    "organiser",
    "side",
    "kind",
    "mode",
    "held_on",
    "starts_at",
    "ends_at",
    "agenda",
    "planned_participants",
    "previous",
)


def check_unit_on_day(unit, day):
    """The unit must exist on the day of the conference; the sentence names when it did."""
    if unit.valid_from > day or (unit.valid_until and unit.valid_until < day):
        raise ValidationError(
            {
                "held_on": _("%(unit)s did not exist on that day (it is in the register from %(first)s to %(last)s).")
                % {
                    "unit": unit.name,
                    "first": unit.valid_from.strftime("%d/%m/%Y"),
                    "last": unit.valid_until.strftime("%d/%m/%Y") if unit.valid_until else _("now"),
                }
            }
        )


def plan_conference(*, by, on, values, venues=(), token=None, is_demo=False):
    """Create a conference in state draft plan. Idempotent on `token`. Raises `ValidationError` by field."""
    if token:
        earlier = Conference.objects.filter(submission_token=token).first()
        if earlier:
            return earlier
    check_unit_on_day(values["unit"], values["held_on"])
    with transaction.atomic():
        conference = Conference.objects.create(
            code=next_code("HN", values["held_on"].year),
            level=values["unit"].level,
            submission_token=token,
            created_by=by,
            is_demo=is_demo,
            **{name: values[name] for name in EDITABLE if name in values},
        )
        _set_venues(conference, venues)
        ConferenceMove.objects.create(
            conference=conference, move="plan", to_state=conference.state, on=on, by=by, version=1
        )
        record(Action.CREATED, conference, by=by, fields=sorted(values), label=conference.code)
    return conference


def change_conference(conference, *, by, version, values, venues=None):
    """Change the data of a conference. Raises `StaleVersion` or `ValidationError`; nothing is written then.

    The day and the unit stay once opinions hang on them: the counts are keyed by both.
    """
    with transaction.atomic():
        locked = Conference.objects.for_move().get(pk=conference.pk)
        if locked.version != version:
            raise StaleVersion(locked)
        changed = [name for name in EDITABLE if name in values and getattr(locked, name) != values[name]]
        if {"unit", "held_on"} & set(changed) and locked.opinions.exists():
            raise ValidationError(
                {"held_on": _("Unit and date can no longer change: opinions are registered for this conference.")}
            )
        for name in changed:
            setattr(locked, name, values[name])
        check_unit_on_day(locked.unit, locked.held_on)
        locked.level = locked.unit.level
        locked.version += 1
        locked.save(update_fields=[*changed, "level", "version", "words"])
        if venues is not None:
            _set_venues(locked, venues)
        record(Action.CHANGED, locked, by=by, fields=changed, label=locked.code)
    return locked


def _set_venues(conference, names):
    conference.venues.all().delete()
    Venue.objects.bulk_create(
        Venue(conference=conference, name=name, position=index) for index, name in enumerate(names, start=1)
    )


def appoint_secretary(conference, user, *, by, on):
    """Let `user` serve the conference from the day `on`; appointing twice changes nothing."""
    with transaction.atomic():
        staff, created = ConferenceStaff.objects.get_or_create(
            conference=conference, user=user, defaults={"valid_from": on}
        )
        if not created and staff.valid_until is not None:
            staff.valid_until = None
            staff.save(update_fields=["valid_until"])
        record(Action.CHANGED, conference, by=by, fields=["staff"], label=conference.code)
    return staff


def release_secretary(staff, *, by, on):
    """End a secretary's service on the day `on`; what they saw is theirs no longer from the next day."""
    with transaction.atomic():
        staff.valid_until = on
        staff.save(update_fields=["valid_until"])
        record(Action.CHANGED, staff.conference, by=by, fields=["staff"], label=staff.conference.code)
