"""Two people press at once: the list gets everybody once, the conference is planned once."""

import uuid
from datetime import date

import pytest

from conferences.models import Conference, DelegateImport, Person
from conferences.services.delegate_import import confirm_import
from conferences.services.delegates import DelegateData, add_delegate, change_delegate
from conferences.services.planning import plan_with_people
from handling.moves import StaleVersion
from tests.at_once import AT_ONCE, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_confirming_an_import_at_once_writes_it_once(held_conference, clerk):
    rows = [
        {
            "number": number,
            "full_name": f"Nguyễn Văn {chr(64 + number)}",
            "posts": ["Bí thư Đảng ủy"],
            "organisation": "",
            "unit": "Xã Kim Liên",
            **dict.fromkeys(("group", "status", "substitute", "group_typed", "status_typed"), ""),
        }
        for number in range(1, 21)
    ]
    batch = DelegateImport.objects.create(conference=held_conference, rows=rows, file_name="ds.xlsx", created_by=clerk)
    found = at_once(lambda number: confirm_import(batch, by=clerk).counts)
    assert found == [{"new": 20, "changed": 0, "known": 0, "rejected": 0}] * AT_ONCE
    assert (held_conference.delegates.count(), Person.objects.count()) == (20, 20)


def test_adding_one_person_at_once_puts_them_on_the_list_once(held_conference, commune_a, clerk):
    data = DelegateData("Lê Thị Hoa", ("Bí thư Đảng ủy",), commune_a)
    found = at_once(lambda number: add_delegate(held_conference, data, by=clerk).pk)
    assert sum(isinstance(one, int) for one in found) == 1
    assert held_conference.delegates.count() == 1


def test_correcting_one_delegate_at_once_keeps_the_first_correction(held_conference, commune_a, clerk):
    delegate = add_delegate(held_conference, DelegateData("Lê Thị Hoa", ("Bí thư Đảng ủy",), commune_a), by=clerk)

    def correct(number):
        data = DelegateData(f"Lê Thị Hoa {number}", ("Bí thư Đảng ủy",), commune_a)
        return change_delegate(
            delegate, data, by=clerk, as_seen=lambda present: present.person.full_name == "Lê Thị Hoa"
        )

    found = at_once(correct)
    assert sorted(isinstance(one, StaleVersion) for one in found) == [False, True, True, True]
    assert Person.objects.get().full_name == f"Lê Thị Hoa {found.index(['full_name'])}"


def test_planning_with_one_token_at_once_makes_one_conference(commune_a, clerk):
    token = uuid.uuid4()
    values = {"title": "Đối thoại", "unit": commune_a, "held_on": date(2026, 10, 1)}

    def plan(number):
        return plan_with_people(
            by=clerk, on=date(2026, 9, 1), values=values, venues=[], chairs=[], committee=[], token=token
        ).pk

    found = at_once(plan)
    assert len(set(found)) == 1
    assert Conference.objects.count() == 1
