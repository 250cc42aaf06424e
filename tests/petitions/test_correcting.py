"""Correcting how a petition came: before anything is proposed, clocks anew, told by names of columns."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import AuditEvent
from handling.moves import MoveRefused, StaleVersion
from petitions.history import steps_of
from petitions.models import Direction, Petition, Source
from petitions.models import PetitionState as State
from petitions.services.correcting import correct_registration, correctable_columns
from petitions.tallies import differences
from registers.models import RuleParameter
from tests.petitions.canary import CANARY, tables_holding
from tests.petitions.petition_roads import DAY, RECEIVED, C, D, M

pytestmark = pytest.mark.django_db


def correct(petition, by, *, version=None, on=DAY, **values):
    return correct_registration(petition, version=version or petition.version, by=by, on=on, **values)


def at(petition):
    return reverse("petitions:petition_registration", args=[petition.code])


@pytest.mark.parametrize("state", [State.RECEIVED, State.CLASSIFIED])
@pytest.mark.parametrize("kind", [C, D])
def test_a_mistyped_day_starts_the_clocks_anew(kind, state, petition_road, petition_officer):
    right = petition_road.to(kind, state, received_on=RECEIVED)
    wrong = petition_road.to(kind, state, received_on=RECEIVED - timedelta(days=60))
    found = correct(wrong, petition_officer, received_on=RECEIVED)
    for name in ("due_on", "original_due_on", "missed_due_on"):
        assert getattr(found.handling, name) == getattr(right.handling, name)
    assert (found.notice_due_on, found.version) == (right.notice_due_on, wrong.version + 1)
    assert differences() == []


def test_what_was_classified_late_by_the_right_day_is_missed(petition_road, petition_officer):
    petition = petition_road.registered(C)
    petition = petition_road.make(petition, "classify", on=date(2026, 10, 30))
    assert petition.handling.missed_due_on == date(2026, 10, 19)
    found = correct(petition, petition_officer, received_on=RECEIVED - timedelta(days=1), on=date(2026, 10, 30))
    assert found.handling.missed_due_on == date(2026, 10, 16)


def test_history_and_trail_name_the_columns_and_no_value(petition_road, petition_officer, lead_department):
    petition = petition_road.registered(D)
    number = AuditEvent.objects.count()
    found = correct(petition, petition_officer, source=Source.POST, paper_file="16/HSM-2026", sent_by=lead_department)
    assert (found.source, found.paper_file, found.sent_by) == ("post", "16/HSM-2026", None)
    assert petition.history.last().facts == {"changed": ["source", "paper_file"]}
    event = AuditEvent.objects.order_by("-pk").first()
    assert (event.fields, event.changes, AuditEvent.objects.count() - number) == (["paper_file", "source"], {}, 1)
    assert "hồ sơ giấy" in steps_of(found, named=True)[0]["text"]


def test_nothing_changed_is_no_change(petition_road, petition_officer):
    petition = petition_road.registered(C)
    same = {name: getattr(petition, name) for name in correctable_columns(petition)}
    found = correct(petition, petition_officer, **same)
    assert (found.version, found.history.count()) == (1, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": DAY + timedelta(days=1)}, "received_on"),
        ({"received_on": date(2025, 12, 31)}, "received_on"),
        ({"dated_on": RECEIVED + timedelta(days=1)}, "dated_on"),
        ({"source": Source.OPINION}, "source"),
        ({"paper_file": "Nguyễn Văn A"}, "paper_file"),
        ({"paper_file": ""}, "paper_file"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(values, field, petition_road, petition_officer):
    petition = petition_road.registered(D)
    with pytest.raises(ValidationError) as refusal:
        correct(petition, petition_officer, **values)
    assert list(refusal.value.error_dict) == [field]
    assert Petition.objects.get(pk=petition.pk).version == 1


def test_a_day_without_a_rule_is_refused(petition_road, petition_officer):
    petition = petition_road.registered(C)
    RuleParameter.objects.filter(key="petition.process").update(valid_from=RECEIVED)
    with pytest.raises(ValidationError) as refusal:
        correct(petition, petition_officer, received_on=RECEIVED - timedelta(days=1))
    assert list(refusal.value.error_dict) == ["received_on"]


def test_a_linked_letter_stays_sent_before(petition_road, petition_officer):
    petition = petition_road.registered(C, earlier=petition_road.registered(C))
    with pytest.raises(ValidationError):
        correct(petition, petition_officer, is_repeat=False)
    alone = petition_road.registered(C, is_repeat=True)
    assert correct(alone, petition_officer, is_repeat=False).is_repeat is False


def test_what_came_from_elsewhere_keeps_where_it_came_from(petition_road, petition_officer):
    mixed = petition_road.to(M, State.SPLIT)
    part = Petition.objects.filter(parent=mixed).first()
    assert not {"source", "sent_by", "received_on"} & set(correctable_columns(part))
    assert correct(part, petition_officer, source=Source.POST).source == Source.SPLIT


def test_once_something_is_proposed_it_stays(petition_road, petition_officer, client_of):
    petition = petition_road.to(C, State.PROPOSED)
    with pytest.raises(MoveRefused):
        correct(petition, petition_officer, source=Source.POST)
    assert client_of(petition_officer).get(at(petition)).status_code == 403


def test_who_saves_second_is_told(petition_road, petition_officer, client_of):
    petition = petition_road.registered(C)
    correct(petition, petition_officer, source=Source.POST)
    with pytest.raises(StaleVersion):
        correct(petition, petition_officer, version=1, source=Source.PRESS)
    sent = {"version": 1, "source": "press", "received_on": f"{RECEIVED:%d/%m/%Y}"}
    answer = client_of(petition_officer).post(at(petition), sent)
    assert (answer.status_code, answer.context["form"]["version"].value()) == (409, "2")


def test_the_page_corrects_a_paper_file_and_shows_no_name_again(petition_road, petition_officer, client_of):
    petition, client = petition_road.registered(D), client_of(petition_officer)
    assert "774/QĐ-TTg" in client.get(at(petition)).content.decode()
    sent = {"version": 1, "source": "post", "received_on": f"{RECEIVED:%d/%m/%Y}"}
    refused = client.post(at(petition), {**sent, "paper_file": CANARY})
    assert (refused.status_code, CANARY in refused.content.decode(), tables_holding(CANARY)) == (422, False, set())
    assert client.post(at(petition), {**sent, "paper_file": "17/HSM-2026"}).status_code == 302
    assert Petition.objects.get(pk=petition.pk).paper_file == "17/HSM-2026"


def rewritten(road, *, on, received_on):
    petition = road.to(C, State.APPROVED, Direction.REWRITE)
    petition = road.make(petition, "ask_rewrite", on=date(2026, 11, 20))
    return road.make(petition, "resubmit", on=on, received_on=received_on)


def test_what_an_earlier_letter_missed_stays_missed(petition_road, petition_officer):
    petition = rewritten(petition_road, on=date(2026, 11, 23), received_on=date(2026, 11, 23))
    assert petition.handling.missed_due_on == date(2026, 10, 19)
    found = correct(petition, petition_officer, on=date(2026, 11, 23), received_on=date(2026, 11, 20))
    assert found.handling.missed_due_on == date(2026, 10, 19)


def test_a_letter_rewritten_in_the_next_year_keeps_its_number_and_is_corrected_in_that_year(
    petition_road, petition_officer, time_machine
):
    time_machine.move_to(date(2027, 2, 5))
    petition = rewritten(petition_road, on=date(2027, 2, 5), received_on=date(2027, 2, 4))
    found = correct(petition, petition_officer, on=date(2027, 2, 5), received_on=date(2027, 2, 3))
    assert (found.received_on, found.booked_on, found.arrival_year) == (date(2027, 2, 3), RECEIVED, 2026)


def test_the_book_follows_a_corrected_day_of_the_first_letter(petition_road, petition_officer):
    petition = petition_road.registered(C)
    found = correct(petition, petition_officer, received_on=RECEIVED - timedelta(days=10))
    assert found.booked_on == RECEIVED - timedelta(days=10)
