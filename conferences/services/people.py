"""Persons and their posts, the protocol rank a post gives, and the chairs and committee of a conference."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from dialogue_portal.text import clean_line, fold
from registers.levels import Level

from ..models import CommitteeMember, ConferenceChair, Delegate, Person, Post

#: What separates several posts of one person in one cell or field.
POST_SEPARATOR = re.compile(r"[;\n]")

#: Rank of a post whose title tells nothing.
UNKNOWN_RANK = 500

# Offices in protocol order within one level, by the folded beginning of the title; the first that fits counts.
_OFFICES = (
    (r"tong bi thu|chu tich nuoc|thu tuong|chu tich quoc hoi|thuong truc ban bi thu", 2),
    (r"uy vien bo chinh tri", 4),
    (r"bi thu trung uong|pho thu tuong|pho chu tich (nuoc|quoc hoi)", 6),
    (r"(uy vien )?(ban chap hanh )?trung uong dang|uy vien trung uong|bo truong", 8),
    (r"bi thu( (tinh|thanh|huyen|thi|dang) uy| dang bo|,|$)", 10),
    (r"pho bi thu thuong truc", 14),
    (r"pho bi thu( (tinh|thanh|huyen|thi|dang) uy| dang bo|,|$)", 16),
    (r"chu tich (hoi dong nhan dan|hdnd)", 18),
    (r"chu tich (uy ban nhan dan|ubnd)", 20),
    (r"truong doan (dai bieu quoc hoi|dbqh)|pho truong doan (dai bieu quoc hoi|dbqh)", 22),
    (r"uy vien ban thuong vu|uvbtv", 24),
    (r"chu tich (uy ban )?(mat tran|mttq|uy ban mttq)", 26),
    (r"pho chu tich (hoi dong nhan dan|hdnd)", 28),
    (r"pho chu tich (uy ban nhan dan|ubnd)", 30),
    (r"truong ban|chanh van phong|chu nhiem", 34),
    (r"giam doc|thu truong|chanh thanh tra|chi huy truong|truong cong an|vien truong|chanh an", 36),
    (r"pho chu tich (uy ban )?(mat tran|mttq)|chu tich (hoi|lien doan)|bi thu (tinh doan|doan)", 38),
    (r"uy vien ban chap hanh|tinh uy vien|huyen uy vien|dang uy vien", 42),
    (r"pho (truong ban|chanh van phong|chu nhiem|giam doc|chanh thanh tra|chi huy truong|truong cong an)", 46),
    (r"dai bieu (quoc hoi|hoi dong nhan dan|hdnd)", 50),
    (r"truong phong|truong thon|truong xom|truong ban|bi thu chi bo|to truong", 60),
    (r"pho truong phong|chuyen vien|can bo|cong chuc", 70),
)
_OFFICES = tuple((re.compile(pattern), step) for pattern, step in _OFFICES)
_LEVEL_BASE = {Level.CENTRAL: 0, Level.PROVINCE: 100, Level.DISTRICT: 200, Level.COMMUNE: 300}
# Titles that carry their level in themselves, whatever unit the delegate comes from.
_CENTRAL_STEPS = 8
_PROVINCIAL = re.compile(r"\b(tinh|tinh uy|tinh doan)\b")


def protocol_rank(title, level=""):
    """Where a post stands in protocol order: the smaller, the higher. `level` is that of the holder's unit."""
    folded = fold(clean_line(title))
    for pattern, step in _OFFICES:
        if pattern.match(folded):
            if step <= _CENTRAL_STEPS:
                return step
            base = _LEVEL_BASE[Level.PROVINCE] if _PROVINCIAL.search(folded) else _LEVEL_BASE.get(level, 400)
            return base + step
    return UNKNOWN_RANK


def split_posts(text):
    """The posts written in one cell or field, separated by “;” or a new line; each once, in the order given."""
    posts = {}
    for part in POST_SEPARATOR.split(text):
        title = clean_line(part).strip(",.- ")
        if title:
            posts.setdefault(fold(title), title)
    return list(posts.values())


def create_person(full_name, *, salutation=""):
    """A person with the keys by which names sort and are found."""
    person = Person(salutation=salutation)
    person.set_name(clean_line(full_name))
    person.save()
    return person


def better_name(old, new):
    """The spelling to keep: a name typed without marks never replaces one that has them."""
    old, new = clean_line(old), clean_line(new)
    if new.casefold() == fold(new) and old.casefold() != fold(old) and fold(old) == fold(new):
        return old
    return new


def correct_name(person, full_name):
    """Give a person a corrected name, wherever it is shown; returns True when something changed."""
    if person.full_name == full_name:
        return False
    person.set_name(full_name)
    person.save(update_fields=["full_name", "sort_key", "folded_name"])
    return True


def correct_salutation(person, salutation):
    """Address a person otherwise, wherever they are named; returns True when something changed."""
    if person.salutation == salutation:
        return False
    person.salutation = salutation
    person.save(update_fields=["salutation"])
    return True


def forget_unused(person_ids):
    """Erase those of these persons whom no conference names any more: personal data is not kept for its own sake."""
    named = (
        Delegate.objects.filter(person=OuterRef("pk")),
        Delegate.objects.filter(substitute=OuterRef("pk")),
        ConferenceChair.objects.filter(person=OuterRef("pk")),
        CommitteeMember.objects.filter(person=OuterRef("pk")),
    )
    unused = Person.objects.filter(pk__in=person_ids)
    for rows in named:
        unused = unused.filter(~Exists(rows))
    unused.delete()


def hold_posts(person, titles, *, unit=None, organisation=None):
    """The rows of these posts of a person, made where missing. Titles are compared without marks and capitals."""
    held = {(fold(post.title), post.unit_id): post for post in person.posts.all()}
    posts = []
    for title in titles:
        post = held.get((fold(title), unit.pk if unit else None))
        if post is None:
            post = new_post(person, title, unit=unit, organisation=organisation)
            post.save()
            held[(fold(title), post.unit_id)] = post
        elif post.organisation_id != (organisation.pk if organisation else None) or post.title != title:
            post.organisation, post.title = organisation, better_name(post.title, title)
            post.save(update_fields=["organisation", "title"])
        posts.append(post)
    return posts


def new_post(person, title, *, unit=None, organisation=None):
    """An unsaved post with its protocol rank."""
    level = unit.level if unit else ""
    return Post(person=person, title=title, unit=unit, organisation=organisation, rank=protocol_rank(title, level))


@dataclass(frozen=True)
class ChairRow:
    """A chair as the form gives it: a name, all concurrent titles in one line, and how papers address them."""

    full_name: str
    titles: str
    salutation: str = ""


@dataclass(frozen=True)
class CommitteeRow:
    """A member of the organising committee: a person with titles, or a body."""

    duty: str
    full_name: str = ""
    organisation: object = None
    titles: str = ""


def set_chairs(conference, rows):
    """Replace the chairs by `rows`, in that order; a person keeps their row. Returns True when anything changed."""
    rows = [row for row in rows if row.full_name]
    with transaction.atomic():
        before = [
            ChairRow(chair.person.full_name, chair.titles, chair.person.salutation)
            for chair in conference.chairs.select_related("person")
        ]
        if before == rows:
            return False
        people = _people_of(conference)
        replaced = [person_id for person_id in conference.chairs.values_list("person", flat=True) if person_id]
        conference.chairs.all().delete()
        ConferenceChair.objects.bulk_create(
            ConferenceChair(conference=conference, person=_chair(people, row), titles=row.titles, position=position)
            for position, row in enumerate(rows, start=1)
        )
        forget_unused(replaced)
    return True


def set_committee(conference, rows):
    """Replace the organising committee by `rows`, in that order. Returns True when anything changed."""
    rows = [row for row in rows if row.full_name or row.organisation]
    wanted = [(row.duty, row.full_name, row.organisation.pk if row.organisation else None, row.titles) for row in rows]
    with transaction.atomic():
        before = [
            (member.duty, member.person.full_name if member.person else "", member.organisation_id, member.titles)
            for member in conference.committee.select_related("person")
        ]
        if before == wanted:
            return False
        people = _people_of(conference)
        replaced = [person_id for person_id in conference.committee.values_list("person", flat=True) if person_id]
        conference.committee.all().delete()
        CommitteeMember.objects.bulk_create(
            CommitteeMember(
                conference=conference,
                duty=row.duty,
                person=_person(people, row.full_name) if row.full_name else None,
                organisation=row.organisation,
                titles=row.titles,
                position=position,
            )
            for position, row in enumerate(rows, start=1)
        )
        forget_unused(replaced)
    return True


def _people_of(conference):
    """{name: person} of those who already belong to this conference, so that nobody is there twice."""
    people = {}
    for rows in (conference.delegates, conference.committee, conference.chairs):
        for row in rows.select_related("person"):
            if row.person:
                people[row.person.full_name] = row.person
    return people


def _chair(people, row):
    person = _person(people, row.full_name)
    correct_salutation(person, row.salutation)
    return person


def _person(people, full_name):
    if full_name not in people:
        people[full_name] = create_person(full_name)
    return people[full_name]
