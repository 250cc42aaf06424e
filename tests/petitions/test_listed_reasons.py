"""Moves, receptions and forms take the reasons that the register has in force on the day, and say what they rest on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from handling.book_files import find_format, write_book
from handling.books import Asked
from petitions.forms.receptions import NewSessionForm
from petitions.history import steps_of
from petitions.models import Direction, Petition, ReceptionKind, ReceptionTurn
from petitions.models import PetitionState as State
from petitions.register import REGISTER
from registers.models import ListedReason, Organisation, RuleParameter
from registers.periods import free_range
from tests.petitions.petition_roads import C, D, R
from tests.petitions.receptions_cast import BEFORE, ON

pytestmark = pytest.mark.django_db
#: What stands behind each list that a move takes: kind, state, direction, move, and the name of the field.
MOVES = [
    ("ineligibility", R, State.RECEIVED, Direction.REWRITE, "classify", "ineligibilities"),
    ("decline", C, State.CLASSIFIED, Direction.DECLINE, "propose", "decline_reason"),
    ("pause", D, State.ACCEPTED, Direction.ACCEPT, "suspend", "ground"),
    ("end", D, State.ACCEPTED, Direction.ACCEPT, "terminate", "ground"),
]


def end_all(name):
    """The list is over since yesterday, but for a reason that began today."""
    today = timezone.localdate()
    ListedReason.objects.filter(list=name, valid_until=None).update(valid_until=today - timedelta(days=1))
    return ListedReason.objects.create(
        list=name, code="newly", name="<b>Lý do mới</b>", name_en="New", valid_from=today, legal_basis="Luật <mới>"
    )


@pytest.mark.parametrize(("name", "kind", "state", "direction", "move", "field"), MOVES)
def test_a_move_takes_what_is_in_force_on_its_day(name, kind, state, direction, move, field, petition_road):
    petition = petition_road.to(kind, state, direction)
    data = petition_road.data(move, petition, direction)
    end_all(name)
    with pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, move, **data)
    assert list(refusal.value.error_dict) == [field]
    newly = ["newly"] if field == "ineligibilities" else "newly"
    petition_road.make(petition, move, **{**data, field: newly})


@pytest.mark.parametrize(("name", "kind", "state", "direction", "move", "field"), MOVES)
def test_a_form_offers_them_with_basis_and_mark(name, kind, state, direction, move, field, petition_road, client_of):
    petition = petition_road.to(kind, state, direction)
    end_all(name)
    people = petition_road.people
    client = client_of(people["officer" if move in ("classify", "propose") or kind == D else "leader"])
    answer = client.get(reverse("petitions:petition_move", args=[petition.code, move]))
    bound = answer.context["form"][field]
    assert [code for code, _label in bound.field.choices if code] == ["newly"]
    text = answer.content.decode()
    assert "Luật &lt;mới&gt;" in text and "<mới>" not in text and "<b>Lý do" not in text
    assert f'id="{bound.auto_id}_helptext"' in text
    assert f'aria-describedby="{bound.auto_id}_helptext"' in text


def test_the_history_tells_a_ground_as_the_list_of_its_move_has_it(petition_road):
    petition = petition_road.to(C, State.ACCEPTED)
    data = petition_road.data("suspend", petition)
    petition = petition_road.make(petition, "suspend", **{**data, "ground": "court"})
    ListedReason.objects.filter(list="pause", code="court").update(name="Chờ Tòa án nhân dân")
    assert "Chờ Tòa án nhân dân" in steps_of(petition, named=True)[0]["text"]


# --- receptions: the day of the session decides ---


def test_a_refusal_is_of_the_list_of_the_day_of_the_session(receptions):
    ListedReason.objects.filter(list="refusal", valid_from=date(2026, 7, 1), code="law").delete()
    before, after = (receptions.session(on=day) for day in (BEFORE, ON))
    refused = {"refusal": "law", "summary": "", "visitors": ()}
    receptions.turn(before, **refused)
    for kind, more in ((R, refused), (D, {"refusal": "law"}), (D, {"refusal": "Nguyễn Văn A"})):
        with pytest.raises(ValidationError) as refusal:
            receptions.turn(after, kind, **more)
        assert list(refusal.value.error_dict) == ["refusal"]
    receptions.turn(after, D, refusal="breach")
    assert ReceptionTurn.objects.count() == 2


def test_an_ad_hoc_ground_is_of_the_list_of_the_day_of_the_session(receptions):
    ListedReason.objects.filter(list="ad_hoc", valid_from=date(2026, 7, 1), code="complex").delete()
    ad_hoc = {"kind": ReceptionKind.AD_HOC, "grounds": ("complex",)}
    receptions.session(on=BEFORE, **ad_hoc)
    with pytest.raises(ValidationError) as refusal:
        receptions.session(on=ON, **ad_hoc)
    assert list(refusal.value.error_dict) == ["grounds"]


def test_the_form_of_a_session_offers_the_grounds_of_the_day_that_is_typed(receptions):
    ListedReason.objects.filter(list="ad_hoc", valid_from=date(2026, 7, 1), code="complex").delete()

    def offered(*data, **more):
        form = NewSessionForm(*data, owners=Organisation.objects.all(), **more)
        return "complex" in [code for code, _label in form.fields["grounds"].choices]

    assert (offered({"on": "11/06/2026"}), offered({"on": "08/10/2026"}), offered({"on": "?"})) == (True, False, False)
    assert (offered(initial={"on": BEFORE}), offered(initial={"on": ON})) == (True, False)


# --- numbers that were in the code ---


def test_how_often_a_denunciation_is_extended_is_a_rule(petition_road):
    petition = petition_road.to(D, State.ACCEPTED)
    petition_road.make(petition, "extend", complexity="complex")
    RuleParameter.objects.filter(key="denunciation.extensions_very_complex").update(value=3)
    RuleParameter.objects.filter(key="denunciation.extensions_complex").update(value=2, legal_basis="Luật Tố cáo")
    petition_road.make(petition, "extend", complexity="complex")
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, "extend", complexity="complex")
    (sentence,) = refusal.value.messages
    assert "Basis: Luật Tố cáo. This rule has not been checked" in sentence


def test_a_dialogue_before_the_second_settlement_is_a_rule(petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    Petition.objects.filter(pk=petition.pk).update(round="second")
    petition.refresh_from_db()
    with translation.override("en"), pytest.raises(Exception, match="This rule has not been checked"):
        petition_road.make(petition, "settle")
    RuleParameter.objects.filter(key="complaint.second.dialogue").update(value=0)
    assert petition_road.make(petition, "settle").state == State.SETTLED


# --- one reading of the register for all rows ---


@pytest.mark.parametrize("number", [1, 3])
def test_a_register_and_a_session_read_the_lists_once(number, petition_road, receptions, client_of):
    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=date(2018, 1, 1))
    for _one in range(number):
        petition_road.to(R, State.CLASSIFIED, Direction.REWRITE)
        receptions.turn(receptions.session(on=ON), refusal="breach", summary="", visitors=())
    session = receptions.session(on=ON)
    for _one in range(number):
        receptions.turn(session, refusal="breach", summary="", visitors=())
    client = client_of(petition_road.people["officer"])
    part = {"body": petition_road.owner.pk, "from": "2026-10-01", "to": "2026-10-31"}
    for address, data in (
        (reverse("petitions:petition_register"), part),
        (reverse("petitions:reception_register"), part),
        (reverse("petitions:reception", args=[session.code]), {}),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, data).status_code == 200
        assert sum("listedreason" in query["sql"] for query in queries) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_book_written_by_a_job_reads_the_lists_once(number, petition_road):
    for _one in range(number):
        petition_road.to(R, State.CLASSIFIED, Direction.REWRITE)
    asked = Asked(petition_road.owner, free_range(date(2026, 10, 1), date(2026, 10, 31)))
    with CaptureQueriesContext(connection) as queries:
        assert write_book(REGISTER, petition_road.people["officer"], asked, find_format("xlsx"))
    assert sum("listedreason" in query["sql"] for query in queries) == 1


@pytest.mark.parametrize("kind", [C, D, R])
def test_a_ground_of_another_law_is_neither_offered_nor_taken(kind, petition_road, client_of):
    """Grounds to decline are those of the law on complaints, or on denunciations."""
    petition = petition_road.to(kind, State.CLASSIFIED, Direction.DECLINE)
    officer = petition_road.people["officer"]
    page = client_of(officer).get(reverse("petitions:petition_move", args=[petition.code, "propose"]))
    offered = {code for code, _label in page.context["form"].fields["decline_reason"].choices if code}
    of_other_law = {C: "no_basis", D: "time_limit", R: "no_basis"}[kind]
    basis = page.context["form"].fields["decline_reason"].help_text
    assert (of_other_law in offered, "Luật Tố cáo" in basis) == (False, kind != C)
    data = petition_road.data("propose", petition, Direction.DECLINE)
    assert data["decline_reason"] in offered
    with pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, "propose", **{**data, "decline_reason": of_other_law})
    assert list(refusal.value.error_dict) == ["decline_reason"]
