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


def test_a_name_in_conferences_one_keeps_is_corrected_in_all_of_them(held_conference, commune_a, clerk):
    data = DelegateData("Le Thi Hoa", POSTS, commune_a)
    earlier, later = (add_delegate(one, data, by=clerk) for one in (another_conference(commune_a), held_conference))
    change_delegate(later, DelegateData("Lê Thị Hoa", POSTS, commune_a), by=clerk)
    assert Person.objects.get().full_name == "Lê Thị Hoa"
    assert earlier.person_id == later.person_id
