"""The screens of petitions: list, form, page and moves, as officer, as leader and as those who only read."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handling.models import Handling
from petitions.forms.moves import FORMS
from petitions.models import Direction, Petition, PetitionKind
from petitions.models import PetitionState as State
from petitions.workflow import MOVES, open_moves
from tests.petitions.canary import CANARY, PDF, tables_holding
from tests.petitions.petition_roads import IMPOSSIBLE, C, D, R

pytestmark = pytest.mark.django_db
LIST = reverse("petitions:petition_list")


def page_of(petition):
    return reverse("petitions:petition", args=[petition.code])


def move_of(petition, name):
    return reverse("petitions:petition_move", args=[petition.code, name])


def test_the_gloss_is_masked_where_names_are_not_shown(petition_road, petition_officer, supervisor, client_of):
    petition = petition_road.registered(R, gloss_en="Nguyễn Văn A asks for a road")
    shown = {}
    for user in (petition_officer, supervisor):
        client = client_of(user)
        client.cookies["django_language"] = "en"
        shown[user] = client.get(page_of(petition)).context["gloss"]
    assert shown == {petition_officer: "Nguyễn Văn A asks for a road", supervisor: "N.V.A. asks for a road"}


# --- list ---


def codes(answer):
    return {row.code for row in answer.context["rows"]}


def test_the_list_shows_what_one_sees_and_filters_it(petition_road, petition_officer, commission_leader, client_of):
    named, coded = petition_road.to(C, State.TRANSFERRED), petition_road.to(D, State.CLASSIFIED)
    asked = petition_road.registered(R, summary="Kiến nghị sửa đường thôn")
    # Far from the day on which its reply is waited for, whenever this runs.
    Handling.objects.filter(pk=named.handling_id).update(reply_due_on=date.max)
    officer, leader = client_of(petition_officer), client_of(commission_leader)
    assert codes(officer.get(LIST)) == {named.code, coded.code, asked.code}
    assert codes(leader.get(LIST)) == {named.code, asked.code}
    for query, found in [
        ("?kind=complaint", {named.code}),
        ("?state=open", {named.code, coded.code, asked.code}),
        ("?state=transferred&state=received", {named.code, asked.code}),
        ("?q=duong+thon", {asked.code}),
        (f"?q={named.code}", {named.code}),
        # A denunciation is found by nothing, not even its code.
        (f"?q={coded.code}", set()),
        (f"?same={named.code}", {named.code}),
        ("?direction=transfer", {named.code}),
        ("?field=02", {named.code, coded.code}),
        ("?due=waiting", {coded.code, asked.code}),
    ]:
        page = officer.get(LIST + query)
        assert codes(page) == found, query
        assert len(page.context["chips"]) == 1


def test_names_are_masked_in_the_list_for_everybody(petition_road, petition_officer, client_of):
    petition_road.registered(C)
    page = client_of(petition_officer).get(LIST).content.decode()
    assert ("Nguyễn Văn A" in page, "N.V.A." in page) == (False, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_at_any_size(
    rows, petition_road, petition_officer, client_of, django_assert_num_queries
):
    for _row in range(rows):
        petition_road.registered(C)
    client = client_of(petition_officer)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)


# --- page ---


def test_the_page_tells_next_step_due_date_and_moves(petition_road, petition_officer, client_of):
    petition = petition_road.to(C, State.APPROVED, Direction.TRANSFER)
    page = client_of(petition_officer).get(page_of(petition))
    assert [one.name for one in page.context["main_moves"]] == ["transfer"]
    assert "Nguyễn Văn A" in page.content.decode()
    assert page.context["due_sentences"]


def test_names_are_masked_where_they_are_not_shown(petition_road, supervisor, client_of):
    petition = petition_road.registered(C)
    page = client_of(supervisor).get(page_of(petition)).content.decode()
    assert ("Nguyễn Văn A" in page, "N.V.A." in page) == (False, True)


def test_reading_a_denunciation_is_noted(petition_road, petition_officer, commission_leader, client_of):
    from audit.models import AuditEvent

    petition = petition_road.registered(D)
    assert client_of(commission_leader).get(page_of(petition)).status_code == 404
    assert client_of(petition_officer).get(page_of(petition)).status_code == 200
    event = AuditEvent.objects.filter(action="read").get()
    assert (event.actor, event.object_label) == (petition_officer, petition.code)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [C, D, R])
def test_every_state_has_its_page(kind, petition_road, petition_officer, client_of):
    client = client_of(petition_officer)
    for state in set(State) - IMPOSSIBLE[kind]:
        page = client.get(page_of(petition_road.to(kind, state)))
        assert page.status_code == 200, state


# --- moves ---


def test_every_move_has_its_form():
    assert set(FORMS) == {one.name for one in MOVES}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [C, D, R, PetitionKind.MIXED])
def test_the_form_of_every_open_move_opens_and_an_empty_one_is_refused_by_field(
    kind, petition_road, petition_officer, commission_leader, client_of
):
    for state in [one for one in State if one not in IMPOSSIBLE[kind]]:
        petition = petition_road.to(kind, state)
        for person in (petition_officer, commission_leader):
            client = client_of(person)
            for one in open_moves(person, petition):
                page = client.get(move_of(petition, one.name))
                assert page.status_code == 200, (state, one.name)
                fields = set(page.context["form"].fields) - {"version"}
                if kind == D:
                    assert not fields & {"reason", "document_abstract", "document_file", "text"}, one.name
                if any(page.context["form"].fields[name].required for name in fields):
                    answer = client.post(move_of(petition, one.name), {"version": petition.version})
                    assert answer.status_code == 422, (state, one.name)
        assert Petition.objects.get(pk=petition.pk).version == petition.version


def test_the_whole_way_of_a_petition_by_its_pages(
    petition_road, petition_officer, commission_leader, client_of, land, lead_department
):
    officer, leader = client_of(petition_officer), client_of(commission_leader)
    petition = petition_road.registered(C)
    paper = {"document_number": "12/PC-BTGDVTU", "document_date": "07/10/2026", "document_abstract": "Chuyển đơn"}
    steps = [
        (
            officer,
            "classify",
            {"kind": C, "field": land.pk, "is_eligible": "eligible", "competence": "other_body", "round": "first"},
        ),
        (officer, "propose", {"direction": "transfer", "addressee": lead_department.pk, "complexity": "ordinary"}),
        (leader, "approve", {"reason": "Đồng ý"}),
        (officer, "transfer", paper),
        (leader, "urge", paper),
        (officer, "record_reply", paper),
        (leader, "close", {"is_complete": "on"}),
    ]
    for client, name, data in steps:
        version = Petition.objects.get(pk=petition.pk).version
        answer = client.post(move_of(petition, name), {**data, "version": version})
        assert (name, answer.status_code) == (name, 302)
    row = Petition.objects.get(pk=petition.pk)
    assert (row.state, row.papers.count(), row.handling.forwarded_to) == (State.CLOSED, 3, lead_department)
    assert [note.text for note in row.content.notes.all()] == ["Đồng ý"]


def test_a_crafted_paper_of_a_denunciation_keeps_number_and_day_alone(petition_road, petition_officer, client_of):
    petition = petition_road.to(D, State.PROPOSED)
    upload = SimpleUploadedFile(f"{CANARY}.pdf", PDF, "application/pdf")
    data = {"version": petition.version, "document_number": "12/TB", "document_date": "07/10/2026"}
    crafted = {"document_abstract": CANARY, "reason": CANARY, "document_file": upload}
    answer = client_of(petition_officer).post(move_of(petition, "approve"), {**data, **crafted})
    assert answer.status_code == 302
    assert tables_holding(CANARY) == set()
    assert Petition.objects.get(pk=petition.pk).papers.get().document.attachment is None


def test_who_is_second_keeps_what_was_typed(petition_road, petition_officer, client_of):
    petition = petition_road.registered(R)
    petition_road.make(petition, "classify")
    data = {"version": petition.version, "kind": R, "competence": "own"}
    data |= {"field": petition_road.field.pk, "is_eligible": "eligible"}
    answer = client_of(petition_officer).post(move_of(petition, "classify"), data)
    assert (answer.status_code, answer.context["form"]["competence"].value()) == (409, "own")
    assert len(answer.context["meanwhile"]) == 1


def test_a_move_of_somebody_else_is_forbidden_and_an_unknown_one_not_found(petition_road, specialist, client_of):
    petition, client = petition_road.registered(R), client_of(specialist)
    assert client.get(move_of(petition, "classify")).status_code == 403
    assert client.post(move_of(petition, "classify"), {"version": 1}).status_code == 403
    assert client.get(move_of(petition, "nothing")).status_code == 404


def test_the_work_list_shows_the_kinds_that_have_work_of_the_part(petition_road, petition_officer, client_of):
    client, work = client_of(petition_officer), reverse("handling:work")
    (nothing,) = client.get(work).context["tables"]
    assert nothing["rows"] == []
    assert "Ý kiến</span>" not in client.get(work).content.decode()
    petition = petition_road.registered(C)
    (table,) = client.get(work, {"part": "waiting"}).context["tables"]
    assert (table["kind"].key, list(table["rows"])) == ("petition", [petition])
