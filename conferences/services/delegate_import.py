"""Importing a list of delegates: what each row means, shown before anything is written, then written at once.

A row is *new*, *known* (on the list as it stands), *changed* (known, with something else than the list says) or
*rejected* with its reasons. Rows are matched by name without marks and unit, so that a corrected list sent again
corrects people instead of doubling them. What a sheet does not say (a column left out, an empty cell) stays as it is.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from dialogue_portal.text import fold, looks_legacy

from ..models import Conference, Delegate, DelegateImport, Person, Post
from ..models.vocabulary import AttendanceStatus
from ..register_names import OrganisationNames, UnitNames
from .delegates import DelegateData, change_delegate, matching_delegate, may_be, usual_group
from .people import better_name, forget_unused, new_post

NEW, KNOWN, CHANGED, REJECTED = "new", "known", "changed", "rejected"
_BATCH = 500
_NAME_LENGTH, _POST_LENGTH = 120, 160


@dataclass
class PlannedRow:
    """What one row of the sheet comes to. `number` is its row in the sheet."""

    number: int
    typed: dict
    fate: str = NEW
    data: DelegateData | None = None
    reasons: list = field(default_factory=list)
    delegate: Delegate | None = None
    person: Person | None = None
    # Names of what differs from the list, for the preview.
    differences: list = field(default_factory=list)

    @property
    def old_name(self):
        """The name on the list where the sheet spells it otherwise."""
        if self.delegate is None or self.delegate.person.full_name == self.data.full_name:
            return ""
        return self.delegate.person.full_name

    def reject(self, *reasons):
        self.fate = REJECTED
        self.reasons += reasons


def start_import(conference, rows, *, file_name, by):
    """Keep the rows of an uploaded list until they are confirmed; earlier unconfirmed ones of this user go."""
    with transaction.atomic():
        DelegateImport.objects.filter(conference=conference, created_by=by, confirmed_at=None).delete()
        return DelegateImport.objects.create(conference=conference, rows=rows, file_name=file_name[:200], created_by=by)


def plan_import(batch):
    """The planned rows of an upload against the list as it is now, in a constant number of queries per 500 rows."""
    conference = batch.conference
    day = conference.held_on
    units = UnitNames(day, near=conference.unit)
    bodies = OrganisationNames(day, near=conference.unit)
    present = list(
        conference.delegates.select_related("person", "unit", "substitute").prefetch_related(
            "posts__organisation__unit"
        )
    )
    rows = [_parse(typed, units, bodies) for typed in batch.rows]
    _reject_repeated(rows)
    _match_delegates(rows, present)
    _match_people(rows, {delegate.person_id for delegate in present})
    for row in rows:
        _complete(row)
    return rows


def count_fates(rows):
    counts = dict.fromkeys((NEW, CHANGED, KNOWN, REJECTED), 0)
    for row in rows:
        counts[row.fate] += 1
    return counts


def confirm_import(batch, *, by):
    """Write every accepted row at once. Confirming twice writes once. Returns the batch with its counts."""
    with transaction.atomic():
        # The conference row is the lock under which delegates are added, here and one by one.
        Conference.objects.for_move().get(pk=batch.conference_id)
        batch = (
            DelegateImport.objects.select_for_update(of=("self",)).select_related("conference__unit").get(pk=batch.pk)
        )
        if batch.confirmed_at:
            return batch
        rows = plan_import(batch)
        batch.added_ids = _add([row for row in rows if row.fate == NEW], batch.conference)
        for row in rows:
            if row.fate == CHANGED:
                change_delegate(row.delegate, row.data, by=by)
        batch.counts = count_fates(rows)
        batch.rows = []
        batch.confirmed_at = timezone.now()
        batch.save(update_fields=["added_ids", "counts", "rows", "confirmed_at"])
        record(Action.IMPORTED, batch.conference, by=by, fields=["delegates"], label=batch.conference.code)
    return batch


def undo_import(batch, *, by):
    """Take off the list whom this import added, but those who took the floor since. Returns how many went."""
    with transaction.atomic():
        Conference.objects.for_move().get(pk=batch.conference_id)
        batch = DelegateImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.undone_at or not batch.confirmed_at:
            return 0
        going = Delegate.objects.filter(pk__in=batch.added_ids, conference=batch.conference_id, turns__isnull=True)
        ids = list(going.values_list("pk", flat=True))
        people = list(going.values_list("person", flat=True)) + list(
            going.exclude(substitute=None).values_list("substitute", flat=True)
        )
        Delegate.objects.filter(pk__in=ids).delete()
        forget_unused(people)
        batch.undone_at = timezone.now()
        batch.save(update_fields=["undone_at"])
        record(Action.CHANGED, batch.conference, by=by, fields=["delegates"], label=batch.conference.code)
    return len(ids)


def discard_old_uploads(now):
    """Forget uploads nobody confirmed within a day: they name people and serve nothing."""
    DelegateImport.objects.filter(confirmed_at=None, created_at__lt=now - timedelta(days=1)).delete()


# --- what a row says -----------------------------------------------------------------------------------------------


def _parse(typed, units, bodies):
    row = PlannedRow(number=typed["number"], typed=typed)
    texts = [typed["full_name"], typed["organisation"], typed["unit"], typed["substitute"], *typed["posts"]]
    if any(looks_legacy(text) for text in texts):
        row.reject(_("The text is in an old font encoding (TCVN3 or VNI). Convert the sheet to Unicode first."))
        return row
    row.reasons += _complaints(typed)
    unit = organisation = None
    try:
        unit = units.find(typed["unit"]) if typed["unit"] else None
    except ValidationError as error:
        row.reasons += error.messages
    try:
        organisation = bodies.find(typed["organisation"], unit=unit) if typed["organisation"] else None
    except ValidationError as error:
        row.reasons += error.messages
    if unit is None and organisation is not None:
        unit = organisation.unit
    if row.reasons:
        row.reject()
        return row
    row.data = DelegateData(
        full_name=typed["full_name"],
        posts=tuple(typed["posts"]),
        unit=unit,
        organisation=organisation,
        group=typed["group"],
        status=typed["status"],
        substitute=typed["substitute"],
        # Uploads that wait for their confirmation may be older than this column.
        salutation=typed.get("salutation", ""),
    )
    return row


def _complaints(typed):
    name = typed["full_name"]
    if not name:
        yield _("The row has no name.")
    elif not any(letter.isalpha() for letter in name):
        yield _("“%(name)s” is not a name.") % {"name": name}
    if len(name) > _NAME_LENGTH:
        yield _("The name is longer than %(most)d characters.") % {"most": _NAME_LENGTH}
    if any(len(post) > _POST_LENGTH for post in typed["posts"]):
        yield _("A post is longer than %(most)d characters. Separate several posts by “;”.") % {"most": _POST_LENGTH}
    if typed["group_typed"] and not typed["group"]:
        yield _("“%(value)s” is not a group of delegates.") % {"value": typed["group_typed"]}
    if typed.get("salutation_typed") and not typed["salutation"]:
        yield _("“%(value)s” is not a form of address.") % {"value": typed["salutation_typed"]}
    if typed["status_typed"] and not typed["status"]:
        yield _("“%(value)s” is not an attendance.") % {"value": typed["status_typed"]}
    if typed["status"] == AttendanceStatus.SUBSTITUTED and not typed["substitute"]:
        yield _("The row says “substituted” without the name of the substitute.")
    if typed["substitute"] and typed["status"] not in ("", AttendanceStatus.SUBSTITUTED):
        yield _("The row names a substitute, but the attendance is not “substituted”.")


def _reject_repeated(rows):
    first = {}
    for row in rows:
        if row.fate == REJECTED:
            continue
        key = (row.data.full_name.casefold(), row.data.unit)
        if key in first:
            row.reject(
                _(
                    "Row %(row)d has the same name and unit. Put all posts of one person into one row, "
                    "separated by “;”; tell two people of one name apart in the name, for example “(A)” and “(B)”."
                )
                % {"row": first[key]}
            )
        first.setdefault(key, row.number)


# --- whom it means -------------------------------------------------------------------------------------------------


def _match_delegates(rows, present):
    by_name = {}
    for delegate in present:
        by_name.setdefault(delegate.person.folded_name, []).append(delegate)
    taken = set()
    # Exact spellings choose first, so that "Hòa" and "Hoa" of one unit each find themselves.
    for exact in (True, False):
        for row in rows:
            if row.fate == REJECTED or row.delegate:
                continue
            there = [one for one in by_name.get(fold(row.data.full_name)[:130], []) if one.pk not in taken]
            if exact:
                there = [one for one in there if one.person.full_name.casefold() == row.data.full_name.casefold()]
            row.delegate = matching_delegate(there, row.data.full_name, row.data.unit)
            if row.delegate:
                taken.add(row.delegate.pk)
    _match_moved(rows, by_name, taken)


def _match_moved(rows, by_name, taken):
    """Rows whose unit was corrected or left out: the only one of that name on either side, holding the same post."""
    left = {}
    for row in rows:
        if row.fate != REJECTED and row.delegate is None:
            left.setdefault(fold(row.data.full_name)[:130], []).append(row)
    for name, (row, *others) in left.items():
        there = [one for one in by_name.get(name, []) if one.pk not in taken]
        if others or len(there) != 1:
            continue
        held = {fold(post.title) for post in there[0].posts.all()}
        if row.data.unit is None or held & {fold(title) for title in row.data.posts}:
            row.delegate = there[0]
            taken.add(there[0].pk)


def _match_people(rows, present_people):
    """Persons of other conferences who hold one of these posts in this unit under this name."""
    fresh = [row for row in rows if row.fate == NEW and row.delegate is None and row.data.unit and row.data.posts]
    names = sorted({fold(row.data.full_name)[:130] for row in fresh})
    by_post = {}
    for start in range(0, len(names), _BATCH):
        posts = Post.objects.filter(person__folded_name__in=names[start : start + _BATCH], unit__isnull=False)
        for post in posts.select_related("person"):
            by_post.setdefault((post.person.folded_name, post.unit_id, fold(post.title)), []).append(post.person)
    taken = set(present_people)
    for row in fresh:
        keys = [(fold(row.data.full_name)[:130], row.data.unit.pk, fold(title)) for title in row.data.posts]
        held = (person for key in keys for person in by_post.get(key, ()))
        person = next((person for person in held if may_be(person, row.data.salutation)), None)
        if person and person.pk not in taken:
            row.person = person
            taken.add(person.pk)


def _complete(row):
    """Fill in what the sheet does not say, and note what differs from the list."""
    if row.fate == REJECTED:
        return
    data, present = row.data, row.delegate
    if present is None:
        status = data.status or (AttendanceStatus.SUBSTITUTED if data.substitute else AttendanceStatus.INVITED)
        row.data = _with(data, group=data.group or usual_group(data.unit, data.organisation), status=status)
        return
    held = list(present.posts.all())
    status = data.status or (AttendanceStatus.SUBSTITUTED if data.substitute else present.status)
    kept_substitute = present.substitute.full_name if present.substitute and status == present.status else ""
    row.data = _with(
        data,
        full_name=better_name(present.person.full_name, data.full_name),
        posts=data.posts or tuple(post.title for post in held),
        unit=data.unit or present.unit,
        organisation=data.organisation or next((post.organisation for post in held if post.organisation_id), None),
        group=data.group or present.group,
        status=status,
        substitute=data.substitute or kept_substitute,
        salutation=data.salutation or present.person.salutation,
    )
    row.differences = _differences(row.data, present, held)
    row.fate = CHANGED if row.differences else KNOWN


def _differences(data, present, held):
    substitute = present.substitute.full_name if present.substitute else ""
    body_ids = {post.organisation_id for post in held}
    pairs = (
        (_("full name"), data.full_name, present.person.full_name),
        (_("form of address"), data.salutation, present.person.salutation),
        (_("unit"), data.unit, present.unit),
        (_("posts"), sorted(data.posts), sorted(post.title for post in held)),
        (_("organisation"), {data.organisation.pk if data.organisation else None}, body_ids or {None}),
        (_("group"), data.group, present.group),
        (_("attendance"), data.status, present.status),
        (_("substitute"), data.substitute, substitute),
    )
    return [name for name, given, there in pairs if given != there]


def _with(data, **values):
    return DelegateData(**{**data.__dict__, **values})


# --- writing -------------------------------------------------------------------------------------------------------


def _add(rows, conference):
    """Insert the new rows in a handful of statements; returns the ids of the delegates."""
    _create_people(rows)
    substitutes = _create_substitutes(rows)
    last = conference.delegates.order_by("-position").values_list("position", flat=True).first() or 0
    delegates = Delegate.objects.bulk_create(
        [
            Delegate(
                conference=conference,
                person=row.person,
                unit=row.data.unit,
                group=row.data.group,
                status=row.data.status,
                substitute=substitutes.get(row.number),
                position=last + place,
            )
            for place, row in enumerate(rows, start=1)
        ],
        batch_size=_BATCH,
    )
    _link_posts(rows, delegates)
    return [delegate.pk for delegate in delegates]


def _create_people(rows):
    fresh = [row for row in rows if row.person is None]
    unaddressed = [row for row in rows if row.person and row.data.salutation and not row.person.salutation]
    for row in fresh:
        row.person = Person()
        row.person.set_name(row.data.full_name)
    for row in (*fresh, *unaddressed):
        row.person.salutation = row.data.salutation
    Person.objects.bulk_create([row.person for row in fresh], batch_size=_BATCH)
    Person.objects.bulk_update([row.person for row in unaddressed], ["salutation"], batch_size=_BATCH)


def _create_substitutes(rows):
    people = {}
    for row in rows:
        if row.data.status == AttendanceStatus.SUBSTITUTED:
            people[row.number] = Person()
            people[row.number].set_name(row.data.substitute)
    Person.objects.bulk_create(people.values(), batch_size=_BATCH)
    return people


def _link_posts(rows, delegates):
    people = [row.person.pk for row in rows]
    held = {}
    for start in range(0, len(people), _BATCH):
        for post in Post.objects.filter(person__in=people[start : start + _BATCH]):
            held[post.person_id, post.unit_id, fold(post.title)] = post
    fresh = []
    for row in rows:
        data = row.data
        for title in data.posts:
            key = (row.person.pk, data.unit.pk if data.unit else None, fold(title))
            if key not in held:
                held[key] = new_post(row.person, title, unit=data.unit, organisation=data.organisation)
                fresh.append(held[key])
    Post.objects.bulk_create(fresh, batch_size=_BATCH)
    through = Delegate.posts.through
    through.objects.bulk_create(
        [
            through(
                delegate_id=delegate.pk,
                post_id=held[row.person.pk, row.data.unit.pk if row.data.unit else None, fold(title)].pk,
            )
            for row, delegate in zip(rows, delegates, strict=True)
            for title in row.data.posts
        ],
        batch_size=_BATCH * 2,
    )
