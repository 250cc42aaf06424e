"""Delegates of a conference: adding, changing, removing them, and who was there."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from dialogue_portal.text import clean_line, fold
from handling.moves import StaleVersion
from registers.levels import Level

from ..models import Conference, Delegate, Person, Post
from ..models.vocabulary import AttendanceStatus, DelegateGroup
from .people import better_name, correct_name, correct_salutation, create_person, forget_unused, hold_posts

_GROUP_OF_LEVEL = {
    Level.CENTRAL: DelegateGroup.CENTRAL,
    Level.PROVINCE: DelegateGroup.PROVINCE,
    Level.DISTRICT: DelegateGroup.DISTRICT,
    Level.COMMUNE: DelegateGroup.COMMUNE,
}


@dataclass(frozen=True)
class DelegateData:
    """A delegate as a form or a sheet gives them. `substitute` is a name, given exactly when substituted."""

    full_name: str
    posts: tuple[str, ...] = ()
    unit: object = None
    organisation: object = None
    group: str = ""
    status: str = AttendanceStatus.INVITED
    substitute: str = ""
    salutation: str = ""


def usual_group(unit, organisation):
    """The group of a delegate for whom none was given: by the body they come from, else by the level of the unit."""
    if organisation is not None and organisation.side == "front":
        return DelegateGroup.FRONT
    if organisation is not None and organisation.unit.level == Level.PROVINCE:
        return DelegateGroup.DEPARTMENT
    return _GROUP_OF_LEVEL.get(unit.level, DelegateGroup.OTHER) if unit else DelegateGroup.OTHER


def matching_delegate(delegates, full_name, unit):
    """The delegate among `delegates` who is meant: the same unit, and the same name, or one spelt the same unmarked."""
    there = [row for row in delegates if row.unit_id == (unit.pk if unit else None)]
    exact = [row for row in there if row.person.full_name.casefold() == full_name.casefold()]
    alike = exact or [row for row in there if row.person.folded_name == fold(full_name)[:130]]
    return alike[0] if len(alike) == 1 else None


def may_be(person, salutation):
    """Whether this is somebody who is addressed so: a man and a woman of one name are two people."""
    return not (salutation and person.salutation) or person.salutation == salutation


def known_person(data):
    """A person of other conferences with this name who holds one of these posts in this unit, else None."""
    unit = data.unit
    if unit is None:
        return None
    wanted = {fold(title) for title in data.posts}
    people = Person.objects.filter(folded_name=fold(data.full_name)[:130], posts__unit=unit).distinct()
    for person in people.prefetch_related("posts"):
        if may_be(person, data.salutation) and wanted & {
            fold(post.title) for post in person.posts.all() if post.unit_id == unit.pk
        }:
            return person
    return None


def add_delegate(conference, data, *, by):
    """Put one delegate on the list. Raises `ValidationError` when that person is on it already."""
    with transaction.atomic():
        Conference.objects.for_move().get(pk=conference.pk)
        present = conference.delegates.filter(person__folded_name=fold(data.full_name)[:130]).select_related("person")
        if matching_delegate(present, data.full_name, data.unit):
            raise ValidationError(
                {"full_name": _("%(name)s of this unit is on the list already.") % {"name": data.full_name}}
            )
        person = known_person(data)
        if person is None or conference.delegates.filter(person=person).exists():
            person = create_person(data.full_name)
        correct_salutation(person, data.salutation or person.salutation)
        highest = conference.delegates.aggregate(highest=Max("position"))["highest"] or 0
        delegate = Delegate.objects.create(
            conference=conference,
            person=person,
            unit=data.unit,
            group=data.group or usual_group(data.unit, data.organisation),
            status=data.status,
            substitute=_substitute(data),
            position=highest + 1,
        )
        delegate.posts.set(hold_posts(person, data.posts, unit=data.unit, organisation=data.organisation))
        record(Action.CREATED, delegate, by=by, fields=["person", "posts", "unit", "group"], label=conference.code)
    return delegate


def change_delegate(delegate, data, *, by, as_seen=lambda delegate: True):
    """Correct a delegate; only what differs is written. Returns the names of the fields that changed.

    `as_seen(delegate)` says of the locked row whether it is what the user saw; raises `StaleVersion` when it is not.
    """
    with transaction.atomic():
        Delegate.objects.select_for_update().get(pk=delegate.pk)
        # Read after the lock: a row waited for comes with the name its person had before.
        locked = Delegate.objects.select_related("person", "substitute", "unit__parent").get(pk=delegate.pk)
        if not as_seen(locked):
            raise StaleVersion(locked)
        changed = _apply(locked, data, by=by)
        if changed:
            record(Action.CHANGED, locked, by=by, fields=changed, label=delegate.conference.code)
    return changed


def _apply(delegate, data, *, by):
    changed, columns = [], []
    name = better_name(delegate.person.full_name, data.full_name)
    is_same = (name, data.salutation) == (delegate.person.full_name, delegate.person.salutation)
    if not is_same and _stands_elsewhere(delegate.person, by):
        # What others wrote stays as they wrote it: here the delegate is another person from now on.
        delegate.person = create_person(name, salutation=data.salutation)
        columns.append("person")
    else:
        changed += ["full_name"] * correct_name(delegate.person, name)
        changed += ["salutation"] * correct_salutation(delegate.person, data.salutation)
    if set_posts(delegate, data):
        changed.append("posts")
    if delegate.unit_id != (data.unit.pk if data.unit else None):
        delegate.unit = data.unit
        columns.append("unit")
    group = data.group or usual_group(data.unit, data.organisation)
    if delegate.group != group:
        delegate.group = group
        columns.append("group")
    columns += _set_status(delegate, data.status, data.substitute)
    if columns:
        delegate.save(update_fields=columns)
    return changed + columns


def _stands_elsewhere(person, user):
    """A conference that this user does not keep names the person too."""
    named = Q(delegates__person=person) | Q(delegates__substitute=person)
    named |= Q(chairs__person=person) | Q(committee__person=person)
    kept = Conference.objects.editable_by(user).values("pk")
    return Conference.objects.filter(named).exclude(pk__in=kept).exists()


def set_posts(delegate, data):
    """Make the delegate's posts those of `data`; what nobody holds as a delegate any more goes. True when changed."""
    before = {post.pk: (post.title, post.organisation_id) for post in delegate.posts.all()}
    posts = hold_posts(delegate.person, data.posts, unit=data.unit, organisation=data.organisation)
    if before == {post.pk: (post.title, post.organisation_id) for post in posts}:
        return False
    delegate.posts.set(posts)
    Post.objects.filter(pk__in=before.keys() - {post.pk for post in posts}, delegations__isnull=True).delete()
    return True


def remove_delegate(delegate, *, by):
    """Take a delegate off the list. Refused once they took the floor: their opinions are on record."""
    with transaction.atomic():
        locked = Delegate.objects.select_for_update(of=("self",)).get(pk=delegate.pk)
        if locked.turns.exists():
            raise ValidationError(_("This delegate has opinions on record. Mark them absent instead of removing them."))
        people = [locked.person_id, *([locked.substitute_id] if locked.substitute_id else [])]
        record(Action.CHANGED, locked, by=by, fields=["removed"], label=delegate.conference.code)
        locked.delete()
        forget_unused(people)


def set_attendance(delegates, status, *, by, conference, substitute=""):
    """Set the attendance of a set of delegates of one conference; returns how many rows changed.

    `substitute` is the name of who came instead; it belongs to one delegate, so a set cannot be substituted.
    """
    with transaction.atomic():
        rows = list(
            Delegate.objects.filter(conference=conference, pk__in=[row.pk for row in delegates])
            .select_for_update(of=("self",))
            .select_related("substitute")
            .order_by("pk")
        )
        if status == AttendanceStatus.SUBSTITUTED and len(rows) > 1:
            raise ValidationError(
                {"status": _("Each substitute has a name of their own: set substitutions row by row.")}
            )
        left = [row.substitute_id for row in rows if row.substitute_id]
        changed = [row for row in rows if _set_status(row, status, substitute)]
        Delegate.objects.bulk_update(changed, ["status", "substitute"], batch_size=500)
        forget_unused(left)
        if changed:
            record(Action.CHANGED, conference, by=by, fields=["attendance"], label=conference.code)
    return len(changed)


def _set_status(delegate, status, substitute):
    """Set status and substitute on the row without saving; returns the changed columns."""
    name = clean_line(substitute)
    if status == AttendanceStatus.SUBSTITUTED and not name:
        raise ValidationError({"substitute": _("Give the name of the person who came instead.")})
    if status != AttendanceStatus.SUBSTITUTED:
        name = ""
    present = delegate.substitute.full_name if delegate.substitute else ""
    if delegate.status == status and present == name:
        return []
    delegate.status = status
    if present != name:
        delegate.substitute = create_person(name) if name else None
    return ["status", "substitute"]


def _substitute(data):
    name = clean_line(data.substitute)
    if (data.status == AttendanceStatus.SUBSTITUTED) != bool(name):
        raise ValidationError({"substitute": _("Give the name of the person who came instead.")})
    return create_person(name) if name else None
