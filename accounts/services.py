"""What changes people and their rights. Each function is one transaction with its audit row."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.actions import Action
from audit.services import record

from .models import Membership, User
from .reach import forget_reach
from .roles import Role

# Without l, 1, o, 0, i: it is read from a screen and typed, or told over the telephone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class PersonChanged(Exception):
    """Somebody else saved the person since the form was opened; nothing was written. Carries the row as it is."""

    def __init__(self, person):
        super().__init__(str(person))
        self.person = person


class PersonRefused(Exception):
    """A change that must not be made; its text is the sentence for the user."""


def create_person(*, username, full_name, email="", by, membership=None):
    """A new account with a one-time password, and its first membership where given (arguments of `add_membership`).

    Returns (person, password); the password is stored nowhere. Raises `PersonRefused` when the user name is taken.
    """
    password = one_time_password()
    try:
        with transaction.atomic():
            person = User.objects.create_user(username, email, password, full_name=full_name, must_change_password=True)
            record(Action.CREATED, person, by=by, fields=["username", "full_name", "email"], label=person.username)
            if membership:
                add_membership(person, by=by, **membership)
    except IntegrityError as error:
        # Two administrators typed the same name at once; the form has checked everything else.
        raise PersonRefused(_("Somebody already has this user name.")) from error
    return person, password


def create_first_administrator(*, username, full_name, email="", password):
    """An administrator without an organisation, made from the command line on an empty system."""
    with transaction.atomic():
        person = User.objects.create_superuser(username, email, password, full_name=full_name)
        record(Action.CREATED, person, by=None, fields=["username", "full_name", "email"], label=person.username)
    return person


def change_person(person, *, full_name, email, version, by):
    """Name and e-mail, compared with the version the user saw. Raises `PersonChanged`."""
    with transaction.atomic():
        person = _locked(person, version)
        changed = [
            name for name, value in (("full_name", full_name), ("email", email)) if getattr(person, name) != value
        ]
        if not changed:
            return person
        person.full_name, person.email = full_name, email
        person.write_name_keys()
        _save(person, "full_name", "sort_key", "folded_name", "email")
        record(Action.CHANGED, person, by=by, fields=changed, label=person.username)
    return person


def set_active(person, active, *, version, on, by):
    """Close or open an account. A closed one is out at its next request. Raises `PersonChanged`, `PersonRefused`."""
    with transaction.atomic():
        _lock_administrators()
        person = _locked(person, version)
        if person.is_active == active:
            return person
        person.is_active = active
        _save(person, "is_active")
        _keep_an_administrator(on)
        record(Action.CHANGED, person, by=by, changes={"is_active": [not active, active]}, label=person.username)
    return person


def set_one_time_password(person, *, by):
    """A new one-time password, returned once; it ends every session of the person."""
    password = one_time_password()
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        person.set_password(password)
        person.must_change_password = True
        _save(person, "password", "must_change_password")
        record(Action.PASSWORD_SET, person, by=by, fields=["password", "must_change_password"], label=person.username)
    return password


def choose_password(person, password):
    """The person's own choice; ends the obligation to choose one and every other session."""
    with transaction.atomic():
        person.set_password(password)
        person.must_change_password = False
        _save(person, "password", "must_change_password")
        record(Action.PASSWORD_SET, person, by=person, fields=["password"], label=person.username)
    return person


def add_membership(person, *, organisation, role, valid_from, valid_until=None, by):
    """A role in an organisation. Raises `PersonRefused` when the person has it already in some of that time."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        same = person.memberships.filter(organisation=organisation, role=role, withdrawn_at__isnull=True)
        same = same.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from))
        if valid_until is not None:
            same = same.filter(valid_from__lte=valid_until)
        if same.exists():
            raise PersonRefused(_("This person already has this role here in that time."))
        membership = Membership.objects.create(
            user=person, organisation=organisation, role=role, valid_from=valid_from, valid_until=valid_until
        )
        changes = {
            "role": [None, str(Role(role).value)],
            "organisation": [None, organisation.code],
            "valid_from": [None, valid_from.isoformat()],
            "valid_until": [None, valid_until and valid_until.isoformat()],
        }
        record(Action.CREATED, membership, by=by, changes=changes, label=person.username)
    forget_reach(person)
    return membership


def end_membership(membership, *, last_day, on, by):
    """Ends it with its last day. Raises `PersonRefused` when it has ended, or when no administrator would be left."""
    with transaction.atomic():
        _lock_administrators()
        membership = _open_membership(membership, on)
        if last_day < membership.valid_from:
            raise PersonRefused(_("The last day is before the first."))
        before, membership.valid_until = membership.valid_until, last_day
        membership.save(update_fields=["valid_until"])
        _keep_an_administrator(last_day, after=True)
        changes = {"valid_until": [before and before.isoformat(), last_day.isoformat()]}
        record(Action.CHANGED, membership, by=by, changes=changes, label=membership.user.username)
    return membership


def withdraw_membership(membership, *, at, on, by):
    """Takes it away at once: the person's next request is without it. Raises `PersonRefused` like `end_membership`."""
    with transaction.atomic():
        _lock_administrators()
        membership = _open_membership(membership, on)
        membership.withdrawn_at = at
        membership.save(update_fields=["withdrawn_at"])
        _keep_an_administrator(on)
        record(Action.CHANGED, membership, by=by, fields=["withdrawn_at"], label=membership.user.username)
    return membership


def one_time_password():
    """Sixteen letters and digits in groups of four: 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _position in range(4)) for _group in range(4))


def _locked(person, version):
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.version != version:
        raise PersonChanged(person)
    return person


def _save(person, *fields):
    person.version = F("version") + 1
    person.save(update_fields=[*fields, "version"])
    person.refresh_from_db(fields=["version"])


def _open_membership(membership, on):
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    ended = membership.valid_until is not None and membership.valid_until < on
    if ended or membership.withdrawn_at is not None:
        raise PersonRefused(_("This membership has already ended."))
    return membership


def _lock_administrators():
    """Two administrators who remove each other at the same moment wait here, and the second one is refused."""
    held = Membership.objects.filter(role=Role.ADMINISTRATOR).values("user")
    rows = User.objects.filter(Q(is_superuser=True) | Q(pk__in=held)).order_by("pk").select_for_update()
    list(rows.values_list("pk"))


def _keep_an_administrator(on, *, after=False):
    """Refuses to leave the system with nobody who can manage people, on the day or after it."""
    held = Membership.objects.on(on).filter(role=Role.ADMINISTRATOR)
    if after:
        held = held.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    if not User.objects.filter(Q(is_superuser=True) | Q(pk__in=held.values("user")), is_active=True).exists():
        raise PersonRefused(_("Somebody must remain who manages people: name another system administrator first."))
