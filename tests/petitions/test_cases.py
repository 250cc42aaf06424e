"""Cases: opened from a petition, linked to what one sees, seen by who sees a part, gone with a denunciation."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from conferences.models import Conference
from petitions.models import CaseLink, CaseParty, FieldVisit, Petition, PetitionCase
from petitions.models import PetitionState as State
from petitions.services import cases
from petitions.workflow import move
from registers.levels import Level
from tests.petitions.canary import CANARY, tables_holding
from tests.petitions.petition_roads import DAY, C, D, M, R

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition(petition_road):
    return petition_road.registered(C)


@pytest.fixture
def case(petition, petition_officer):
    return cases.open_case(petition, title="Đền bù đường ra cảng", by=petition_officer, on=DAY)


@pytest.fixture
def conference(commune_a, petition_officer):
    return Conference.objects.create(
        code="HN-2026-0001",
        title="Hội nghị đối thoại",
        unit=commune_a,
        level=Level.COMMUNE,
        held_on=DAY,
        created_by=petition_officer,
    )


def at(name, *args):
    return reverse(f"petitions:{name}", args=args)


def test_a_case_is_opened_from_a_petition_in_one_step(petition, petition_officer, client_of):
    client = client_of(petition_officer)
    sent = client.post(at("case_of_petition", petition.code), {"title": "Đền bù đường ra cảng"})
    case = PetitionCase.objects.get()
    assert sent.headers["Location"] == at("case", case.code)
    assert case.code == f"VV-{timezone.localdate().year}-0001"
    petition.content.refresh_from_db()
    assert (petition.content.case, case.unit) == (case, petition.unit)
    # Once: a second case would take it out of the first.
    assert client.post(at("case_of_petition", petition.code), {"title": "Lần nữa"}).status_code == 422
    assert PetitionCase.objects.count() == 1


def test_a_denunciation_belongs_to_no_case(case, petition_road, petition_officer, client_of):
    coded, client = petition_road.registered(D), client_of(petition_officer)
    assert client.post(at("case_of_petition", coded.code), {"title": "x"}).status_code == 403
    sent = client.post(at("case_link", case.code), {"code": coded.code})
    nothing = client.post(at("case_link", case.code), {"code": "XX-2026-0009"})
    assert (sent.status_code, nothing.status_code) == (422, 422)
    assert sent.context["link_form"].errors == nothing.context["link_form"].errors


def test_petitions_conferences_and_opinions_are_linked_by_code_and_taken_out(
    case, petition_road, conference, petition_officer, commission_leader, client_of
):
    other, client = petition_road.registered(R), client_of(petition_officer)
    assert client.post(at("case_link", case.code), {"code": other.code.lower()}).status_code == 302
    assert set(case.contents.values_list("petition__code", flat=True)) >= {other.code}
    # A petition officer alone sees no conference, so links none.
    assert client.post(at("case_link", case.code), {"code": conference.code}).status_code == 422
    CaseLink.objects.create(case=case, conference=conference)
    page = client_of(commission_leader).get(at("case", case.code))
    assert conference.code in page.content.decode() and other.code in page.content.decode()
    assert client.post(at("case_unlink", case.code), {"code": other.code}).status_code == 302
    assert other.code not in set(case.contents.values_list("petition__code", flat=True))


def case_version(case):
    return PetitionCase.objects.get(pk=case.pk).version


def test_taking_out_what_is_not_in_it_changes_nothing_and_says_so(case, petition_road, petition_officer, client_of):
    client, inside = client_of(petition_officer), case.contents.get().petition
    outside = petition_road.registered(R)
    version, events = case_version(case), AuditEvent.objects.count()
    for code in ("KHONG-CO", outside.code):
        client.post(at("case_unlink", case.code), {"code": code})
    assert (case_version(case), AuditEvent.objects.count()) == (version, events)
    said = [one.level_tag for one in client.get(at("case", case.code)).context["messages"]]
    assert said == ["error", "error"]
    # The control: as it may be typed.
    client.post(at("case_unlink", case.code), {"code": inside.code.lower()})
    assert not case.contents.exists()


def test_a_petition_of_another_body_is_not_taken_out_in_silence(case, petition_officer, monkeypatch):
    monkeypatch.setattr(cases, "may_link", lambda user, petition: False)
    with pytest.raises(ValidationError):
        cases.unlink(case, case.contents.get().petition.code, by=petition_officer)
    assert case.contents.exists()


def test_a_party_that_came_twice_loses_nothing(case, petition_officer):
    one = case.parties.create(part="other", name="Bà Hoa")
    rows = [cases.PartyData("other", name, None, one.pk) for name in ("Bà Hoa", "Ông Lâm")]
    cases.change_case(case, title=case.title, parties=rows, version=case_version(case), by=petition_officer)
    assert sorted(case.parties.values_list("name", flat=True)) == ["Bà Hoa", "Ông Lâm"]


def test_a_petition_of_another_case_stays_there(case, petition_road, petition_officer, client_of):
    other = petition_road.registered(R)
    cases.open_case(other, title="Việc khác", by=petition_officer, on=DAY)
    sent = client_of(petition_officer).post(at("case_link", case.code), {"code": other.code})
    assert (sent.status_code, case.contents.count()) == (422, 1)


def test_who_sees_a_part_sees_the_case_and_nothing_else_in_it(
    case, conference, leader, sibling_clerk, administrator, outsider, client_of
):
    CaseLink.objects.create(case=case, conference=conference)
    page = client_of(leader).get(at("case", case.code))
    assert page.status_code == 200
    assert [row.code for row in page.context["conferences"]] == [conference.code]
    assert (page.context["petitions"], page.context["can_edit"]) == ([], False)
    others = [
        client_of(user).get(at("case", case.code)).status_code for user in (sibling_clerk, administrator, outsider)
    ]
    assert others == [404, 404, 404]


def test_people_in_a_case_are_shown_to_those_who_see_names(case, supervisor, commission_leader, client_of):
    PetitionCase.objects.filter(pk=case.pk).update(title="Đền bù cho Nguyễn Văn A")
    CaseParty.objects.create(case=case, part="households", name="Nguyễn Văn A và 3 hộ")
    CaseParty.objects.create(case=case, part="investor", name="Công ty Cảng")
    FieldVisit.objects.create(case=case, on=DAY, leader="Chủ tịch", place="xóm 3", result="Gặp Nguyễn Văn A tại nhà")
    masked = client_of(supervisor).get(at("case", case.code)).content.decode()
    assert "Nguyễn Văn A" not in masked and "N.V.A." in masked and "Công ty Cảng" in masked
    assert not AuditEvent.objects.filter(action="read").exists()
    assert "Nguyễn Văn A và 3 hộ" in client_of(commission_leader).get(at("case", case.code)).content.decode()
    assert AuditEvent.objects.get(action="read").object_label == case.code
    # The list is masked for everybody.
    assert "Nguyễn Văn A" not in client_of(commission_leader).get(at("case_list")).content.decode()


def test_matter_and_parties_are_changed_by_the_officer_and_nobody_is_overwritten(
    case, lead_department, petition_officer, commission_leader, client_of
):
    client = client_of(petition_officer)
    assert client_of(commission_leader).get(at("case_edit", case.code)).status_code == 403
    sent = {
        "title": "Đền bù đường ra cảng biển",
        "version": case.version,
        "parties-TOTAL_FORMS": 3,
        "parties-INITIAL_FORMS": 0,
        "parties-0-part": "investor",
        "parties-0-name": "Công ty Cảng",
        "parties-1-part": "agency",
        "parties-1-name": "so nong nghiep va moi truong",
        "parties-2-part": "households",
        "parties-2-name": "",
    }
    more = client.post(at("case_edit", case.code), {**sent, "more_parties": "1"})
    assert (more.status_code, len(more.context["parties"].forms)) == (200, 6)
    assert client.post(at("case_edit", case.code), sent).status_code == 302
    assert list(case.parties.values_list("part", "organisation")) == [
        ("investor", None),
        ("agency", lead_department.pk),
    ]
    late = client.post(at("case_edit", case.code), {**sent, "title": "Bản của tôi"})
    assert (late.status_code, late.context["form"]["title"].value()) == (409, "Bản của tôi")
    assert client.post(at("case_edit", case.code), late.context["form"].data).status_code == 302
    event = AuditEvent.objects.filter(object_type="petitions.petitioncase", action="changed").last()
    assert event.fields == ["parties", "title"] and event.changes == {}


def test_visits_on_the_spot(case, petition_officer, client_of):
    client = client_of(petition_officer)
    sent = {"on": "06/10/2026", "leader": "Ông Lê Văn B, Phó Chủ tịch", "place": "xóm 3", "result": "Đo lại thửa 15"}
    sent["version"] = case_version(case)
    assert client.post(at("case_visit", case.code), {**sent, "on": "06/10/2999"}).status_code == 422
    assert client.post(at("case_visit", case.code), sent).status_code == 302
    # The same form sent twice records one visit, and says so.
    again = client.post(at("case_visit", case.code), sent)
    assert (again.status_code, again.context["visit_form"]["place"].value()) == (409, "xóm 3")
    visit = case.visits.get()
    assert (visit.on, visit.place) == (date(2026, 10, 6), "xóm 3")
    assert client.post(at("case_visit_remove", case.code, visit.pk)).status_code == 302
    assert not case.visits.exists()


def test_the_words_of_a_case_go_with_the_petition_that_turns_out_to_be_a_denunciation(
    petition, petition_road, petition_officer
):
    case = cases.open_case(petition, title=f"{CANARY} và việc đền bù", by=petition_officer, on=DAY)
    cases.add_visit(case, by=petition_officer, on=DAY, leader=CANARY, place="xóm 3", result=CANARY)
    cases.change_case(
        case, title=case.title, parties=[cases.PartyData("households", CANARY)], version=2, by=petition_officer
    )
    data = petition_road.data("classify", petition) | {"kind": D, "round": "", "paper_file": "15/HS-2026"}
    move(petition, "classify", by=petition_officer, on=DAY, data=data)
    assert (PetitionCase.objects.count(), tables_holding(CANARY)) == (0, set())


def test_a_shared_case_stays_when_one_petition_turns_out_to_be_a_denunciation(
    case, petition, petition_road, petition_officer
):
    other = petition_road.registered(R)
    cases.link(case, other.code, by=petition_officer)
    data = petition_road.data("classify", petition) | {"kind": D, "round": "", "paper_file": "15/HS-2026"}
    assert move(petition, "classify", by=petition_officer, on=DAY, data=data).state == State.CLASSIFIED
    assert list(case.contents.values_list("petition__code", flat=True)) == [other.code]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cases_asks_as_much_for_one_as_for_three(
    count, petition_road, petition_officer, client_of, django_assert_num_queries
):
    for number in range(count):
        cases.open_case(petition_road.registered(R), title=f"Việc {number}", by=petition_officer, on=DAY)
    client = client_of(petition_officer)
    client.get(at("case_list"))
    with django_assert_num_queries(9):
        page = client.get(at("case_list"))
    assert len(page.context["rows"]) == count


def test_what_a_shared_case_says_is_closed_until_its_officer_looked_through_it(
    case, petition, petition_road, petition_officer, commission_leader, client_of
):
    """Nothing knows any more which names in its words are those of the erased sender."""
    other = petition_road.registered(R)
    cases.link(case, other.code, by=petition_officer)
    case.refresh_from_db()
    cases.change_case(case, title=f"Đơn của {CANARY}", parties=[], version=case.version, by=petition_officer)
    cases.add_visit(case, by=petition_officer, on=DAY, leader="Ông Lâm", place=CANARY, result=CANARY)
    address = reverse("petitions:case", args=[case.code])
    leader, officer = client_of(commission_leader), client_of(petition_officer)
    assert CANARY in leader.get(address).content.decode()
    data = petition_road.data("classify", petition) | {"kind": D, "round": "", "paper_file": "15/HS-2026"}
    move(petition, "classify", by=petition_officer, on=DAY, data=data)
    case.refresh_from_db()
    assert case.needs_review
    for page in (address, reverse("petitions:case_list")):
        assert CANARY not in leader.get(page).content.decode()
    assert "Rà soát nội dung" in officer.get(address).content.decode()
    cases.change_case(case, title="Đường ra cảng", parties=[], version=case.version, by=petition_officer)
    case.refresh_from_db()
    assert not case.needs_review
    assert "Đường ra cảng" in leader.get(address).content.decode()


def test_the_words_of_a_case_are_closed_when_a_petition_in_it_is_split_beside_a_denunciation(
    petition_road, petition_officer
):
    petition = petition_road.registered(M)
    case = cases.open_case(petition, title="Đường ra cảng", by=petition_officer, on=DAY)
    petition = petition_road.make(petition, "classify")
    parts = [
        {"kind": R, "field": petition_road.field, "summary": "Mương tiêu"},
        {"kind": D, "field": petition_road.field, "paper_file": "15/HS-2026"},
    ]
    move(petition, "split", by=petition_officer, on=DAY, data={"parts": parts, "erases_words": True})
    case.refresh_from_db()
    assert case.needs_review


def test_a_petition_that_turns_out_to_be_a_denunciation_meanwhile_is_not_linked(
    petition_road, case, petition_officer, monkeypatch
):
    """Whoever links it has found it and waits for the row, which comes back as a denunciation."""
    other = petition_road.registered(C)
    visible = Petition.objects.visible_to

    def first_seen_then_changed(user):
        keys = list(visible(user).values_list("pk", flat=True))
        petition_road.make(other, "classify", kind=D, paper_file="15/HS-2026")
        monkeypatch.undo()
        return Petition.objects.filter(pk__in=keys)

    monkeypatch.setattr(Petition.objects, "visible_to", first_seen_then_changed)
    with pytest.raises(ValidationError):
        cases.link(case, other.code, by=petition_officer)
    assert case.contents.count() == 1
