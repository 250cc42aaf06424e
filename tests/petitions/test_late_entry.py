"""A petition is entered in the book on the day it comes; one that was entered later is marked and can be listed."""

from datetime import date

import pytest
from django.urls import reverse

from petitions.models import Petition, Source
from petitions.petition_sheets import read_petitions
from petitions.services.correcting import correct_registration
from petitions.services.petition_import import confirm_import, start_import
from tests.petitions.petition_roads import DAY, RECEIVED, C, D, M, R
from tests.petitions.test_petition_import import complaint, denunciation, sheet

pytestmark = pytest.mark.django_db


def late():
    """Codes of what was entered late, the same by the set and by each row."""
    codes = set(Petition.objects.entered_late().values_list("code", flat=True))
    assert codes == {row.code for row in Petition.objects.all() if row.is_late_entry}
    return codes


@pytest.mark.parametrize("kind", [C, D, R, M])
def test_what_is_entered_after_the_day_it_came_is_late(kind, petition_road):
    petition_road.registered(kind, on=RECEIVED)
    assert late() == set()
    petition = petition_road.registered(kind, on=DAY, paper_file="16/HS-2026") if kind == D else None
    petition = petition or petition_road.registered(kind, on=DAY)
    assert late() == {petition.code}


def test_the_right_day_of_receipt_decides(petition_road, petition_officer):
    petition = petition_road.registered(C, on=DAY)
    for version, (day, codes) in enumerate([(DAY, set()), (date(2026, 10, 6), {petition.code})], start=1):
        correct_registration(petition, version=version, by=petition_officer, on=DAY, received_on=day)
        assert late() == codes


@pytest.mark.parametrize("on", [RECEIVED, DAY])
def test_parts_are_as_late_as_the_letter_they_were(on, petition_road):
    whole = petition_road.registered(M, source=Source.POST, on=on)
    parts = [{"kind": kind, "field": petition_road.field} for kind in (R, D)]
    parts[0]["summary"], parts[1]["paper_file"] = "Kiến nghị tái định cư", "16/HS-2026"
    whole = petition_road.make(whole, "classify")
    petition_road.make(whole, "split", on=date(2026, 10, 20), parts=parts, erases_words=True)
    assert {row.entered_on for row in Petition.objects.all()} == {on}
    assert len(late()) == (3 if on > RECEIVED else 0)


def test_a_letter_that_came_again_is_no_late_entry(petition_road):
    petition = petition_road.to(R, "rewriting", on=RECEIVED)
    petition_road.make(petition, "resubmit")
    assert late() == set()


def test_rows_of_an_imported_register_stood_in_it_from_their_day(petition_road, petition_officer):
    rows = read_petitions(sheet(complaint(), denunciation()), petition_road.owner)
    confirm_import(start_import(petition_road.owner, rows, by=petition_officer), by=petition_officer)
    assert (Petition.objects.count(), late()) == (2, set())


def test_page_and_list_tell_them(petition_road, petition_officer, client_of):
    petition, other = petition_road.registered(C, on=DAY), petition_road.registered(C, on=RECEIVED)
    client = client_of(petition_officer)
    pages = [client.get(reverse("petitions:petition", args=[one.code])) for one in (petition, other)]
    assert [page.context["petition"].is_late_entry for page in pages] == [True, False]
    listed = client.get(reverse("petitions:petition_list"), {"flag": "late_entry"}).content.decode()
    assert (petition.code in listed, other.code in listed) == (True, False)
