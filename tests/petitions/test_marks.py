"""Marks of many people, prolonged and over-level: set and taken back on the way, and suggested by figures."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from petitions.history import steps_of
from petitions.marks import marks_of, suggests_mass
from petitions.models import Petition
from petitions.models import PetitionState as State
from petitions.services.turns import record_petition
from petitions.workflow import move
from registers.models import RuleParameter
from tests.petitions.petition_roads import DAY, RECEIVED, C, D, M, R
from tests.petitions.receptions_cast import ON

pytestmark = pytest.mark.django_db


def marked(petition, by, **marks):
    return move(petition, "mark", by=by, on=DAY, data=marks)


@pytest.mark.parametrize("kind", [C, D, R])
def test_a_petition_is_marked_while_it_is_settled_and_the_mark_taken_back(kind, petition_road, petition_officer):
    petition = petition_road.to(kind, State.IN_PROGRESS)
    with_marks = marked(petition, petition_officer, is_prolonged=True, is_over_level=True)
    assert with_marks.state == State.IN_PROGRESS
    assert marks_of(with_marks) == {"is_mass": False, "is_prolonged": True, "is_over_level": True}
    assert marks_of(marked(petition, petition_officer, is_prolonged=False)) == {
        "is_mass": False,
        "is_prolonged": False,
        "is_over_level": True,
    }
    facts = [row.facts for row in petition.history.filter(move="mark").order_by("pk")]
    assert facts == [
        {"marked": ["is_prolonged", "is_over_level"], "unmarked": []},
        {"marked": [], "unmarked": ["is_prolonged"]},
    ]
    with translation.override("en"):
        newest = steps_of(with_marks, named=True)[0]
    assert "taken back: prolonged" in str(newest)


def test_the_parts_of_a_letter_have_the_marks_of_the_whole(petition_road, petition_officer):
    whole = marked(petition_road.to(M, State.CLASSIFIED), petition_officer, is_prolonged=True, is_mass=True)
    parts = [
        {"kind": C, "field": petition_road.field, "summary": "Khiếu nại thu hồi đất"},
        {"kind": D, "field": petition_road.field, "paper_file": "16/HS-2026"},
    ]
    petition_road.make(whole, "split", parts=parts, erases_words=True)
    found = Petition.objects.exclude(pk=whole.pk)
    expected = {"is_mass": True, "is_prolonged": True, "is_over_level": False}
    assert [marks_of(one) for one in found] == [expected] * 2
    # The control: what was marked of the whole alone is on no part of another.
    petition_road.to(M, State.SPLIT)
    assert Petition.objects.filter(is_prolonged=True).count() == 3


def test_marks_that_it_has_already_are_no_move(petition_road, petition_officer):
    petition = petition_road.to(R, State.TRANSFERRED)
    with pytest.raises(ValidationError):
        marked(petition, petition_officer, is_prolonged=False)
    assert marked(petition, petition_officer, is_prolonged=True).is_prolonged


def test_the_form_shows_the_marks_and_takes_them_back(petition_road, petition_officer, client_of):
    petition = marked(petition_road.to(D, State.ACCEPTED), petition_officer, is_prolonged=True)
    client, address = client_of(petition_officer), reverse("petitions:petition_move", args=[petition.code, "mark"])
    form = client.get(address).context["form"]
    assert [name for name in form.fields if name.startswith("is_") and form.fields[name].initial] == ["is_prolonged"]
    assert "reason" not in form.fields
    client.post(address, {"version": petition.version, "is_over_level": "on"})
    petition.refresh_from_db()
    assert marks_of(petition) == {"is_mass": False, "is_prolonged": False, "is_over_level": True}


@pytest.mark.parametrize(("signatories", "suggested"), [(None, False), (4, False), (5, True), (27, True)])
def test_many_signatories_suggest_a_matter_of_many(signatories, suggested, petition_road, reception_rules):
    petition = petition_road.registered(C, signatories=signatories)
    assert (suggests_mass(petition), petition.is_mass) == (suggested, False)


def test_the_number_is_of_the_rule_of_the_day_it_came(petition_road):
    for value, first, last in ((5, date(2018, 1, 1), RECEIVED - timedelta(days=1)), (10, RECEIVED, None)):
        rule = {"key": "reception.delegation_people", "unit": "people", "value": value}
        RuleParameter.objects.create(**rule, valid_from=first, valid_until=last)
    found = [petition_road.registered(C, signatories=7, received_on=day) for day in (date(2026, 10, 2), RECEIVED)]
    assert [suggests_mass(one) for one in found] == [True, False]


def test_without_the_rule_nothing_is_suggested(petition_road):
    assert not suggests_mass(petition_road.registered(C, signatories=27))


@pytest.mark.parametrize("kind", [C, D])
@pytest.mark.parametrize(("people", "suggested"), [(4, False), (30, True)])
def test_a_large_delegation_suggests_it_in_the_first_classification(
    kind, people, suggested, petition_road, receptions, petition_officer, client_of
):
    turn, paper_file = receptions.turn_data(kind, people=people), "15/HS-2026" if kind == D else ""
    petition = record_petition(receptions.session(), turn, on=ON, by=petition_officer, paper_file=paper_file)
    client = client_of(petition_officer)

    def offered():
        address = reverse("petitions:petition_move", args=[petition.code, "classify"])
        field = client.get(address).context["form"].fields["is_mass"]
        return field.initial, bool(field.help_text)

    assert offered() == (suggested, suggested)
    petition_road.make(petition, "classify", on=ON, is_mass=False)
    assert offered() == (False, suggested)
