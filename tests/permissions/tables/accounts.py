"""Signing in, one's own password, and the pages where administrators keep people and their rights."""

from datetime import date

from tests.permissions.rows import ANONYMOUS, DONE, SIGNED_IN, Row

ADMINISTRATOR = ("administrator",)


def furnish(world):
    world.person = world.people["clerk"]
    world.membership = world.person.memberships.get()
    world.own_membership = world.people["administrator"].memberships.get()


def person(world):
    return {"pk": world.person.pk}


def membership(world):
    return {"pk": world.person.pk, "membership_pk": world.membership.pk}


def oneself(world):
    return {"pk": world.people["administrator"].pk}


def own_membership(world):
    return {"pk": world.people["administrator"].pk, "membership_pk": world.own_membership.pk}


def nobody(world):
    return {"pk": 999_999}


def another_persons(world):
    """A membership asked under a person it does not belong to."""
    return {"pk": world.people["leader"].pk, "membership_pk": world.membership.pk}


def last_day(world):
    return {"last_day": date(2099, 12, 31).isoformat()}


SIGNING_IN = [
    Row("accounts:login", {200: (ANONYMOUS,), DONE: SIGNED_IN}, public=True),
    Row("accounts:session", {401: (ANONYMOUS,), 204: SIGNED_IN}, public=True),
    Row("accounts:landing", {DONE: SIGNED_IN}),
    Row("accounts:password_change", {200: SIGNED_IN}),
    Row("accounts:logout", {DONE: SIGNED_IN}, method="post", post_only=True),
]

PEOPLE = [
    Row("accounts:people", {200: ADMINISTRATOR}),
    Row("accounts:organisation_options", {200: ADMINISTRATOR}, query="?organisation=ban"),
    Row("accounts:person_new", {200: ADMINISTRATOR}),
    Row("accounts:person", {200: ADMINISTRATOR}, scope="somebody", kwargs=person),
    Row("accounts:person", {404: ADMINISTRATOR}, scope="nobody", kwargs=nobody),
    Row("accounts:person", {200: ADMINISTRATOR}, scope="oneself", kwargs=oneself),
    Row("accounts:person_edit", {200: ADMINISTRATOR}, scope="somebody", kwargs=person),
    Row("accounts:person_edit", {200: ADMINISTRATOR}, scope="oneself", kwargs=oneself),
]

# Rights are given and taken by another administrator: one's own are refused to oneself.
RIGHTS = [
    Row("accounts:membership_new", {200: ADMINISTRATOR}, scope="somebody", kwargs=person),
    Row("accounts:membership_new", {}, scope="oneself", kwargs=oneself),
    Row("accounts:membership_end", {200: ADMINISTRATOR}, scope="somebody", kwargs=membership),
    Row("accounts:membership_end", {}, scope="oneself", kwargs=own_membership),
    Row("accounts:membership_end", {404: ADMINISTRATOR}, scope="another person's", kwargs=another_persons),
    Row(
        "accounts:membership_end",
        {DONE: ADMINISTRATOR},
        scope="somebody, sent",
        kwargs=membership,
        method="post",
        data=last_day,
    ),
    Row(
        "accounts:membership_withdraw",
        {DONE: ADMINISTRATOR},
        scope="somebody",
        kwargs=membership,
        method="post",
        post_only=True,
    ),
    Row("accounts:membership_withdraw", {}, scope="oneself", kwargs=own_membership, method="post"),
    Row(
        "accounts:person_active", {DONE: ADMINISTRATOR}, scope="somebody", kwargs=person, method="post", post_only=True
    ),
    Row("accounts:person_active", {}, scope="oneself", kwargs=oneself, method="post"),
    Row(
        "accounts:one_time_password",
        {200: ADMINISTRATOR},
        scope="somebody",
        kwargs=person,
        method="post",
        post_only=True,
    ),
    Row("accounts:one_time_password", {}, scope="oneself", kwargs=oneself, method="post"),
]

ROWS = SIGNING_IN + PEOPLE + RIGHTS
