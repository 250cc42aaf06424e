"""Whoever sees codes of a denunciation is noted, on whatever page: once per person, record and day."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from handling import reminders
from handling.kinds import kinds
from handling.models import Handling
from petitions.models import Petition, PetitionKind, ReceptionTurn
from petitions.models import PetitionState as State
from registers.models import RuleParameter
from tests.petitions.petition_roads import DAY, C, D

pytestmark = pytest.mark.django_db
LIST, WORK = reverse("petitions:petition_list"), reverse("handling:work")


def noted(user):
    """Labels of what this user read, in the order of their records."""
    events = AuditEvent.objects.filter(action="read", actor=user).order_by("object_type", "pk")
    return list(events.values_list("object_label", flat=True))


def address(name, *args):
    return reverse(f"petitions:{name}", args=args)


PAGES = {
    "list": lambda code: LIST,
    "work list": lambda code: f"{WORK}?part=waiting",
    "quick jump": lambda code: f"{reverse('handling:jump')}?q={code}",
    "page": lambda code: address("petition", code),
    "form of a move": lambda code: address("petition_move", code, "classify"),
    "registration": lambda code: address("petition_registration", code),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_denunciation_on_a_page_is_noted_once_a_day_and_other_petitions_are_not(
    page, petition_road, petition_officer, client_of
):
    denunciation = petition_road.registered(D)
    petition_road.registered(C)
    client = client_of(petition_officer)
    for _time in range(2):
        assert denunciation.code in client.get(PAGES[page](denunciation.code)).content.decode()
    assert noted(petition_officer) == [denunciation.code]


@pytest.mark.parametrize(("kind", "is_noted"), [(D, True), (C, False)])
def test_a_reminder_that_names_a_denunciation_is_noted(kind, is_noted, petition_road, petition_officer):
    petition = petition_road.registered(kind)
    Handling.objects.filter(pk=petition.handling_id).update(due_on=DAY)
    of_petitions = next(one for one in kinds() if one.key == "petition")
    reminders._write(reminders.due_reminders(of_petitions, DAY), DAY)
    assert noted(petition_officer) == []
    [(_key, line)] = reminders.unseen(petition_officer, DAY)
    assert line.code == petition.code
    assert noted(petition_officer) == ([petition.code] if is_noted else [])


def test_a_form_that_refuses_a_file_is_noted_too(petition_road, petition_officer, client_of):
    denunciation = petition_road.registered(D)
    assert client_of(petition_officer).post(address("petition_attach", denunciation.code)).status_code == 422
    assert noted(petition_officer) == [denunciation.code]


def test_the_board_of_flags_is_noted(petition_road, petition_officer, client_of):
    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=date(2018, 1, 1))
    flagged, other = petition_road.registered(D), petition_road.registered(D)
    Petition.objects.filter(pk=flagged.pk).update(is_prolonged=True)
    page = client_of(petition_officer).get(
        reverse("petitions:flags"),
        {"kind": "month", "year": 2026, "number": 10, "body": petition_road.owner.pk},
    )
    assert (flagged.code in page.content.decode(), other.code in page.content.decode()) == (True, False)
    assert noted(petition_officer) == [flagged.code]


def test_who_sees_no_denunciation_is_noted_nowhere(petition_road, commission_leader, client_of):
    denunciation = petition_road.registered(D)
    client = client_of(commission_leader)
    for page in PAGES.values():
        client.get(page(denunciation.code))
    assert noted(commission_leader) == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_notes_any_number_in_the_same_queries(
    rows, petition_road, petition_officer, client_of, django_assert_num_queries
):
    client = client_of(petition_officer)
    petition_road.registered(C)
    client.get(LIST)
    codes = [petition_road.registered(D).code for _row in range(rows)]
    with django_assert_num_queries(16):
        client.get(LIST)
    assert sorted(noted(petition_officer)) == codes
    # Another order is another page; that all were read today is asked once.
    with django_assert_num_queries(12):
        client.get(LIST, {"sort": "code"})


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_session_notes_any_number_in_the_same_queries(rows, receptions, client_of, django_assert_num_queries):
    session = receptions.session()
    turns = [receptions.turn(session, PetitionKind.DENUNCIATION) for _row in range(rows)]
    client, url = client_of(receptions.officer), address("reception", session.code)
    client.get(LIST)
    with django_assert_num_queries(18):
        client.get(url)
    assert sorted(noted(receptions.officer)) == sorted([session.code, *map(str, turns)])
    with django_assert_num_queries(10):
        client.get(url)


@pytest.mark.parametrize("name", ["turn_edit", "turn_petition"])
def test_the_pages_of_a_turn_are_noted(name, receptions, client_of):
    session = receptions.session()
    secret = receptions.turn(session, PetitionKind.DENUNCIATION)
    receptions.turn(session)
    assert client_of(receptions.officer).get(address(name, session.code, secret.number)).status_code == 200
    assert noted(receptions.officer) == [str(secret)]


def test_counting_is_no_reading(petition_road, petition_officer):
    petition_road.to(D, State.CLASSIFIED)
    seen = Petition.objects.visible_to(petition_officer)
    assert (seen.count(), seen.exists(), len(seen.values_list("state"))) == (1, True, 1)
    assert ReceptionTurn.objects.visible_to(petition_officer).count() == 0
    assert noted(petition_officer) == []
