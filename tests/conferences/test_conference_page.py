"""The page of a conference, its moves, papers and secretaries."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conferences.models import Conference, ConferenceStaff
from conferences.models.vocabulary import ConferenceState as State
from conferences.services.opinions import ContentItem, TurnData, register_turn
from conferences.services.people import ChairRow, set_chairs
from handling import panels
from handling.panels import Panel
from registers.models import OfficialDocument

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def page_url(conference):
    return reverse("conferences:conference", args=[conference.code])


def move_url(conference, name):
    return reverse("conferences:conference_move", args=[conference.code, name])


def put(conference, state, **values):
    Conference.objects.filter(pk=conference.pk).update(state=state, **values)
    conference.refresh_from_db()
    return conference


def offered(client, conference):
    context = client.get(page_url(conference)).context
    return [move.name for move in context["main_moves"]], [move.name for move in context["other_moves"]]


# --- the page ---


def test_the_page_leads_with_the_moves_open_to_this_user(held_conference, clerk, leader, supervisor, client_of):
    put(held_conference, State.PREPARING)
    assert offered(client_of(leader), held_conference) == (["announce"], ["postpone", "cancel"])
    assert offered(client_of(clerk), held_conference) == (["announce"], [])
    response = client_of(supervisor).get(page_url(held_conference))
    assert (response.context["main_moves"], response.context["waits_for"] != "") == ([], True)


def test_out_of_reach_is_404(held_conference, sibling_clerk, outsider, client_of):
    assert client_of(sibling_clerk).get(page_url(held_conference)).status_code == 404
    assert client_of(outsider).get(page_url(held_conference)).status_code == 404


def test_opinions_are_shown_by_outcome_and_phase(held_conference, clerk, client_of):
    for phase in ("before", "at", "at"):
        turn = TurnData(
            unit=held_conference.unit,
            conference=held_conference,
            taken_on=held_conference.held_on,
            phase=phase,
            items=(ContentItem("Đường thôn"),),
        )
        register_turn(turn, by=clerk, on=held_conference.held_on)
    table = client_of(clerk).get(page_url(held_conference)).context["opinions"]
    assert [[cell.number for cell in line.cells] for line in table.lines] == [[1, 2, 0]]
    assert (table.totals, table.total) == ([1, 2, 0], 3)
    assert table.lines[0].cells[1].query == (
        f"conference={held_conference.code}&outcome=pending"
        "&state=received&state=classified&state=assigned&state=in_progress&phase=at"
    )


def test_the_page_takes_as_many_queries_with_more_people_and_history(held_conference, leader, client_of):
    client = client_of(leader)
    client.get(page_url(held_conference))
    with CaptureQueriesContext(connection) as before:
        client.get(page_url(held_conference))
    set_chairs(held_conference, [ChairRow(f"Lê Văn {n}", "Bí thư") for n in range(5)])
    with CaptureQueriesContext(connection) as after:
        client.get(page_url(held_conference))
    assert len(after) == len(before)


def test_rooms_above_add_panels_with_names_of_their_own(held_conference, clerk, client_of, monkeypatch, settings):
    monkeypatch.setattr(panels, "_panels", {})
    empty = "components/_empty.html"
    panels.register(Panel("conference", "x", empty, lambda request, record: {"title": f"Xem {record.code}"}))
    panels.register(Panel("conference", "none", empty, lambda request, record: None, place="side"))
    panels.register(Panel("petition", "x", empty, lambda request, record: {"title": "Xem đơn"}))
    page = client_of(clerk).get(page_url(held_conference)).content.decode()
    assert f"Xem {held_conference.code}" in page
    assert "Xem đơn" not in page


# --- moves ---


def test_a_move_without_needs_is_made(held_conference, clerk, client_of):
    sent = {"version": held_conference.version}
    response = client_of(clerk).post(move_url(held_conference, "draft_minutes"), sent)
    assert response.url == page_url(held_conference)
    held_conference.refresh_from_db()
    assert held_conference.state == State.MINUTES_DRAFTED


def test_a_move_with_a_document_records_it_with_its_file(held_conference, leader, client_of):
    put(held_conference, State.MINUTES_DRAFTED)
    sent = {
        "version": held_conference.version,
        "document_number": "Số 03-BB/ĐU",
        "document_date": "2/10/2026",
        "document_abstract": "Biên bản hội nghị",
        "document_file": SimpleUploadedFile("bien-ban.pdf", PDF),
    }
    assert client_of(leader).post(move_url(held_conference, "sign_minutes"), sent).status_code == 302
    held_conference.refresh_from_db()
    minutes = held_conference.minutes
    assert (minutes.number, minutes.symbol, minutes.date, minutes.type) == ("03", "BB/ĐU", date(2026, 10, 2), "minutes")
    response = client_of(leader).get(reverse("conferences:conference_paper", args=[held_conference.code, "minutes"]))
    assert (response.content, response["X-Content-Type-Options"]) == (PDF, "nosniff")


def test_papers_without_a_file_and_unknown_papers_are_404(held_conference, clerk, client_of):
    for paper in ("plan", "state", "nonsense"):
        url = reverse("conferences:conference_paper", args=[held_conference.code, paper])
        assert client_of(clerk).get(url).status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"document_number": ""}, "document_number"),
        ({"document_date": "32/1/2026"}, "document_date"),
        ({"document_file": SimpleUploadedFile("x.exe", b"MZ")}, "document_file"),
    ],
)
def test_a_bad_document_is_said_beside_its_field_and_writes_nothing(values, field, held_conference, leader, client_of):
    put(held_conference, State.MINUTES_DRAFTED)
    sent = {"version": held_conference.version, "document_number": "03-BB/ĐU", "document_date": "2/10/2026", **values}
    response = client_of(leader).post(move_url(held_conference, "sign_minutes"), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert OfficialDocument.objects.count() == 0


def test_a_refused_move_keeps_no_document(held_conference, leader, client_of):
    put(held_conference, State.MINUTES_SIGNED)
    sent = {"version": held_conference.version, "document_number": "03-BB/ĐU", "document_date": "2/10/2026"}
    response = client_of(leader).post(move_url(held_conference, "sign_minutes"), sent)
    assert response.status_code == 409
    assert OfficialDocument.objects.count() == 0


def test_a_late_announcement_asks_for_the_reason_and_keeps_what_was_typed(held_conference, clerk, client_of):
    put(held_conference, State.PREPARING, held_on=timezone.localdate() + timedelta(days=1))
    late = (timezone.localdate() - timedelta(days=1)).strftime("%d/%m/%Y")
    sent = {"version": held_conference.version, "announced_on": late}
    response = client_of(clerk).post(move_url(held_conference, "announce"), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert late in response.content.decode()
    sent["reason"] = "Chờ ý kiến Thường trực"
    assert client_of(clerk).post(move_url(held_conference, "announce"), sent).status_code == 302


def test_an_announcement_to_come_is_not_recorded(held_conference, clerk, client_of):
    put(held_conference, State.PREPARING, held_on=timezone.localdate() + timedelta(days=30))
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    sent = {"version": held_conference.version, "announced_on": tomorrow}
    response = client_of(clerk).post(move_url(held_conference, "announce"), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["announced_on"])


def test_somebody_elses_move_is_told_and_what_was_typed_stays(held_conference, clerk, leader, client_of):
    put(held_conference, State.ANNOUNCED, held_on=timezone.localdate())
    sent = {"version": held_conference.version, "reason": "Bão số 5 đổ bộ"}
    hold = {"version": held_conference.version, "participants": "90"}
    client_of(clerk).post(move_url(held_conference, "hold"), hold)
    response = client_of(leader).post(move_url(held_conference, "postpone"), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bão số 5 đổ bộ" in page
    assert clerk.full_name in page


def test_a_move_of_others_is_403_an_unknown_one_404(held_conference, clerk, leader, supervisor, client_of):
    assert client_of(clerk).get(move_url(held_conference, "close")).status_code == 403
    assert client_of(supervisor).post(move_url(held_conference, "draft_minutes")).status_code == 403
    assert client_of(leader).get(move_url(held_conference, "nonsense")).status_code == 404


def test_the_page_of_a_move_no_longer_possible_says_so(held_conference, leader, client_of):
    response = client_of(leader).get(move_url(held_conference, "approve_plan"))
    assert (response.status_code, response.context["refusal"] != "") == (200, True)


def paper_url(conference, paper):
    return reverse("conferences:paper_record", args=[conference.code, paper])


def test_the_decision_is_recorded_at_any_time(held_conference, clerk, supervisor, client_of):
    url = paper_url(held_conference, "decision")
    sent = {"version": held_conference.version, "document_number": "1960-QĐ/TU", "document_date": "8/6/2023"}
    assert client_of(clerk).post(url, sent).status_code == 302
    held_conference.refresh_from_db()
    assert (held_conference.decision.label, held_conference.decision.type) == ("1960-QĐ/TU, 08/06/2023", "decision")
    assert client_of(clerk).post(url, sent).status_code == 409
    assert client_of(clerk).post(url, {"version": "2"}).status_code == 422
    assert client_of(supervisor).get(url).status_code == 403


def test_a_leader_corrects_a_paper_and_its_file_stays(held_conference, leader, clerk, client_of):
    put(held_conference, State.MINUTES_DRAFTED)
    sent = {
        "version": held_conference.version,
        "document_number": "03-BB/ĐU",
        "document_date": "2/10/2026",
        "document_file": SimpleUploadedFile("bien-ban.pdf", PDF),
    }
    client_of(leader).post(move_url(held_conference, "sign_minutes"), sent)
    url = paper_url(held_conference, "minutes")
    form = client_of(leader).get(url).context["form"]
    assert form["document_number"].value() == "03-BB/ĐU"
    corrected = {"version": form["version"].value(), "document_number": "04-BB/ĐU", "document_date": "3/10/2026"}
    assert client_of(leader).post(url, corrected).status_code == 302
    held_conference.refresh_from_db()
    assert (held_conference.minutes.label, held_conference.state) == ("04-BB/ĐU, 03/10/2026", State.MINUTES_SIGNED)
    assert held_conference.minutes.attachment.name == "bien-ban.pdf"
    assert client_of(clerk).get(url).status_code == 403


def test_a_paper_comes_with_its_move_first(held_conference, leader, client_of):
    assert client_of(leader).get(paper_url(held_conference, "minutes")).status_code == 403
    assert client_of(leader).get(paper_url(held_conference, "nonsense")).status_code == 404


# --- secretaries ---


def staff_url(conference):
    return reverse("conferences:conference_staff", args=[conference.code])


def test_a_leader_names_and_releases_a_secretary(held_conference, secretary, specialist, client_of):
    ConferenceStaff.objects.all().delete()
    client = client_of(specialist)
    assert client.post(staff_url(held_conference), {"user": secretary.pk}).status_code == 302
    staff = ConferenceStaff.objects.get()
    assert (staff.user, staff.valid_from, staff.valid_until) == (secretary, timezone.localdate(), None)
    assert client_of(secretary).get(page_url(held_conference)).status_code == 200
    release = reverse("conferences:staff_release", args=[held_conference.code, staff.pk])
    assert client.get(release).status_code == 405
    assert client.post(release).status_code == 302
    staff.refresh_from_db()
    assert staff.valid_until == timezone.localdate()


def test_a_released_secretary_no_longer_reaches_the_conference(held_conference, secretary, client_of):
    ConferenceStaff.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert client_of(secretary).get(page_url(held_conference)).status_code == 404


def test_only_people_with_the_role_can_be_named(held_conference, clerk, specialist, client_of):
    response = client_of(specialist).post(staff_url(held_conference), {"user": clerk.pk})
    assert response.status_code == 422


def test_a_commune_leader_names_people_of_the_own_area_only(held_conference, secretary, leader, client_of):
    ConferenceStaff.objects.all().delete()
    assert client_of(leader).post(staff_url(held_conference), {"user": secretary.pk}).status_code == 422


def test_naming_is_not_for_clerks_or_secretaries(held_conference, clerk, secretary, sibling_clerk, client_of):
    statuses = [
        client_of(user).get(staff_url(held_conference)).status_code for user in (clerk, secretary, sibling_clerk)
    ]
    assert statuses == [403, 403, 404]
