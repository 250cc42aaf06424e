"""No move goes through on one press: each asks for what the record needs, and a lead named by mistake is changed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from petitions.history import steps_of
from petitions.models import Petition
from petitions.models import PetitionState as State
from petitions.workflow import move, open_moves
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db
DAY_TYPED = f"{DAY:%d/%m/%Y}"
#: (move, kind, state, what its page asks for, what is typed there).
ASKED = [
    ("start", R, State.ACCEPTED, {"lead"}, {"lead": "owner"}),
    ("publish", C, State.SETTLED, {"day", "way"}, {"day": DAY_TYPED, "way": "posted"}),
    ("publish", D, State.SETTLED, {"day", "way"}, {"day": DAY_TYPED, "way": "meeting"}),
    ("execute", C, State.SETTLED, {"day", "reason"}, {"day": DAY_TYPED, "reason": "Đã trả lại đất"}),
    ("execute", D, State.SETTLED, {"day"}, {"day": DAY_TYPED}),
    (
        "withdraw",
        C,
        State.IN_PROGRESS,
        {"day", "has_request", "reason"},
        {"day": DAY_TYPED, "has_request": "on", "reason": "Rút toàn bộ"},
    ),
    ("withdraw", D, State.IN_PROGRESS, {"day", "has_request"}, {"day": DAY_TYPED, "has_request": "on"}),
    ("close", R, State.REPLIED, {"is_complete"}, {"is_complete": "on"}),
    ("close", D, State.TRANSFERRED, {"is_complete"}, {"is_complete": "on"}),
]


@pytest.mark.parametrize(("name", "kind", "state", "asked", "typed"), ASKED)
def test_a_move_is_not_made_by_its_button_alone(name, kind, state, asked, typed, petition_road, client_of):
    petition, client = petition_road.to(kind, state), client_of(petition_road.people["officer"])
    url = reverse("petitions:petition_move", args=[petition.code, name])
    shown = client.get(url).context["form"]
    pressed = {"version": petition.version}
    pressed |= {field.name: field.value() for field in shown.visible_fields() if field.value()}
    answer = client.post(url, pressed)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, asked)
    typed = {key: petition.owner_id if value == "owner" else value for key, value in typed.items()}
    assert client.post(url, pressed | typed).status_code == 302
    assert Petition.objects.get(pk=petition.pk).state != state


@pytest.mark.parametrize(("name", "kind", "state", "asked", "_typed"), ASKED)
def test_the_rules_ask_for_it_whoever_calls_them(name, kind, state, asked, _typed, petition_road):
    petition = petition_road.to(kind, state)
    data = petition_road.data(name, petition)
    for left_out in asked:
        given = {key: value for key, value in data.items() if key != left_out}
        with pytest.raises(ValidationError) as refused:
            move(petition, name, by=petition_road.people["officer"], on=DAY, data=given)
        assert set(refused.value.error_dict) == {left_out}
    assert petition_road.make(petition, name).state != state


def test_of_a_denunciation_no_words_are_asked_for(petition_road, client_of):
    client = client_of(petition_road.people["officer"])
    for name, state in (("withdraw", State.ACCEPTED), ("execute", State.SETTLED), ("close", State.FILED)):
        url = reverse("petitions:petition_move", args=[petition_road.to(D, state).code, name])
        assert "reason" not in client.get(url).context["form"].fields


def test_the_way_of_publication_stands_in_the_history(petition_road):
    published = petition_road.make(petition_road.to(C, State.SETTLED), "publish")
    with translation.override("en"):
        assert "Posted at the office" in str(steps_of(published, named=True)[0])


def test_closing_says_that_a_reply_is_waited_for_no_more(petition_road, client_of):
    client = client_of(petition_road.people["officer"])
    told = {}
    for state in (State.TRANSFERRED, State.REPLIED):
        petition = petition_road.to(R, state)
        page = client.get(reverse("petitions:petition_move", args=[petition.code, "close"]))
        told[state] = bool(page.context["form"].fields["is_complete"].help_text)
    assert told == {State.TRANSFERRED: True, State.REPLIED: False}


@pytest.mark.parametrize("kind", [C, R])
def test_a_lead_named_by_mistake_is_changed_before_the_settlement_ends(
    kind, petition_road, lead_department, focal_point, client_of
):
    petition = petition_road.to(kind, State.IN_PROGRESS)
    due = petition.handling.due_on
    assert open_moves(focal_point, petition) == []
    client, url = (
        client_of(petition_road.people["officer"]),
        reverse("petitions:petition_move", args=[petition.code, "change_lead"]),
    )
    assert petition.owner not in client.get(url).context["form"].fields["lead"].queryset
    sent = {"version": petition.version, "lead": lead_department.pk, "reason": "Chọn nhầm cơ quan"}
    assert client.post(url, sent).status_code == 302
    changed = Petition.objects.select_related("handling").get(pk=petition.pk)
    assert (changed.state, changed.handling.lead, changed.handling.due_on) == (
        State.IN_PROGRESS,
        lead_department,
        due,
    )
    assert changed.history.last().facts == {"lead": lead_department.code, "former_lead": petition.owner.code}
    assert open_moves(focal_point, changed)


def test_the_lead_is_changed_to_another_body_alone(petition_road):
    petition = petition_road.to(C, State.SUSPENDED)
    with pytest.raises(ValidationError) as refused:
        petition_road.make(petition, "change_lead", lead=petition.owner)
    assert set(refused.value.error_dict) == {"lead"}
    assert petition_road.make(petition, "change_lead").handling.lead == petition_road.addressee
