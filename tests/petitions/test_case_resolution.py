"""A case from the working meetings of its parties to its resolution."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from audit.models import AuditEvent
from handling.moves import MoveRefused, perform
from petitions.case_workflow import CASES
from petitions.models import CaseMeeting, CaseMove, CaseNote, CaseParty, PetitionCase
from petitions.services import cases
from petitions.workflow import move
from tests.petitions.petition_roads import DAY, C, D
from tests.petitions.test_cases import at, case, case_version, petition  # noqa: F401

pytestmark = pytest.mark.django_db
PAPER = {"document_number": "12/TB-UBND", "document_date": "07/10/2026"}


@pytest.fixture
def parties(case):  # noqa: F811
    return [
        CaseParty.objects.create(case=case, part="investor", name="Công ty Cảng"),
        CaseParty.objects.create(case=case, part="households", name="Nguyễn Văn A và 3 hộ"),
    ]


def met(parties, **more):
    return {"on": "07/10/2026", "place": "Trụ sở xã", "parties": [party.pk for party in parties], **more}


def give(case, body, by):  # noqa: F811
    return perform(CASES, case, "name_responsible", by=by, on=DAY, data={"responsible": body})


def resolved(case, body, document, by):  # noqa: F811
    give(case, body, by)
    data = {"outcome": "agreed", "resolved_on": DAY, "document": document}
    return perform(CASES, case, "resolve", by=by, on=DAY, data=data)


def test_a_meeting_tells_day_place_who_took_part_conclusion_and_document(case, parties, petition_officer, client_of):  # noqa: F811
    client = client_of(petition_officer)
    form = met(parties[:1], conclusion="Đo lại ranh giới", version=case_version(case), **PAPER)
    # Sent twice it is recorded once.
    assert [client.post(at("case_meeting", case.code), form).status_code for _time in range(2)] == [302, 409]
    meeting = CaseMeeting.objects.get()
    assert (meeting.on, meeting.place, list(meeting.parties.all())) == (DAY, "Trụ sở xã", parties[:1])
    assert (meeting.conclusion, meeting.document.designation) == ("Đo lại ranh giới", "12/TB-UBND")
    assert (meeting.document.abstract, meeting.document.attachment) == ("", None)
    page = client.get(at("case", case.code)).content.decode()
    assert "Đo lại ranh giới" in page and "12/TB-UBND" in page
    event = AuditEvent.objects.filter(object_type="petitions.petitioncase").exclude(action="read").latest("pk")
    assert (event.fields, event.changes) == (["meetings"], {})
    assert client.post(at("case_meeting_remove", case.code, meeting.pk)).status_code == 302
    assert not CaseMeeting.objects.exists()


def test_a_meeting_has_parties_of_this_case_and_is_over(case, parties, petition_road, petition_officer, client_of):  # noqa: F811
    other = cases.open_case(petition_road.registered(C), title="Việc khác", by=petition_officer, on=DAY)
    strange = CaseParty.objects.create(case=other, part="other", name="Người khác")
    client, later = client_of(petition_officer), timezone.localdate() + timedelta(days=1)
    refused = [met([strange]), met([]), met(parties, on=f"{later:%d/%m/%Y}"), {**met(parties), "parties": ["9" * 30]}]
    fields = []
    for data in refused:
        answer = client.post(at("case_meeting", case.code), {**data, "version": case_version(case)})
        fields.append((answer.status_code, *answer.context["meeting_form"].errors))
    assert fields == [(422, "parties"), (422, "parties"), (422, "on"), (422, "parties")]
    with pytest.raises(ValidationError):
        cases.add_meeting(case, parties=[strange], on=DAY, place="x", by=petition_officer)
    assert not CaseMeeting.objects.exists()


def test_parties_stay_in_their_meetings_when_the_case_is_changed(case, parties, petition_officer, client_of):  # noqa: F811
    meeting = cases.add_meeting(case, parties=parties, on=DAY, place="Trụ sở xã", by=petition_officer)
    client = client_of(petition_officer)
    form = client.get(at("case_edit", case.code)).context["parties"]
    shown = [row["party"].value() for row in form]
    assert shown == [parties[0].pk, parties[1].pk, None]
    sent = {
        "title": case.title,
        "version": case.version + 1,
        "parties-TOTAL_FORMS": 2,
        "parties-INITIAL_FORMS": 0,
        "parties-0-part": "investor",
        "parties-0-name": "Công ty Cảng Bắc",
        "parties-0-party": parties[0].pk,
        "parties-1-part": "other",
        "parties-1-name": "Hợp tác xã",
    }
    assert client.post(at("case_edit", case.code), sent).status_code == 302
    # Renamed it is the same party; the one that was left out is in the meeting no more, and the new one was not there.
    assert [str(party) for party in meeting.parties.all()] == ["Công ty Cảng Bắc"]
    assert [str(party) for party in case.parties.all()] == ["Công ty Cảng Bắc", "Hợp tác xã"]


def test_people_at_a_meeting_are_shown_to_those_who_see_names(case, parties, petition_officer, supervisor, client_of):  # noqa: F811
    said = "Nguyễn Văn A đồng ý"
    cases.add_meeting(case, parties=parties, on=DAY, place="Trụ sở xã", conclusion=said, by=petition_officer)
    assert said in client_of(petition_officer).get(at("case", case.code)).content.decode()
    with translation.override("en"):
        masked = client_of(supervisor).get(at("case", case.code)).content.decode()
    assert "Nguyễn Văn A" not in masked and "N.V.A. đồng ý" in masked and "Công ty Cảng" in masked


def test_a_case_is_resolved_by_a_document_once_a_body_is_responsible(
    case,  # noqa: F811
    lead_department,
    petition_officer,
    client_of,
):
    client = client_of(petition_officer)
    data = {"outcome": "agreed", "resolved_on": "07/10/2026", "version": case.version, **PAPER}
    assert client.post(at("case_move", case.code, "resolve"), data).status_code == 409
    sent = {"responsible": lead_department.pk, "version": case.version}
    assert client.post(at("case_move", case.code, "name_responsible"), sent).status_code == 302
    assert client.post(at("case_move", case.code, "resolve"), data).status_code == 409
    data["version"] += 1
    assert client.post(at("case_move", case.code, "resolve"), {**data, "document_number": ""}).status_code == 422
    assert client.post(at("case_move", case.code, "resolve"), {**data, "outcome": ""}).status_code == 422
    assert client.post(at("case_move", case.code, "resolve"), data).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.outcome, case.resolved_on) == ("resolved", "agreed", DAY)
    assert (case.resolution.designation, case.responsible) == ("12/TB-UBND", lead_department)
    assert list(case.history.values_list("move", "from_state", "to_state")) == [
        ("name_responsible", "open", "open"),
        ("resolve", "open", "resolved"),
    ]
    event = AuditEvent.objects.filter(object_type="petitions.petitioncase", action="moved").latest("pk")
    assert event.changes == {"state": ["open", "resolved"]}
    assert client.get(at("case", case.code)).context["steps"][0]["text"]


def test_a_resolved_case_is_taken_up_again_with_a_reason(case, lead_department, petition_road, petition_officer):  # noqa: F811
    found = resolved(case, lead_department, petition_road.document(), petition_officer)
    with pytest.raises(MoveRefused):
        give(found, lead_department, petition_officer)
    with pytest.raises(ValidationError):
        perform(CASES, found, "reopen", by=petition_officer, on=DAY)
    again = perform(CASES, found, "reopen", by=petition_officer, on=DAY, data={"reason": "Chưa cắm mốc"})
    assert (again.state, again.outcome, again.resolved_on, again.resolution) == ("open", "", None, None)
    assert again.history.latest("pk").note.text == "Chưa cắm mốc"


def test_who_keeps_the_case_moves_it_and_nobody_else(case, lead_department, commission_leader, petition_officer):  # noqa: F811
    with pytest.raises(PermissionDenied):
        give(case, lead_department, commission_leader)
    assert give(case, lead_department, petition_officer).responsible == lead_department


def test_the_body_responsible_sees_the_case_and_changes_nothing(
    case,  # noqa: F811
    lead_department,
    focal_point,
    petition_officer,
    client_of,
):
    client = client_of(focal_point)
    assert client.get(at("case", case.code)).status_code == 404
    give(case, lead_department, petition_officer)
    page = client.get(at("case", case.code))
    assert (page.status_code, page.context["can_edit"], page.context["moves"]) == (200, False, [])
    assert client.get(at("case_move", case.code, "resolve")).status_code == 403


def test_the_list_is_narrowed_by_state(
    case,  # noqa: F811
    lead_department,
    petition_road,
    petition_officer,
    client_of,
    django_assert_num_queries,
):
    client = client_of(petition_officer)
    found = resolved(case, lead_department, petition_road.document(), petition_officer)
    other = cases.open_case(petition_road.registered(C), title="Việc khác", by=petition_officer, on=DAY)
    client.get(at("case_list"))

    def listed(**asked):
        return [row[0].code for row in client.get(at("case_list"), asked).context["rows"]]

    assert listed(state="open") == [other.code]
    assert listed(state="resolved") == [found.code]
    assert listed(state="nothing") == listed() == [other.code, found.code]


def test_words_of_a_case_to_look_through_are_closed_and_reasons_are_gone(
    case,  # noqa: F811
    parties,
    lead_department,
    petition,  # noqa: F811
    petition_road,
    petition_officer,
    commission_leader,
    client_of,
):
    other = petition_road.registered(C)
    cases.link(case, other.code, by=petition_officer)
    found = resolved(case, lead_department, petition_road.document(), petition_officer)
    perform(CASES, found, "reopen", by=petition_officer, on=DAY, data={"reason": "Nguyễn Văn A chưa nhận tiền"})
    cases.add_meeting(case, parties=parties, on=DAY, place="x", conclusion="Nguyễn Văn A vắng", by=petition_officer)
    assert client_of(commission_leader).get(at("case", case.code)).context["meetings"]
    move(
        petition,
        "classify",
        by=petition_officer,
        on=DAY,
        data={**petition_road.data("classify", petition), "kind": D, "round": "", "paper_file": "15/HS-2026"},
    )
    page = client_of(commission_leader).get(at("case", case.code))
    assert page.context["meetings"] == page.context["parties"] == []
    assert not CaseNote.objects.exists()
    with pytest.raises(MoveRefused):
        perform(CASES, case, "resolve", by=petition_officer, on=DAY)


def test_an_emptied_case_goes_with_meetings_and_history(
    case,  # noqa: F811
    parties,
    lead_department,
    petition,  # noqa: F811
    petition_road,
    petition_officer,
):
    resolved(case, lead_department, petition_road.document(), petition_officer)
    cases.add_meeting(case, parties=parties, on=DAY, place="x", by=petition_officer)
    data = {**petition_road.data("classify", petition), "kind": D, "round": "", "paper_file": "15/HS-2026"}
    move(petition, "classify", by=petition_officer, on=DAY, data=data)
    left = [model.objects.count() for model in (PetitionCase, CaseMeeting, CaseMove, CaseParty)]
    assert left == [0, 0, 0, 0]


def test_the_database_holds_a_resolution_together(case):  # noqa: F811
    with pytest.raises(IntegrityError), transaction.atomic():
        PetitionCase.objects.filter(pk=case.pk).update(state="resolved")
    with pytest.raises(IntegrityError), transaction.atomic():
        PetitionCase.objects.filter(pk=case.pk).update(outcome="agreed")


def test_a_case_is_not_resolved_before_anything_of_it_came(case, petition_road, petition_officer, lead_department):  # noqa: F811
    give(case, lead_department, petition_officer)
    first = case.contents.get().petition.booked_on
    data = {"outcome": "agreed", "document": petition_road.document()}
    with pytest.raises(ValidationError) as refused:
        early = {**data, "resolved_on": first - timedelta(days=1)}
        perform(CASES, case, "resolve", by=petition_officer, on=DAY, data=early)
    assert set(refused.value.error_dict) == {"resolved_on"}
    on_the_day = {**data, "resolved_on": first}
    assert perform(CASES, case, "resolve", by=petition_officer, on=DAY, data=on_the_day).resolved_on == first
