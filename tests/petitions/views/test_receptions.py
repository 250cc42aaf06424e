"""Pages of citizen reception: planning, recording visitors, what each reader sees."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from audit.models import AuditEvent
from petitions.models import Petition, PetitionKind, ReceptionSession, ReceptionTurn, SessionState
from petitions.reception_quota import QuotaYear
from petitions.reception_rules import representatives_told
from petitions.services.receptions import cancel_session
from petitions.services.turns import representatives_recorded, turn_into_petition
from registers.models import ListedReason, Organisation, ReasonList, RuleParameter
from tests.conftest import make_user
from tests.petitions.receptions_cast import ON, VISITOR, WORDS

pytestmark = [pytest.mark.usefixtures("petition_rules")]
TODAY = "2026-10-08 09:00+07:00"
CANARY = "Hoàng Thị Kim Cúc"
MASKED = "Nguyễn T. S."


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def client(client_of, petition_officer):
    return client_of(petition_officer)


@pytest.fixture
def session(receptions):
    return receptions.session()


def url(name, session, *more):
    return reverse(f"petitions:{name}", args=[session.code, *more])


def plan(**more):
    people = {"leader": "Ông A", "receiver": "head"}
    return {"kind": "periodic", "on": "15/10/2026", "starts_at": "07:30", "place": "Trụ sở", **people, **more}


def new(**more):
    return plan(token=uuid4(), **more)


def turn(**more):
    rows = {"senders-TOTAL_FORMS": 1, "senders-INITIAL_FORMS": 0, "senders-0-full_name": VISITOR.full_name}
    return {"kind": "recommendation", "people": 1, "cases": 1, "summary": WORDS, **rows, **more}


# --- planning ---


def test_a_session_is_planned_for_the_own_body(client, receptions):
    response = client.post(reverse("petitions:reception_new"), new(owner=receptions.owner.pk))
    session = ReceptionSession.objects.get()
    assert response.url == url("reception", session)
    assert (session.owner, session.on) == (receptions.owner, date(2026, 10, 15))


@pytest.mark.parametrize(
    ("on", "said"),
    [("07/10/2026", "đã qua"), ("11/10/2026", "là ngày nghỉ"), ("12/10/2026", None)],
)
def test_of_a_day_that_is_over_or_off_a_word_is_said(on, said, client, receptions):
    page = client.post(reverse("petitions:reception_new"), new(owner=receptions.owner.pk, on=on), follow=True)
    planned, *told = [str(message) for message in page.context["messages"]]
    assert ReceptionSession.objects.get().code in planned
    assert [said in one for one in told] == ([True] if said else [])


def test_the_head_who_received_last_is_proposed_and_the_choice_is_left(client, receptions):
    receptions.session(on=date(2026, 9, 10))
    receptions.session(on=date(2026, 9, 24), receiver="other", leader="Lê Văn Phó, Phó trưởng ban")
    form = client.get(reverse("petitions:reception_new")).context["form"]
    assert (form["leader"].value(), form["receiver"].value()) == ("Trần Văn Lâm, Trưởng ban", None)
    routine = new(owner=receptions.owner.pk, kind="routine")
    # A routine session asks for no choice and keeps none.
    assert client.post(reverse("petitions:reception_new"), routine).status_code == 302
    assert ReceptionSession.objects.get(kind="routine").receiver == ""


def test_the_same_form_sent_twice_plans_one_session(client, receptions):
    sent = new(owner=receptions.owner.pk)
    answers = {client.post(reverse("petitions:reception_new"), sent).url for _time in range(2)}
    assert (len(answers), ReceptionSession.objects.count()) == (1, 1)
    # A second session of the day is one of its own form.
    client.post(reverse("petitions:reception_new"), new(owner=receptions.owner.pk))
    assert ReceptionSession.objects.count() == 2


def test_a_day_far_ahead_is_refused(client, receptions):
    response = client.post(reverse("petitions:reception_new"), new(owner=receptions.owner.pk, on="24/11/2036"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["on"])


def test_a_series_is_planned_and_says_what_was_there(client, receptions):
    receptions.session(on=date(2026, 10, 22))
    sent = new(owner=receptions.owner.pk, repeat="weekly", until="29/10/2026")
    page = client.post(reverse("petitions:reception_new"), sent, follow=True).content.decode()
    assert ReceptionSession.objects.count() == 3
    assert "22/10" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"repeat": "weekly"}, "Chọn ngày kết thúc"),
        ({"repeat": "weekly", "until": "01/10/2026"}, "không quá một năm"),
        ({"until": "01/10/2027"}, "Chọn cách lặp lại"),
        ({"kind": "ad_hoc"}, "Chọn lý do người đứng đầu"),
        ({"receiver": ""}, 'name="receiver"'),
        ({"starts_at": "half past"}, "Nhập giờ, ví dụ 07:30"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_planned(client, receptions, more, words):
    response = client.post(reverse("petitions:reception_new"), new(owner=receptions.owner.pk, **more))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ReceptionSession.objects.exists()


def test_a_session_is_planned_for_no_other_body(client, receptions, commune_body):
    response = client.post(reverse("petitions:reception_new"), new(owner=commune_body.pk))
    assert response.status_code == 422
    assert not ReceptionSession.objects.exists()
    routine = client.post(reverse("petitions:reception_routine"), {"owner": commune_body.pk})
    assert routine.status_code == 404


def test_receiving_now_opens_the_routine_session_once(client, receptions):
    where = reverse("petitions:reception_routine")
    answers = {client.post(where, {"owner": receptions.owner.pk}).url for _ in range(2)}
    session = ReceptionSession.objects.get()
    assert answers == {url("turn_new", session)}
    assert (session.kind, session.on) == ("routine", ON)


def test_who_saves_second_keeps_what_they_typed(client, session):
    sent = plan(version=session.version, place="Phòng 1")
    assert client.post(url("reception_edit", session), sent).status_code == 302
    response = client.post(url("reception_edit", session), {**sent, "place": "Phòng 2"})
    page = response.content.decode()
    assert response.status_code == 409
    assert ("Phòng 1" in page, 'value="Phòng 2"' in page) == (True, True)
    # Sending it again puts it in place.
    assert client.post(url("reception_edit", session), {**sent, "place": "Phòng 2", "version": 2}).status_code == 302


def test_a_session_is_cancelled_for_a_reason(client, session):
    assert client.post(url("reception_cancel", session), {"version": 1}).status_code == 422
    client.post(url("reception_cancel", session), {"version": 1, "reason": "away"})
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == (SessionState.CANCELLED, "away")


def test_a_day_without_visitors_is_recorded_as_held(client, session):
    client.post(url("reception_hold", session))
    session.refresh_from_db()
    assert session.state == SessionState.HELD


# --- visitors ---


def test_a_visitor_is_recorded_and_the_form_is_ready_for_the_next(client, session):
    response = client.post(url("turn_new", session), turn())
    assert response.url == url("turn_new", session)
    found = ReceptionTurn.objects.get()
    assert (found.content.summary, found.content.senders.get().full_name) == (WORDS, VISITOR.full_name)


def test_what_is_wrong_with_a_visitor_is_said_in_the_words_of_the_columns(client, session):
    wrong = turn(**{"senders-0-phone": "x"})
    page = client.post(url("turn_new", session), wrong, headers={"accept-language": "en"}).content.decode()
    assert "Visitor, row 1, Telephone" in page
    assert "Sender" not in page.split("errors-summary")[1].split("</div>")[0]


def test_a_visitor_is_registered_as_a_petition_in_one_step(client, session):
    sent = turn(petition="1", token=str(uuid4()))
    response = client.post(url("turn_new", session), sent)
    petition = Petition.objects.get()
    # Sent again it is still one.
    assert client.post(url("turn_new", session), sent).url == response.url
    assert (Petition.objects.count(), ReceptionTurn.objects.count()) == (1, 1)
    assert response.url == reverse("petitions:petition", args=[petition.code])
    assert petition.content.summary == WORDS
    assert url("reception", session) in client.get(response.url).content.decode()
    page = client.get(url("reception", session)).content.decode()
    assert petition.code in page
    # The words of the petition stand in the turn, too.
    assert WORDS in page


def test_the_same_form_sent_again_records_nobody_more(client, session):
    sent = turn(token=str(uuid4()))
    answers = [client.post(url("turn_new", session), sent).url for _time in range(2)]
    assert answers == [url("turn_new", session), url("reception", session)]
    assert ReceptionTurn.objects.count() == 1
    # It can still go on as a petition, and is then answered with it.
    answers = {client.post(url("turn_new", session), sent | more).url for more in ({"petition": "1"}, {})}
    assert answers == {reverse("petitions:petition", args=[Petition.objects.get().code])}
    # Other words are another visitor.
    assert client.post(url("turn_new", session), sent | {"summary": "Kiến nghị sửa đường"}).status_code == 302
    assert ReceptionTurn.objects.count() == 2


@pytest.mark.parametrize("goes_on", [{}, {"petition": "1"}])
def test_the_same_visitor_with_the_same_words_on_the_same_day_is_asked_about(goes_on, client, session):
    client.post(url("turn_new", session), turn(**goes_on))
    answer = client.post(url("turn_new", session), turn(summary=WORDS.upper()))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["anyway"])
    assert ReceptionTurn.objects.get().register_label in answer.context["form"].errors["anyway"][0]
    assert client.post(url("turn_new", session), turn(anyway="on")).status_code == 302
    # Controls: other words, and one who was struck out.
    assert client.post(url("turn_new", session), turn(summary="Kiến nghị sửa đường")).status_code == 302
    ReceptionTurn.objects.filter(petition=None).update(is_struck=True, content=None)
    last = client.post(url("turn_new", session), turn())
    assert (last.status_code, ReceptionTurn.objects.count()) == ((422, 3) if goes_on else (302, 4))


def test_turns_are_named_by_the_number_of_the_register(client, receptions, session):
    ReceptionTurn.objects.filter(pk=receptions.turn(session).pk).update(register_number=57)
    with translation.override("en"):
        client.post(url("turn_strike", session, 1), {"version": 1})
        page = client.get(url("reception", session), headers={"accept-language": "en"})
    said = [str(one) for one in page.context["messages"]]
    assert len(said) == 1 and "57" in said[0]


def test_who_denounces_is_registered_in_one_step_with_the_paper_file(client, session):
    sent = turn(kind="denunciation", petition="1", token=str(uuid4()), paper_file="15/HSM-2026")
    refused = client.post(url("turn_new", session), sent | {"paper_file": CANARY})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["paper_file"])
    assert (CANARY in refused.content.decode(), ReceptionTurn.objects.exists()) == (False, False)
    urls = {client.post(url("turn_new", session), sent).url for _time in range(2)}
    petition = Petition.objects.get()
    assert urls == {reverse("petitions:petition", args=[petition.code])}
    assert (petition.kind, petition.content, petition.paper_file) == ("denunciation", None, "15/HSM-2026")
    assert ReceptionTurn.objects.get().petition == petition


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"summary": ""}, "Ghi tóm tắt nội dung công dân trình bày"),
        ({"senders-0-full_name": ""}, "Ghi họ tên người được tiếp"),
        ({"people": 0}, "Ít nhất là 1."),
        ({"kind": ""}, "Hãy chọn loại việc trước"),
        ({"direction": "transfer"}, "Chọn cơ quan nhận đơn"),
    ],
)
def test_what_is_missing_of_a_visitor_is_said(client, session, more, words):
    response = client.post(url("turn_new", session), turn(**more))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ReceptionTurn.objects.exists()


def test_of_who_denounces_coded_values_alone_are_read(client, session):
    """A crafted form carries a name into every field there is: nothing of it is kept or shown."""
    sent = turn(kind="denunciation", summary=CANARY, settled_by=CANARY, **{"senders-0-full_name": CANARY})
    response = client.post(url("turn_new", session), sent, follow=True)
    assert response.status_code == 200
    found = ReceptionTurn.objects.get()
    assert (found.kind, found.content) == (PetitionKind.DENUNCIATION, None)
    assert CANARY not in response.content.decode()
    form = client.get(f"{url('turn_new', session)}?kind=denunciation&summary={CANARY}").content.decode()
    assert 'name="summary"' not in form
    assert CANARY not in form


def test_a_form_with_words_is_never_recorded_as_a_denunciation(client, session):
    sent = turn(reload="1", kind="denunciation", summary=CANARY)
    page = client.post(url("turn_new", session), sent).content.decode()
    assert CANARY not in page
    assert not ReceptionTurn.objects.exists()


@pytest.mark.parametrize("button", ["reload", "more_senders"])
@pytest.mark.parametrize("kind", ["denunciation", "complaint"])
def test_the_form_of_a_denunciation_repeats_coded_values_alone(kind, button, client, session):
    """Of another kind, the control, what was typed is shown again."""
    typed = dict.fromkeys(("people", "cases", "paper_file", "refusal", "summary", "body", "token"), CANARY)
    sent = turn(**{button: "1", "kind": kind, "is_again": "on", **typed})
    form = client.post(url("turn_new", session), sent)
    assert (CANARY in form.content.decode()) == (kind == "complaint")
    assert form.context["form"].initial["is_again"]
    coded = {button: "1", "kind": kind, "people": 4, "direction": "guide"}
    assert [int(client.post(url("turn_new", session), coded).context["form"].initial["people"])] == [4]


def test_a_recorded_turn_goes_on_from_the_page_of_the_session(client, receptions, session):
    receptions.turn(session)
    form = url("turn_petition", session, 1)
    assert f'action="{form}"' in client.get(url("reception", session)).content.decode()
    response = client.post(form, {"version": 1})
    assert response.url == reverse("petitions:petition", args=[Petition.objects.get().code])


def test_what_cannot_be_registered_is_not_recorded_either(client, session):
    RuleParameter.objects.filter(key="petition.process").delete()
    response = client.post(url("turn_new", session), turn(petition="1"))
    assert (response.status_code, "petition.process" in response.content.decode()) == (422, True)
    assert not ReceptionTurn.objects.exists()


def test_a_denunciation_goes_on_with_its_paper_file_only(client, receptions, session):
    asked = client.post(url("turn_new", session), {"kind": "denunciation", "people": 1, "cases": 1, "petition": "1"})
    assert asked.url == url("turn_petition", session, 1)
    assert client.post(url("turn_petition", session, 1), {"version": 1}).status_code == 422
    client.post(url("turn_petition", session, 1), {"version": 1, "paper_file": "15/HS-2026"})
    assert Petition.objects.get().content is None


def test_nobody_is_recorded_before_the_day_or_after_cancelling(client, receptions):
    coming = receptions.session(on=date(2026, 10, 9))
    gone = cancel_session(receptions.session(), reason="away", version=1, by=receptions.officer)
    for one in (coming, gone):
        assert client.get(url("turn_new", one)).url == url("reception", one)
        client.post(url("turn_new", one), turn())
    assert not ReceptionTurn.objects.exists()


def test_a_turn_is_corrected_and_struck_out(client, receptions, session):
    receptions.turn(session)
    assert WORDS in client.get(url("turn_edit", session, 1)).content.decode()
    client.post(url("turn_edit", session, 1), turn(version=1, summary="Mương tiêu"))
    assert ReceptionTurn.objects.get().content.summary == "Mương tiêu"
    conflict = client.post(url("turn_edit", session, 1), turn(version=1, summary="Cống thoát"))
    assert conflict.status_code == 409
    assert "Cống thoát" in conflict.content.decode()
    # Whoever has the page of before the correction erases nothing; nor does a form that does not say what was seen.
    for seen in ({"version": 1}, {}):
        client.post(url("turn_strike", session, 1), seen)
        assert not ReceptionTurn.objects.get().is_struck
    page = client.get(url("turn_edit", session, 1)).content.decode().split("strike-form")[1]
    assert 'name="version" value="2"' in page
    client.post(url("turn_strike", session, 1), {"version": 2})
    assert ReceptionTurn.objects.get().is_struck
    assert client.get(url("turn_edit", session, 1)).status_code == 302


# --- reading ---


def test_names_are_masked_for_those_who_may_not_see_them(client_of, auditor, receptions, session):
    receptions.turn(session)
    page = client_of(auditor).get(url("reception", session)).content.decode()
    assert VISITOR.full_name not in page
    assert VISITOR.phone not in page
    assert "mương tiêu" in page


def test_reading_names_is_noted(client, receptions, session, petition_officer):
    receptions.turn(session)
    client.get(url("reception", session))
    assert AuditEvent.objects.filter(action="read", object_label=session.code, actor=petition_officer).exists()


def test_others_see_neither_the_turn_of_a_denunciation_nor_its_number(
    client_of, commission_leader, client, receptions, session
):
    receptions.turn(session)
    receptions.turn(session, kind=PetitionKind.DENUNCIATION)
    month = f"{reverse('petitions:reception_list')}?month=2026-10"
    assert "2 lượt, 2 người" in client.get(month).content.decode()
    leaders = client_of(commission_leader)
    assert "1 lượt, 1 người" in leaders.get(month).content.decode()
    assert "Tố cáo" not in leaders.get(url("reception", session)).content.decode()
    assert "Tố cáo" in client.get(url("reception", session)).content.decode()


def test_what_others_may_not_read_of_a_petition_they_do_not_read_in_the_turn(
    client_of, commission_leader, receptions, session
):
    denounced = receptions.turn(session, kind=PetitionKind.DENUNCIATION)
    petition = turn_into_petition(denounced, version=1, by=receptions.officer, on=ON, paper_file="15/HS-2026")
    page = client_of(commission_leader).get(url("reception", session)).content.decode()
    assert petition.code not in page


@pytest.mark.parametrize("asked", ["2026-13", "x", "0001-01", "99999-1", "2026-10&body=999999&leader=nobody"])
def test_the_calendar_passes_over_what_makes_no_sense(client, session, asked):
    page = client.get(f"{reverse('petitions:reception_list')}?month={asked}")
    assert page.status_code == 200
    assert session.leader in page.content.decode()


def test_the_calendar_asks_as_many_questions_for_many_sessions(
    client, receptions, session, django_assert_max_num_queries
):
    address = f"{reverse('petitions:reception_list')}?month=2026-10"
    client.get(address)
    for number in range(30):
        receptions.turn(receptions.session(on=date(2026, 10, 1 + number % 8), place=f"Phòng {number}"))
    with django_assert_max_num_queries(15):
        client.get(address)


def test_a_session_asks_as_many_questions_for_many_visitors(client, receptions, session, django_assert_num_queries):
    receptions.turn(session)
    client.get(url("reception", session))
    with django_assert_num_queries(10):
        client.get(url("reception", session))
    for _ in range(12):
        receptions.turn(session)
    with django_assert_num_queries(10):
        client.get(url("reception", session))


def test_the_days_of_heads_are_shown_by_month(client_of, commission_leader, client, receptions):
    page = client_of(commission_leader).get(reverse("petitions:reception_days"))
    assert page.status_code == 200


def test_pages_name_the_basis_that_the_rule_has(client, receptions, session):
    Organisation.objects.filter(pk=session.owner_id).update(kind="committee")
    RuleParameter.objects.filter(key="reception.days").update(legal_basis="Quy chế số 5", verified=True)
    ListedReason.objects.filter(list=ReasonList.AD_HOC).update(legal_basis="Quy chế số 5", verified=True)
    days, calendar, form = (
        client.get(reverse(f"petitions:{name}")).content.decode()
        for name in ("reception_days", "reception_list", "reception_new")
    )
    assert all("Quy chế số 5" in text for text in (days, calendar, form))
    # The form names the basis of the grounds as well, which the register of reasons has.
    assert all("11-QĐi/TW" not in text for text in (days, calendar))
    RuleParameter.objects.filter(key="reception.days").update(verified=False)
    with translation.override("en"):
        [row] = QuotaYear.load(2026).years(Organisation.objects.filter(pk=session.owner_id), today=ON)
        assert row.months[0].source == "Quy chế số 5; not verified"


# --- who came before ---


def alike(client, **more):
    return client.post(reverse("petitions:petition_similar"), {"kind": "recommendation", **more}).content.decode()


def test_who_came_before_is_found_by_name_without_diacritics(client, receptions, session):
    receptions.turn(session)
    page = alike(client, **{"senders-0-full_name": "nguyen thi sen"})
    assert (session.code in page, WORDS in page) == (True, True)
    assert session.code not in alike(client, **{"senders-0-full_name": "Nguyễn Thị Sửu"})
    # Nobody finds a name where a denunciation is typed in.
    assert session.code not in alike(client, kind="denunciation", **{"senders-0-full_name": "nguyen thi sen"})


def test_who_came_to_another_body_is_not_found(client_of, commune_body, receptions, session):
    receptions.turn(session)
    officer = make_user("xa.xulydon", "Lê Thị D", Role.PETITION_OFFICER, commune_body)
    assert session.code not in alike(client_of(officer), **{"senders-0-full_name": VISITOR.full_name})


def test_how_many_may_speak_for_a_delegation_is_said_before_saving(
    client, receptions, session, commission_leader, client_of
):
    for row in RuleParameter.objects.filter(key__in=("reception.representatives", "reception.many_representatives")):
        row.legal_basis, row.verified = f"Điều {row.value}", False
        row.save()
    with translation.override("en"):
        told = representatives_told(session.on)
    for figure in ("5 people", "at most 2", "10 people", "at most 5", "Điều 2; not verified", "Điều 5; not verified"):
        assert figure in told
    for name in ("reception", "turn_new"):
        assert client.get(url(name, session)).context["representatives"] == representatives_told(session.on)
    secret = client.get(url("turn_new", session), {"kind": "denunciation"})
    assert secret.context["representatives"] == ""
    assert client_of(commission_leader).get(url("reception", session)).context["representatives"] == ""


@pytest.mark.parametrize(("people", "named", "taken"), [(12, 1, True), (12, 5, True), (12, 6, False), (9, 3, False)])
def test_too_many_who_speak_are_refused_and_few_are_told(people, named, taken, client, session):
    rows = {f"senders-{number}-full_name": f"Nguyễn Thị Sen {number}" for number in range(named)}
    data = turn(people=people, **rows) | {"senders-TOTAL_FORMS": str(named)}
    answer = client.post(url("turn_new", session), data, follow=True, headers={"accept-language": "en"})
    assert ReceptionTurn.objects.filter(people=people).exists() is taken
    if taken:
        recorded = ReceptionTurn.objects.get()
        with translation.override("en"):
            told = representatives_recorded(recorded)
        assert (f"with {named} " in told, "allows 5" in told) == (True, True)
        assert len(str(next(iter(answer.context["messages"])))) > len("Turn 1 is recorded.")


def test_of_a_visitor_alone_no_representatives_are_told(receptions, session):
    assert representatives_recorded(receptions.turn(session)) == ""
    assert representatives_recorded(receptions.turn(session, "denunciation", people=12)) == ""
