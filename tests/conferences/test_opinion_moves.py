"""Forms of moves: what they ask for and offer, what they refuse, what stays when somebody else was first."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conferences.forms.opinion_moves import FORMS
from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from conferences.move_pages import page_of
from conferences.services.opinions import revise_text
from conferences.services.people import ChairRow, set_chairs
from conferences.work import waiting
from conferences.workflow import MOVES, move
from handling.models import Coordination, Handling
from registers.levels import Level
from registers.models import Attachment, Field, Organisation, RuleParameter, StoredFile
from registers.reach import rebuild_reach
from tests.conferences.opinion_roads import DAY, registered
from tests.conftest import make_organisation, make_unit

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def move_url(opinion, name):
    return reverse("conferences:opinion_move", args=[opinion.code, name])


def options(client, opinion, name, field):
    """{group: [labels]} of a choice of the form."""
    choices = client.get(move_url(opinion, name)).context["form"].fields[field].choices
    return {str(group): [str(label) for _value, label in rows] for group, rows in choices if isinstance(rows, list)}


def test_every_move_has_its_form_with_the_fields_it_needs():
    elsewhere = {one.name for one in MOVES if page_of(one.name, "YK-2026-0001")}
    assert elsewhere == {"turn_into_petition"}
    assert set(FORMS) == {one.name for one in MOVES} - elsewhere
    papers = {"document": "document_number", "evidence": "evidence"}
    for one in (one for one in MOVES if one.name not in elsewhere):
        fields = set(FORMS[one.name].base_fields)
        missing = {need for need in one.needs if papers.get(need, need) not in fields}
        assert missing == set(), one.name


# --- what is offered ---


def test_bodies_of_the_own_unit_come_first_then_those_above_and_nobody_elses(
    road, commune_body, sibling_body, commission_leader, client_of
):
    far = make_unit("42", "Tỉnh Hà Tĩnh", Level.PROVINCE, kind="tỉnh")
    make_organisation("TU-42", "Tỉnh ủy Hà Tĩnh", far, "party", 10)
    offered = options(client_of(commission_leader), road.to(State.CLASSIFIED), "assign", "lead")
    assert list(offered) == ["Xã Kim Liên", "Tỉnh Nghệ An"]
    assert offered["Xã Kim Liên"] == ["Đảng ủy xã Kim Liên"]
    assert "Tỉnh ủy Hà Tĩnh" not in offered["Tỉnh Nghệ An"]


def suggested(client, opinion, name="assign"):
    """What is offered before all others, as the page shows it."""
    offered = options(client, opinion, name, "lead")
    return offered.pop("Gợi ý", None), [label for labels in offered.values() for label in labels]


def closed_under(road, lead, count):
    """So many closed opinions that this body led."""
    for number in range(count):
        closed = road.to(State.CLOSED, f"Việc {lead.code} số {number}")
        Handling.objects.filter(pk=closed.handling_id).update(lead=lead)


def test_who_led_most_of_the_last_closed_opinions_of_the_field_is_suggested_first(
    road, lead_department, other_department, commission_leader, client_of
):
    client, opinion = client_of(commission_leader), road.to(State.CLASSIFIED)
    assert suggested(client, opinion)[0] is None
    closed_under(road, other_department, 1)
    assert suggested(client, opinion)[0] == ["Sở Xây dựng"]
    closed_under(road, lead_department, 2)
    first, others = suggested(client, opinion)
    assert first == ["Sở Nông nghiệp và Môi trường"]
    assert "Sở Xây dựng" in others and not set(first) & set(others)
    assert suggested(client, road.to(State.CLOSED), "reopen")[0] == first


def test_only_the_last_closed_opinions_tell_who_usually_leads(
    road, lead_department, other_department, commission_leader, client_of, monkeypatch
):
    monkeypatch.setattr("conferences.forms.bodies._TELLING", 2)
    closed_under(road, lead_department, 3)
    closed_under(road, other_department, 2)
    assert suggested(client_of(commission_leader), road.to(State.CLASSIFIED))[0] == ["Sở Xây dựng"]


def test_another_field_another_level_and_open_work_suggest_nobody(road, field, commission_leader, client_of):
    opinion, client = road.to(State.CLASSIFIED), client_of(commission_leader)
    road.to(State.VERIFIED)
    assert suggested(client, opinion)[0] is None
    closed = road.to(State.CLOSED)
    other = Field.objects.create(code="0402", name_vi="Cầu", name_en="Bridges", parent=field.parent)
    for change in ({"field": other}, {"field": field, "level": "province"}):
        Opinion.objects.filter(pk=closed.pk).update(**change)
        assert suggested(client, opinion)[0] is None
    Opinion.objects.filter(pk=closed.pk).update(field=field, level=opinion.level)
    assert suggested(client, opinion)[0] == ["Sở Nông nghiệp và Môi trường"]


def test_opinions_one_does_not_see_suggest_nobody(road, commune_b, leader, client_of):
    opinion = road.to(State.CLASSIFIED)
    closed = road.to(State.CLOSED)
    assert suggested(client_of(leader), opinion)[0] == ["Sở Nông nghiệp và Môi trường"]
    Opinion.objects.filter(pk=closed.pk).update(unit=commune_b)
    assert suggested(client_of(leader), opinion)[0] is None


def test_a_bulk_assignment_suggests_a_lead_too(road, specialist, client_of):
    road.to(State.CLOSED)
    ticked = {"pick": [road.to(State.CLASSIFIED).pk]}
    form = client_of(specialist).post(reverse("conferences:opinion_bulk_assign"), ticked).context["form"]
    assert form.fields["lead"].choices[1][1][0][1] == "Sở Nông nghiệp và Môi trường"


def test_a_lead_is_found_by_its_other_names_too(road, lead_department, commission_leader, client_of):
    Organisation.objects.filter(pk=lead_department.pk).update(short_name="Sở NN&MT", symbol="SNNMT")
    client, opinion = client_of(commission_leader), road.to(State.CLASSIFIED)
    page = client.get(move_url(opinion, "assign")).content.decode()
    assert f'<option value="{lead_department.pk}" data-words="Sở NN&amp;MT SNNMT">' in page


def test_a_body_that_has_ended_is_not_offered(road, lead_department, commission_leader, client_of):
    Organisation.objects.filter(pk=lead_department.pk).update(valid_until=date(2020, 1, 1))
    offered = options(client_of(commission_leader), road.to(State.CLASSIFIED), "assign", "lead")
    assert lead_department.name not in offered["Tỉnh Nghệ An"]


def test_a_body_that_was_not_offered_is_refused(road, sibling_body, commission_leader, client_of):
    opinion = road.to(State.CLASSIFIED)
    sent = {"version": opinion.version, "lead": sibling_body.pk}
    response = client_of(commission_leader).post(move_url(opinion, "assign"), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["lead"])


def test_assigning_shows_both_due_dates_beforehand(road, commission_leader, client_of):
    form = client_of(commission_leader).get(move_url(road.to(State.CLASSIFIED), "assign")).context["form"]
    ordinary, longer = form.due_dates()
    assert timezone.localdate() < ordinary.on < longer.on


def test_passing_on_offers_everybody_but_the_lead_and_ticks_the_coordinators(
    road, lead_department, other_department, commission_body, commission_leader, client_of
):
    opinion, client = road.to(State.ASSIGNED), client_of(commission_leader)
    Coordination.objects.create(handling=opinion.handling, organisation=other_department)
    form = client.get(move_url(opinion, "reassign")).context["form"]
    assert not form.fields["lead"].queryset.filter(pk=lead_department.pk).exists()
    assert form["coordinators"].initial == [other_department.pk]
    assert "26/10/2026" in form.fields["lead"].help_text
    sent = {"version": opinion.version, "lead": other_department.pk, "coordinators": [other_department.pk]}
    refused = client.post(move_url(opinion, "reassign"), sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert client.post(move_url(opinion, "reassign"), {**sent, "reason": "Thuộc ngành xây dựng"}).status_code == 302
    row = Handling.objects.get(pk=opinion.handling_id)
    assert (row.lead, row.assigner, row.coordinators.count()) == (other_department, commission_body, 0)


def test_a_coordinator_that_is_no_longer_offered_stays_when_it_is_left_ticked(
    road, sibling_body, other_department, commission_leader, client_of
):
    opinion, client = road.to(State.ASSIGNED), client_of(commission_leader)
    Coordination.objects.create(handling=opinion.handling, organisation=sibling_body)
    sent = {"version": opinion.version, "lead": other_department.pk, "coordinators": [sibling_body.pk], "reason": "X"}
    assert client.post(move_url(opinion, "reassign"), sent).status_code == 302
    assert list(opinion.handling.coordinators.all()) == [sibling_body]


def test_correcting_the_classification_starts_with_what_it_is_and_says_that_the_due_date_stays(
    road, field, commission_leader, client_of
):
    opinion, client = road.to(State.ASSIGNED), client_of(commission_leader)
    form = client.get(move_url(opinion, "reclassify")).context["form"]
    assert (form["field"].initial, form["competent_level"].initial) == (field.pk, "commune")
    assert "26/10/2026" in form.fields["competent_level"].help_text
    sent = {"version": opinion.version, "field": field.pk, "competent_level": "commune", "reason": "Sửa"}
    refused = client.post(move_url(opinion, "reclassify"), sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["field"])
    assert client.post(move_url(opinion, "reclassify"), {**sent, "competent_level": "province"}).status_code == 302
    assert Opinion.objects.get(pk=opinion.pk).competent_level == "province"


def test_before_anybody_leads_no_due_date_is_spoken_of(road, clerk, client_of):
    form = client_of(clerk).get(move_url(road.to(State.CLASSIFIED), "reclassify")).context["form"]
    assert form.fields["competent_level"].help_text == "Cấp có thẩm quyền giải quyết."


def test_without_a_rule_assigning_is_refused_with_a_sentence_and_writes_nothing(
    road, lead_department, commission_leader, client_of
):
    opinion = road.to(State.CLASSIFIED)
    RuleParameter.objects.filter(key="opinion.answer_after").delete()
    client = client_of(commission_leader)
    assert client.get(move_url(opinion, "assign")).status_code == 200
    response = client.post(move_url(opinion, "assign"), {"version": opinion.version, "lead": lead_department.pk})
    assert response.status_code == 409
    assert "opinion.answer_after" in response.context["refusal"]
    assert Opinion.objects.get(pk=opinion.pk).state == State.CLASSIFIED


def test_the_competent_level_is_suggested_and_limited_to_levels_of_that_day(road, clerk, client_of):
    form = client_of(clerk).get(move_url(road.to(State.RECEIVED), "classify")).context["form"]
    assert form["competent_level"].value() == "commune"
    assert [value for value, _label in form.fields["competent_level"].choices] == ["central", "province", "commune"]


def test_the_chairs_are_suggested_as_those_who_answered_in_the_hall(road, held_conference, clerk, client_of):
    set_chairs(held_conference, [ChairRow("Nguyễn Văn Hùng", "Bí thư Đảng ủy")])
    form = client_of(clerk).get(move_url(road.to(State.RECEIVED), "answer_in_hall")).context["form"]
    assert form.suggestions() == ("answerers", [("Nguyễn Văn Hùng, Bí thư Đảng ủy", "")])


def test_only_an_answer_of_the_hall_offers_resolved_at_the_conference(road, clerk, commission_leader, client_of):
    in_hall = move(
        road.to(State.RECEIVED), "answer_in_hall", by=clerk, on=DAY, data={"answerer": "Bí thư", "text": "Xã sẽ làm."}
    )
    client = client_of(commission_leader)

    def offered(opinion):
        choices = client.get(move_url(opinion, "verify")).context["form"].fields["outcome"].choices
        return "at_conference" in dict(choices)

    assert [offered(in_hall), offered(road.to(State.ANSWERED))] == [True, False]


def test_a_merge_offers_counted_opinions_of_the_unit_but_not_itself(road, held_conference, clerk, client_of):
    opinion, other = road.to(State.RECEIVED), road.to(State.RECEIVED, "Đường thôn hẹp")
    form = client_of(clerk).get(move_url(opinion, "merge")).context["form"]
    assert form.suggestions() == ("masters", [(other.code, "Đường thôn hẹp")])


# --- what is refused ---


def test_an_answer_of_tomorrow_is_refused(road, focal_point, client_of):
    opinion = road.to(State.IN_PROGRESS)
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {"version": opinion.version, "text": "Đã làm", "answered_on": f"{tomorrow:%d/%m/%Y}"}
    response = client_of(focal_point).post(move_url(opinion, "answer"), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["answered_on"])


def test_a_refused_move_keeps_neither_its_paper_nor_its_file(road, commission_leader, client_of):
    from registers.models import Attachment, OfficialDocument

    opinion = road.to(State.ANSWERED)
    sent = {
        "version": opinion.version,
        "outcome": "unresolved",
        "evidence": SimpleUploadedFile("anh.pdf", PDF, "application/pdf"),
        "document_number": "12-CV/BTGDVTU",
        "document_date": "20/10/2026",
    }
    response = client_of(commission_leader).post(move_url(opinion, "verify"), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["unresolved_reason"])
    assert (Attachment.objects.count(), OfficialDocument.objects.count()) == (0, 0)


def test_evidence_is_kept_with_the_decision_and_opened_by_those_who_see_names(
    road, commission_leader, clerk, supervisor, client_of
):
    opinion = road.to(State.ANSWERED)
    sent = {
        "version": opinion.version,
        "outcome": "after_conference",
        "evidence": SimpleUploadedFile("ảnh đường.pdf", PDF, "application/pdf"),
        "document_number": "12-CV/BTGDVTU",
        "document_date": "20/10/2026",
        "document_file": SimpleUploadedFile("công văn.pdf", PDF, "application/pdf"),
    }
    assert client_of(commission_leader).post(move_url(opinion, "verify"), sent).status_code == 302
    decision = opinion.decisions.get()
    evidence = reverse("conferences:evidence_file", args=[opinion.code, decision.pk])
    paper = reverse("conferences:decision_file", args=[opinion.code, decision.pk])
    assert [client_of(user).get(evidence).status_code for user in (clerk, supervisor)] == [200, 404]
    assert [client_of(user).get(paper).status_code for user in (clerk, supervisor)] == [200, 200]


def test_a_move_that_is_not_possible_now_says_so_and_offers_no_button(road, commission_leader, client_of):
    response = client_of(commission_leader).get(move_url(road.to(State.RECEIVED), "verify"))
    assert (response.status_code, response.context["can_send"]) == (200, False)
    assert response.context["refusal"] != ""


@pytest.mark.parametrize("who", ["supervisor", "auditor", "clerk"])
def test_a_move_that_is_not_ones_own_is_403_either_way(who, road, request, client_of):
    opinion, client = road.to(State.ANSWERED), client_of(request.getfixturevalue(who))
    sent = {"version": opinion.version, "outcome": "explained"}
    assert client.get(move_url(opinion, "verify")).status_code == 403
    assert client.post(move_url(opinion, "verify"), sent).status_code == 403
    assert client.put(move_url(opinion, "verify")).status_code == 405


def test_out_of_reach_and_unknown_moves_are_404(road, sibling_clerk, clerk, client_of):
    opinion = road.to(State.RECEIVED)
    assert client_of(sibling_clerk).get(move_url(opinion, "classify")).status_code == 404
    assert client_of(clerk).get(move_url(opinion, "resolve")).status_code == 404


# --- somebody else was first ---


def test_who_comes_second_sees_what_the_other_did_and_keeps_the_words(road, clerk, commission_leader, client_of):
    opinion = road.to(State.ANSWERED)
    client = client_of(commission_leader)
    move(opinion, "return_answer", by=commission_leader, on=DAY, data={"reason": "Chưa rõ thời hạn"})
    sent = {"version": opinion.version, "outcome": "explained", "confirmed_by": "Trưởng xóm 3"}
    late = client.post(move_url(opinion, "verify"), sent)
    assert late.status_code == 409
    assert [step["note"] for step in late.context["meanwhile"]] == ["Chưa rõ thời hạn"]
    assert late.context["form"]["confirmed_by"].value() == "Trưởng xóm 3"
    assert late.context["can_send"] is False


def test_after_a_correction_of_the_text_the_same_words_go_through(road, field, clerk, client_of):
    opinion = road.to(State.RECEIVED)
    revise_text(opinion, text="Đường xóm 3", version=opinion.version, by=clerk, on=DAY)
    client = client_of(clerk)
    sent = {"version": opinion.version, "field": field.pk, "competent_level": "commune"}
    late = client.post(move_url(opinion, "classify"), sent)
    assert (late.status_code, late.context["can_send"]) == (409, True)
    again = {**sent, "version": late.context["form"]["version"].value()}
    assert client.post(move_url(opinion, "classify"), again).status_code == 302


# --- many at once ---


def test_assigning_many_offers_the_bodies_their_units_share(road, commune_body, commission_leader, client_of):
    rows = [road.to(State.CLASSIFIED) for _row in range(2)]
    form = (
        client_of(commission_leader)
        .post(reverse("conferences:opinion_bulk_assign"), {"pick": [row.pk for row in rows]})
        .context["form"]
    )
    assert [str(group) for group, _rows in form.fields["lead"].choices[1:]] == ["Xã Kim Liên", "Tỉnh Nghệ An"]


def test_assigning_many_goes_the_way_of_one(road, lead_department, commission_body, commission_leader, client_of):
    rows = [road.to(State.CLASSIFIED) for _row in range(2)]
    sent = {"pick": [row.pk for row in rows], "confirm": "1", "lead": lead_department.pk}
    client_of(commission_leader).post(reverse("conferences:opinion_bulk_assign"), sent)
    for row in Opinion.objects.select_related("handling__assigner"):
        assert (row.state, row.handling.assigner, row.handling.due_on is not None) == (
            "assigned",
            commission_body,
            True,
        )
        assert row.history.last().move == "assign"


def test_assigning_many_needs_a_lead_and_keeps_the_ticks(road, commission_leader, client_of):
    row = road.to(State.CLASSIFIED)
    response = client_of(commission_leader).post(
        reverse("conferences:opinion_bulk_assign"), {"pick": [row.pk], "confirm": "1"}
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["lead"])
    assert f'value="{row.pk}"' in response.content.decode()


# --- whose turn it is ---


def test_what_the_commissions_own_unit_received_waits_for_the_commission(
    held_conference, province, specialist, clerk, commission_leader
):
    held_conference.unit = province
    held_conference.level = province.level
    held_conference.save()
    opinion = registered(held_conference, specialist)[0]
    assert list(waiting(specialist, DAY)) == [opinion]
    assert list(waiting(clerk, DAY)) == []


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.RECEIVED, {"clerk"}),
        (State.CLASSIFIED, {"specialist", "commission_leader", "leader"}),
        (State.ASSIGNED, {"focal_point"}),
        (State.IN_PROGRESS, {"focal_point"}),
        (State.ANSWERED, {"specialist", "commission_leader"}),
        (State.VERIFIED, {"commission_leader", "leader"}),
        (State.CLOSED, set()),
    ],
)
def test_each_state_waits_for_those_whose_turn_it_is(state, who, road, request):
    opinion = road.to(state)
    roles = ("clerk", "leader", "specialist", "commission_leader", "focal_point", "supervisor", "sibling_clerk")
    found = {role for role in roles if opinion in waiting(request.getfixturevalue(role), DAY)}
    assert found == who


def test_bodies_above_the_province_are_offered_as_addressees_and_not_as_leads(
    road, province, ministry, client_of, specialist
):
    country = make_unit("00", "Trung ương", Level.CENTRAL, kind="trung ương")
    Organisation.objects.filter(pk=ministry.pk).update(unit=country)
    province.parent = country
    province.save()
    rebuild_reach()
    opinion = road.to("classified")
    offered = {}
    for name, field in (("assign", "lead"), ("forward", "addressee")):
        form = client_of(specialist).get(move_url(opinion, name)).context["form"]
        offered[name] = form.fields[field].queryset.filter(pk=ministry.pk).exists()
    assert offered == {"assign": False, "forward": True}


def test_the_letter_of_an_answer_is_for_those_who_see_names(road, document, client_of, clerk, supervisor):
    stored = StoredFile.objects.create(sha256="0" * 64, size=3, data=b"%PD")
    document.attachment = Attachment.objects.create(stored=stored, name="a.pdf", content_type="application/pdf")
    document.save()
    road.data["answer"] = {"document": document}
    opinion = road.to("answered")
    address = reverse("conferences:answer_file", args=[opinion.code, opinion.answers.get().pk])
    page = reverse("conferences:opinion", args=[opinion.code])
    for user, status in ((clerk, 200), (supervisor, 404)):
        assert client_of(user).get(address).status_code == status
        assert (address in client_of(user).get(page).content.decode()) is (status == 200)
