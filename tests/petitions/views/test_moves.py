"""Forms of moves of petitions: what they offer, what is erased, what they drop of a denunciation."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from petitions.forms.moves import FORMS
from petitions.forms.moves.classifying import MOST_PARTS
from petitions.models import Direction, Petition, PetitionKind
from petitions.models import PetitionState as State
from petitions.workflow import MOVES
from registers.models import OfficialDocument
from tests.petitions.canary import CANARY, tables_holding
from tests.petitions.petition_roads import C, D, M, R

pytestmark = pytest.mark.django_db
#: Needs that the forms ask for under other names.
ASKED_AS = {"document": "document_number", "flags": "is_mass"}


def move_of(petition, name):
    return reverse("petitions:petition_move", args=[petition.code, name])


@pytest.fixture
def client(petition_officer, client_of):
    return client_of(petition_officer)


def test_every_form_asks_for_what_its_move_needs():
    for one in (one for one in MOVES if one.name != "split"):
        fields = set(FORMS[one.name].base_fields)
        assert {need for need in one.needs if ASKED_AS.get(need, need) not in fields} == set(), one.name


def test_what_is_missing_is_listed_as_it_stands_on_the_page(petition_road, client):
    petition = petition_road.to(C, State.ACCEPTED)
    page = client.post(move_of(petition, "settle"), {"version": petition.version})
    listed = re.findall(r'href="#(id_[a-z_]+)"', page.content.decode().split("data-errors", 1)[1].split("</ul>")[0])
    assert listed == ["id_finding", "id_document_number", "id_document_date"]


# --- classifying ---


def classified(road, petition, **more):
    sent = {"version": petition.version, "kind": C, "field": road.field.pk, "is_eligible": "eligible"}
    return {**sent, "competence": "own", "round": "first", **more}


def test_what_will_be_erased_is_counted_and_asked_for(petition_road, client):
    petition = petition_road.registered(C)
    form = client.get(move_of(petition, "classify")).context["form"]
    [part] = [part for part, _fields in form.parts() if part.shown_for == (PetitionKind.DENUNCIATION,)]
    assert "người gửi (1)" in part.hint and "774/QĐ-TTg" in part.hint
    sent = classified(petition_road, petition, kind=D, round="")
    refused = client.post(move_of(petition, "classify"), sent)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"paper_file", "knows_erasure"})
    assert Petition.objects.get(pk=petition.pk).content is not None
    agreed = {"paper_file": "15/HSM-2026", "knows_erasure": "on"}
    assert client.post(move_of(petition, "classify"), {**sent, **agreed}).status_code == 302
    found = Petition.objects.get(pk=petition.pk)
    assert (found.kind, found.content, found.paper_file) == (D, None, "15/HSM-2026")


def test_a_denunciation_is_only_classified_as_one(petition_road, client):
    form = client.get(move_of(petition_road.registered(D), "classify")).context["form"]
    assert [value for value, _label in form.fields["kind"].choices] == [D]
    assert not {"paper_file", "knows_erasure"} & set(form.fields)


def test_the_number_of_the_paper_file_is_a_code(petition_road, client):
    petition = petition_road.registered(C)
    sent = classified(petition_road, petition, kind=D, round="", paper_file=CANARY, knows_erasure="on")
    answer = client.post(move_of(petition, "classify"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["paper_file"])


def test_why_it_cannot_be_processed_is_ticked(petition_road, client):
    petition = petition_road.registered(C)
    sent = classified(petition_road, petition, is_eligible="ineligible")
    answer = client.post(move_of(petition, "classify"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ineligibilities"])
    sent["ineligibilities"] = ["no_date", "no_request"]
    assert client.post(move_of(petition, "classify"), sent).status_code == 302
    assert Petition.objects.get(pk=petition.pk).ineligibilities == ["no_date", "no_request"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"kind": C, "is_eligible": "ineligible"}, {"field", "ineligibilities", "competence", "round"}),
        ({"kind": R, "is_eligible": "ineligible"}, {"field", "ineligibilities", "competence"}),
        ({"kind": M, "is_eligible": "eligible"}, {"field"}),
        ({"kind": C}, {"field", "is_eligible", "competence", "round"}),
    ],
)
def test_all_that_is_missing_is_asked_for_at_once(petition_road, client, given, missing):
    petition = petition_road.registered(C)
    answer = client.post(move_of(petition, "classify"), {"version": petition.version, **given})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, missing)


def test_what_must_be_filled_in_carries_its_mark(petition_road, client):
    page = client.get(move_of(petition_road.registered(C), "classify")).content.decode()
    for name in ("field", "competence", "round", "is_eligible", "ineligibilities"):
        block = page.split(f'id="div_id_{name}"')[1].split('id="div_id_')[0]
        assert "asteriskField" in block, name


def test_a_mixed_letter_is_classified_without_competence_and_round(petition_road, client):
    petition = petition_road.registered(M)
    sent = classified(petition_road, petition, kind=M, competence="", round="")
    assert client.post(move_of(petition, "classify"), sent).status_code == 302


# --- splitting ---


def parts(road, petition, *rows):
    sent = {"version": petition.version}
    for number, row in enumerate(rows, start=1):
        sent |= {f"field_{number}": road.field.pk} | {f"{name}_{number}": value for name, value in row.items()}
    return sent


def test_a_split_makes_a_petition_of_each_part_and_drops_words_of_a_denunciation(petition_road, client):
    petition = petition_road.to(PetitionKind.MIXED, State.CLASSIFIED)
    rows = (
        {"kind": C, "summary": "Khiếu nại thu hồi đất", "paper_file": "9/HS"},
        {"kind": D, "paper_file": "16/HSM-2026", "summary": CANARY},
    )
    assert (
        client.post(
            move_of(petition, "split"), {**parts(petition_road, petition, *rows), "erases_words": "on"}
        ).status_code
        == 302
    )
    complaint, coded = Petition.objects.exclude(pk=petition.pk).order_by("pk")
    assert (complaint.parent, complaint.content.summary, complaint.paper_file) == (None, rows[0]["summary"], "")
    assert (coded.kind, coded.parent, coded.content, coded.paper_file) == (D, None, None, "16/HSM-2026")
    assert tables_holding(CANARY) == set()


def test_words_of_a_denunciation_are_not_shown_again(petition_road, client):
    petition = petition_road.to(PetitionKind.MIXED, State.CLASSIFIED)
    one = parts(petition_road, petition, {"kind": D, "paper_file": "16/HSM-2026", "summary": CANARY})
    answer = client.post(move_of(petition, "split"), one)
    assert (answer.status_code, CANARY in answer.content.decode()) == (422, False)
    assert len(list(answer.context["form"].parts())) == MOST_PARTS + 1
    assert set(answer.context["form"].errors) == {"kind_2", "field_2"}


# --- proposing and deciding ---


@pytest.mark.parametrize(
    ("direction", "offered"),
    [
        (Direction.ACCEPT, ["accept", "decline"]),
        (Direction.TRANSFER, ["guide", "transfer", "return", "file"]),
        (Direction.REWRITE, ["rewrite", "file"]),
    ],
)
def test_only_directions_that_the_rules_allow_are_offered(direction, offered, petition_road, client):
    petition = petition_road.to(C, State.CLASSIFIED, direction)
    form = client.get(move_of(petition, "propose")).context["form"]
    assert [value for value, _label in form.fields["direction"].choices] == offered
    assert ("addressee" in form.fields, "decline_reason" in form.fields) == (
        "guide" in offered,
        "decline" in offered,
    )


def test_a_direction_that_is_not_offered_is_refused(petition_road, client):
    petition = petition_road.to(C, State.CLASSIFIED)
    sent = {"version": petition.version, "direction": "transfer", "complexity": "ordinary"}
    answer = client.post(move_of(petition, "propose"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["direction"])


def test_the_decision_on_a_denunciation_has_number_and_day_of_the_paper(petition_road, client):
    petition = petition_road.to(D, State.PROPOSED)
    form = client.get(move_of(petition, "approve")).context["form"]
    assert set(form.fields) == {"version", "document_number", "document_date"}
    wrong = {"version": petition.version, "document_number": CANARY, "document_date": "07/10/2026"}
    answer = client.post(move_of(petition, "approve"), wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["document_number"])
    assert (OfficialDocument.objects.filter(number=CANARY).exists(), tables_holding(CANARY)) == (False, set())


def test_the_leader_approves_on_screen(petition_road, commission_leader, client_of):
    petition = petition_road.to(R, State.PROPOSED)
    form = client_of(commission_leader).get(move_of(petition, "approve")).context["form"]
    assert set(form.fields) == {"version", "reason"}


def test_papers_have_the_type_of_their_move():
    types = {name: getattr(form, "document_type", None) for name, form in FORMS.items()}
    assert (types["accept"], types["settle"], types["hold_dialogue"], types["urge"]) == (
        "notice",
        "decision",
        "minutes",
        "official_letter",
    )


def test_moves_that_ask_for_nothing_are_made_from_the_page(petition_road, client):
    petition = petition_road.to(R, State.APPROVED, Direction.FILE)
    page = client.get(reverse("petitions:petition", args=[petition.code])).content.decode()
    assert f'action="{move_of(petition, "file")}"' in page
    assert client.post(move_of(petition, "file"), {"version": petition.version}).status_code == 302


# --- what the page offers ---


def buttons(client, petition):
    """Names of the moves that the page offers: (next, others)."""
    context = client.get(reverse("petitions:petition", args=[petition.code])).context
    return [[move.name for move in context[name]] for name in ("main_moves", "other_moves")]


def test_what_was_classified_is_proposed_next_and_classified_again_beside_it(petition_road, client):
    main, others = buttons(client, petition_road.registered(C))
    assert (main, "classify" in others) == (["classify"], False)
    main, others = buttons(client, petition_road.to(C, State.CLASSIFIED))
    assert (main, "classify" in others) == (["propose"], True)


def test_what_the_rules_hinder_is_not_offered_and_its_page_says_why(petition_road, client):
    petition = petition_road.to(C, State.IN_PROGRESS)
    assert buttons(client, petition)[0] == ["settle"]
    Petition.objects.filter(pk=petition.pk).update(round="second")
    main, others = buttons(client, petition)
    assert (main, "hold_dialogue" in others) == ([], True)
    page = client.get(move_of(petition, "settle"))
    assert (page.status_code, page.context["can_send"]) == (200, False)
    assert "phải" in page.context["refusal"] or "đối thoại" in page.context["refusal"]
    petition_road.make(petition, "hold_dialogue")
    assert buttons(client, petition)[0] == ["settle"]
    assert client.get(move_of(petition, "settle")).context["can_send"]


def test_a_complaint_with_the_longer_period_is_not_extended_again(petition_road, client_of, commission_leader):
    petition, client = petition_road.to(C, State.IN_PROGRESS), client_of(commission_leader)
    assert "extend" in buttons(client, petition)[1]
    petition_road.make(petition, "extend")
    assert "extend" not in buttons(client, petition)[1]
    assert client.get(move_of(petition, "extend")).context["refusal"]


@pytest.mark.parametrize(("days", "said"), [(-1, "tiếp nhận"), (400, "tương lai")])
def test_a_paper_is_neither_older_than_the_petition_nor_of_tomorrow(days, said, petition_road, client_of):
    petition = petition_road.to(C, State.APPROVED)
    client = client_of(petition_road.people["officer"])
    day = petition.received_on + timedelta(days=days)
    sent = {"version": petition.version, "document_number": "12/TB", "document_date": f"{day:%d/%m/%Y}"}
    answer = client.post(move_of(petition, "accept"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["document_date"])
    assert said in answer.context["form"].errors["document_date"][0]
    sent["document_date"] = f"{petition.received_on:%d/%m/%Y}"
    assert client.post(move_of(petition, "accept"), sent).status_code == 302


@pytest.mark.parametrize(("days", "said"), [(-1, "tiếp nhận"), (400, "tương lai")])
def test_what_is_recorded_by_its_day_happened_between_receipt_and_today(days, said, petition_road, client):
    petition = petition_road.registered(C)
    day = petition.received_on + timedelta(days=days)
    sent = {"version": petition.version, "has_request": "on", "reason": "Rút đơn", "day": f"{day:%d/%m/%Y}"}
    answer = client.post(move_of(petition, "withdraw"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])
    assert said in answer.context["form"].errors["day"][0]
