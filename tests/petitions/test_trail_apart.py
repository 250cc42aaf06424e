"""The trail of denunciations stands apart: who read one is checkable, who sent one is not told by the minute."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from petitions.models import Petition, PetitionKind
from petitions.models import PetitionState as State
from petitions.workflow import move
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db
TRAIL, APART = reverse("audit:events"), reverse("audit:events_apart")


def labels(client, url, **filters):
    return [row["label"] for row in client.get(url, filters).context["rows"]]


def test_a_denunciation_is_in_the_trail_apart_alone(petition_road, auditor, client_of):
    complaint, denunciation = petition_road.registered(C), petition_road.registered(D)
    client = client_of(auditor)
    assert complaint.code in labels(client, TRAIL)
    assert denunciation.code not in labels(client, TRAIL)
    assert denunciation.code not in labels(client, TRAIL, code=denunciation.code)
    assert labels(client, APART) == [denunciation.code]
    assert labels(client, APART, code="KN") == []


def test_what_turns_out_to_be_one_takes_its_events_along(petition_road, petition_officer, auditor, client_of):
    petition = petition_road.registered(C)
    data = petition_road.data("classify", petition) | {
        "kind": PetitionKind.DENUNCIATION,
        "round": "",
        "paper_file": "15/HS-2026",
    }
    move(petition, "classify", by=petition_officer, on=DAY, data=data)
    client = client_of(auditor)
    assert petition.code not in labels(client, TRAIL)
    assert set(labels(client, APART)) == {petition.code}


@pytest.mark.parametrize("kind, is_apart", [(C, False), (D, True)])
def test_the_papers_of_its_moves_stand_apart_too(kind, is_apart, petition_road, auditor, client_of):
    """The day and minute of a paper whose move is nowhere beside it would be those of a denunciation's move."""
    petition = petition_road.to(kind, State.ACCEPTED)
    used = {str(key) for key in petition.papers.values_list("document", flat=True)}
    kept = AuditEvent.objects.filter(object_type="registers.officialdocument", object_id__in=used)
    in_order = set(kept.in_order_of_time().values_list("object_id", flat=True))
    apart = set(AuditEvent.objects.apart().filter(object_id__in=used).values_list("object_id", flat=True))
    assert len(used) == 2
    assert (in_order, apart) == ((set(), used) if is_apart else (used, set()))


def test_the_turn_it_was_brought_with_stands_apart_too(receptions, auditor, client_of):
    session = receptions.session()
    plain, secret = receptions.turn(session), receptions.turn(session, PetitionKind.DENUNCIATION)
    client = client_of(auditor)
    assert (str(plain) in labels(client, TRAIL), str(secret) in labels(client, TRAIL)) == (True, False)
    assert labels(client, APART) == [str(secret)]


def test_the_names_of_the_turns_of_a_session_leave_no_gap(receptions, auditor, client_of):
    session = receptions.session()
    turns = [receptions.turn(session, kind) for kind in (R, D, C)]
    assert labels(client_of(auditor), TRAIL, code=session.code)[:2] == [f"{session.code}/2", f"{session.code}/1"]
    assert [str(turn) for turn in turns] == [f"{session.code}/1", f"{session.code}/M1", f"{session.code}/2"]


def test_readings_are_told_by_day_with_who_and_without_time_or_request(
    petition_road, petition_officer, auditor, client_of
):
    petition = petition_road.registered(D)
    client_of(petition_officer).get(reverse("petitions:petition", args=[petition.code]))
    event = AuditEvent.objects.get(object_label=petition.code, action="read")
    page = client_of(auditor).get(APART, {"action": "read"})
    assert [row["label"] for row in page.context["rows"]] == [petition.code]
    words = page.content.decode()
    local = timezone.localtime(event.at)
    assert (f"{local:%d/%m/%Y}" in words, petition_officer.username in words) == (True, True)
    assert [hidden for hidden in (f"{local:%H:%M:%S}", event.request_id[:8], event.ip) if hidden in words] == []
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    assert labels(client_of(auditor), APART, **{"from": tomorrow}) == []


def test_two_of_one_day_stand_in_the_order_of_their_codes(petition_road, auditor, client_of):
    """Not in that of time: the petition registered beside each would be known by it."""
    first, second = petition_road.registered(D), petition_road.registered(D)
    Petition.objects.filter(pk=first.pk).update(code="TC-2026-0009")
    AuditEvent.objects.bulk_create(
        AuditEvent(action="read", object_type="petitions.petition", object_id=row.pk, object_label=label)
        for row, label in ((first, "TC-2026-0009"), (second, second.code), (first, "TC-2026-0009"))
    )
    assert labels(client_of(auditor), APART, action="read") == [second.code, "TC-2026-0009"]


@pytest.mark.parametrize("url", [TRAIL, APART])
def test_the_trail_asks_as_often_with_many_as_with_few(
    url, petition_road, auditor, client_of, django_assert_num_queries
):
    client = client_of(auditor)
    petition_road.registered(D), petition_road.registered(R)
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url)
    for _number in range(5):
        petition_road.registered(D), petition_road.registered(R)
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url)


@pytest.mark.parametrize("with_denunciation", [False, True])
def test_a_split_tells_the_same_whatever_its_parts_are(with_denunciation, petition_road, auditor, client_of):
    """A part alone among the events of a request would be the one whose other part is a denunciation."""
    petition = petition_road.make(petition_road.registered(PetitionKind.MIXED), "classify")
    field, before = petition_road.field, labels(client_of(auditor), TRAIL)
    parts = [{"kind": kind, "field": field, "summary": "Một phần"} for kind in (C, R)]
    if with_denunciation:
        parts[1] = {"kind": D, "field": field, "paper_file": "16/HS-2026"}
    petition_road.make(petition, "split", parts=parts, erases_words=True)
    assert petition.code in before
    assert [one for one in labels(client_of(auditor), TRAIL) if "-2026-" in one] == []
    assert len(set(labels(client_of(auditor), APART))) == 3
    moved = AuditEvent.objects.get(object_label=petition.code, action="moved", changes__state__1="split")
    assert moved.fields == ["state"]
