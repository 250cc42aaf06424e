"""Correcting a delegate: whose record of a person it changes, and whose it leaves alone."""

from datetime import date

import pytest

from conferences.models import Conference, Person
from conferences.services.delegates import DelegateData, add_delegate, change_delegate

pytestmark = pytest.mark.django_db
POSTS = ("Bí thư Đảng ủy",)


def another_conference(unit):
    return Conference.objects.create(
        code="HN-2026-9002", title="Đối thoại", level=unit.level, unit=unit, held_on=date(2026, 10, 8)
    )


def test_a_name_another_unit_wrote_too_is_corrected_here_alone(
    held_conference, commune_b, clerk, sibling_clerk, sibling_body
):
    data = DelegateData("Lê Thị Hoa", POSTS, commune_b)
    theirs = add_delegate(another_conference(commune_b), data, by=sibling_clerk)
    ours = add_delegate(held_conference, data, by=clerk)
    assert ours.person == theirs.person
    change_delegate(ours, DelegateData("Trần Văn Khác", POSTS, commune_b), by=clerk)
    for delegate, name in ((ours, "Trần Văn Khác"), (theirs, "Lê Thị Hoa")):
        delegate.refresh_from_db()
        assert (delegate.person.full_name, [post.title for post in delegate.posts.all()]) == (name, list(POSTS))


def test_the_address_another_unit_wrote_too_is_corrected_here_alone(
    held_conference, commune_b, clerk, sibling_clerk, sibling_body
):
    data = DelegateData("Lê Thị Hoa", POSTS, commune_b, salutation="mr")
    theirs = add_delegate(another_conference(commune_b), data, by=sibling_clerk)
    ours = add_delegate(held_conference, data, by=clerk)
    changed = change_delegate(ours, DelegateData("Lê Thị Hoa", POSTS, commune_b, salutation="ms"), by=clerk)
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert ("person" in changed, ours.person.salutation, theirs.person.salutation) == (True, "ms", "mr")


def test_the_address_of_ones_own_delegate_is_corrected_in_place(held_conference, commune_a, clerk):
    delegate = add_delegate(held_conference, DelegateData("Lê Thanh Bình", POSTS, commune_a), by=clerk)
    data = DelegateData("Lê Thanh Bình", POSTS, commune_a, group="commune", salutation="ms")
    assert change_delegate(delegate, data, by=clerk) == ["salutation"]
    assert Person.objects.get().salutation == "ms"


@pytest.mark.parametrize(("known", "given", "kept"), [("", "ms", "ms"), ("mr", "", "mr")])
def test_a_known_person_keeps_or_gets_their_address(held_conference, commune_a, clerk, known, given, kept):
    earlier = DelegateData("Lê Thanh Bình", POSTS, commune_a, salutation=known)
    add_delegate(another_conference(commune_a), earlier, by=clerk)
    add_delegate(held_conference, DelegateData("Lê Thanh Bình", POSTS, commune_a, salutation=given), by=clerk)
    assert [person.salutation for person in Person.objects.all()] == [kept]


def test_a_man_and_a_woman_of_one_name_are_two_people(held_conference, commune_a, clerk):
    for conference, salutation in ((another_conference(commune_a), "mr"), (held_conference, "ms")):
        data = DelegateData("Lê Thanh Bình", POSTS, commune_a, salutation=salutation)
        add_delegate(conference, data, by=clerk)
    assert sorted(person.salutation for person in Person.objects.all()) == ["mr", "ms"]


def test_a_name_in_conferences_one_keeps_is_corrected_in_all_of_them(held_conference, commune_a, clerk):
    data = DelegateData("Le Thi Hoa", POSTS, commune_a)
    earlier, later = (add_delegate(one, data, by=clerk) for one in (another_conference(commune_a), held_conference))
    change_delegate(later, DelegateData("Lê Thị Hoa", POSTS, commune_a), by=clerk)
    assert Person.objects.get().full_name == "Lê Thị Hoa"
    assert earlier.person_id == later.person_id
