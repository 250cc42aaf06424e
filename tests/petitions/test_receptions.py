"""Planning and holding receptions, and what is recorded of those received."""

from datetime import date, time, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from handling.moves import MoveRefused, StaleVersion
from petitions.models import (
    Petition,
    PetitionContent,
    PetitionKind,
    Receiver,
    ReceptionKind,
    ReceptionSession,
    ReceptionTurn,
    Sender,
    SessionState,
)
from petitions.services import receptions as service
from petitions.services.registering import SenderData
from petitions.services.turns import correct_turn, record_turn, strike_turn, turn_into_petition
from petitions.work import actions
from petitions.workflow import move
from registers.models import CalendarDay

from .receptions_cast import BEFORE, ON, VISITOR, WORDS

D, R, C = PetitionKind.DENUNCIATION, PetitionKind.RECOMMENDATION, PetitionKind.COMPLAINT
CANARY = "Hoàng Thị Kim Cúc"


def wrong(call):
    with pytest.raises(ValidationError) as caught:
        call()
    return set(caught.value.error_dict)


# --- sessions ---


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": ReceptionKind.ROUTINE, "delegate": "Phó trưởng ban"}, "delegate"),
        ({"receiver": ""}, "receiver"),
        ({"receiver": "unsaid"}, "receiver"),
        ({"receiver": "head", "delegate": "Phó trưởng ban"}, "receiver"),
        ({"kind": ReceptionKind.AD_HOC}, "grounds"),
        ({"kind": ReceptionKind.AD_HOC, "grounds": ("whim",)}, "grounds"),
        ({"grounds": ("complex",)}, "grounds"),
        ({"starts_at": time(9), "ends_at": time(9)}, "ends_at"),
        ({"is_online": True, "on": BEFORE}, "is_online"),
    ],
)
def test_what_a_session_may_not_be_is_said_at_its_field(receptions, more, field):
    assert wrong(lambda: receptions.session(**more)) == {field}
    assert not ReceptionSession.objects.exists()


def test_a_session_is_planned_with_a_code_and_a_trace(receptions):
    session = receptions.session(is_online=True)
    assert (session.code, session.state, session.level) == ("TD-2026-0001", SessionState.PLANNED, "province")
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.object_label) == ("created", session.code)


def test_the_routine_session_of_a_day_is_opened_once(receptions):
    opened = [
        service.open_routine(
            receptions.owner, leader="Phạm Thu", place="Phòng tiếp dân", on=ON, now=time(8, 5, 7), by=receptions.officer
        )
        for _ in range(2)
    ]
    assert opened[0] == opened[1]
    assert opened[0].starts_at == time(8, 5)


@pytest.mark.parametrize(
    ("repeat", "until", "days"),
    [
        ("weekly", date(2026, 10, 29), [8, 15, 22, 29]),
        # 8 November is a Sunday, the next working day is Monday.
        ("monthly", date(2026, 12, 8), [8, (11, 9), (12, 8)]),
        ("weekday", date(2026, 12, 31), [8, (11, 12), (12, 10)]),
    ],
)
def test_a_series_falls_on_working_days(receptions, repeat, until, days):
    planned, skipped = service.plan_series(receptions.data(), repeat=repeat, until=until, by=receptions.officer)
    expected = [date(2026, *day) if isinstance(day, tuple) else date(2026, 10, day) for day in days]
    assert [one.on for one in planned] == expected
    assert skipped == []


def test_a_series_of_the_31st_takes_the_last_day_of_shorter_months(receptions):
    data = receptions.data(on=date(2026, 3, 31))
    planned, _ = service.plan_series(data, repeat="monthly", until=date(2026, 6, 30), by=receptions.officer)
    # 30/4 and 1/5 are holidays before a weekend, 31/5 is a Sunday.
    assert [(one.on.day, one.on.month) for one in planned] == [(31, 3), (4, 5), (1, 6), (30, 6)]


def test_planning_a_series_again_adds_what_is_missing_alone(receptions):
    session = receptions.session(on=date(2026, 10, 15))
    service.cancel_session(receptions.session(on=date(2026, 10, 22)), reason="moved", version=1, by=receptions.officer)
    planned, skipped = service.plan_series(
        receptions.data(), repeat="weekly", until=date(2026, 10, 22), by=receptions.officer
    )
    assert [one.on.day for one in planned] == [8, 22]
    assert skipped == [session.on]


def test_a_holiday_of_the_table_moves_a_session(receptions):
    CalendarDay.objects.create(date=ON, kind=CalendarDay.Kind.HOLIDAY, label="Nghỉ bù")
    planned, _ = service.plan_series(receptions.data(), repeat="weekly", until=ON, by=receptions.officer)
    assert [one.on for one in planned] == [date(2026, 10, 9)]


@pytest.mark.parametrize("until", [date(2026, 10, 7), date(2027, 10, 10)])
def test_a_series_lasts_a_year_at_most(receptions, until):
    call = lambda: service.plan_series(receptions.data(), repeat="weekly", until=until, by=receptions.officer)  # noqa: E731
    assert wrong(call) == {"until"}
    assert not ReceptionSession.objects.exists()


def test_a_session_is_held_on_its_day_and_not_before(receptions):
    session = receptions.session()
    with pytest.raises(MoveRefused):
        service.hold_session(session, version=1, on=date(2026, 10, 7), by=receptions.officer)
    service.hold_session(session, version=1, on=ON, by=receptions.officer)
    session.refresh_from_db()
    assert (session.state, session.version) == (SessionState.HELD, 2)
    with pytest.raises(MoveRefused):
        service.hold_session(session, version=2, on=ON, by=receptions.officer)


def test_a_session_in_which_somebody_was_received_is_not_cancelled_nor_moved(receptions):
    session = receptions.session()
    receptions.turn(session)
    session.refresh_from_db()
    with pytest.raises(MoveRefused):
        service.cancel_session(session, reason="away", version=session.version, by=receptions.officer)
    call = lambda: service.change_session(  # noqa: E731
        session, receptions.data(on=date(2026, 10, 9)), version=session.version, by=receptions.officer
    )
    assert wrong(call) == {"on"}


def test_a_cancelled_session_takes_nobody_and_is_not_changed(receptions):
    session = service.cancel_session(receptions.session(), reason="away", version=1, by=receptions.officer)
    for call in (
        lambda: receptions.turn(session),
        lambda: service.change_session(session, receptions.data(), version=2, by=receptions.officer),
        lambda: service.cancel_session(session, reason="away", version=2, by=receptions.officer),
    ):
        with pytest.raises(MoveRefused):
            call()


def test_who_saves_second_is_told(receptions):
    session = receptions.session()
    service.change_session(session, receptions.data(place="Hội trường"), version=1, by=receptions.officer)
    with pytest.raises(StaleVersion):
        service.change_session(session, receptions.data(place="Phòng 2"), version=1, by=receptions.officer)
    session.refresh_from_db()
    assert session.place == "Hội trường"


# --- turns ---


def test_the_first_turn_makes_the_session_held_and_numbers_run_on(receptions):
    session = receptions.session()
    first = receptions.turn(session, kind=D)
    other = receptions.turn(receptions.session(on=date(2026, 10, 9)))
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    assert (first.number, other.number) == (1, 1)
    assert (first.register_label, other.register_label) == ("M1", "1")


def test_sending_the_same_turn_twice_records_it_once(receptions):
    session, token = receptions.session(), uuid4()
    assert receptions.turn(session, token=token) == receptions.turn(session, token=token)
    assert ReceptionTurn.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "more", "fields"),
    [
        (R, {"summary": ""}, {"summary"}),
        (R, {"visitors": ()}, {"visitors"}),
        (R, {"visitors": (VISITOR, VISITOR)}, {"people"}),
        (R, {"direction": "transfer"}, {"body"}),
        (R, {"refusal": "breach", "direction": "explain"}, {"direction"}),
        (R, {"people": 6, "visitors": (VISITOR,) * 3}, {"visitors"}),
        (R, {"people": 12, "visitors": (VISITOR,) * 6}, {"visitors"}),
        (D, {"summary": CANARY}, {"summary"}),
        (D, {"settled_by": CANARY}, {"settled_by"}),
        (D, {"visitors": (SenderData(CANARY),)}, {"visitors"}),
    ],
)
def test_what_a_turn_may_not_hold_is_said_and_nothing_is_written(receptions, kind, more, fields):
    session = receptions.session()
    data = receptions.turn_data(kind, **more)
    assert wrong(lambda: record_turn(session, data, on=ON, by=receptions.officer)) == fields
    assert not ReceptionTurn.objects.exists()
    assert not PetitionContent.objects.exists()
    session.refresh_from_db()
    assert (session.state, session.last_turn) == (SessionState.PLANNED, 0)


@pytest.mark.parametrize(("people", "large"), [(1, False), (4, False), (5, True), (30, True)])
def test_a_delegation_is_large_from_five_people(receptions, people, large):
    assert receptions.turn(receptions.session(), people=people).is_delegation is large


@pytest.mark.parametrize(("people", "speaking"), [(9, 2), (10, 5)])
def test_a_delegation_sends_as_many_as_the_rule_allows(receptions, people, speaking):
    visitors = tuple(SenderData(f"Người thứ {n}", represents=n < speaking) for n in range(people))
    assert receptions.turn(receptions.session(), people=people, visitors=visitors).is_delegation


def test_who_is_refused_needs_no_name(receptions):
    turn = receptions.turn(receptions.session(), refusal="intoxicated", summary="", visitors=())
    assert turn.content is None
    assert ReceptionTurn.objects.counted().count() == 0


def test_the_database_itself_refuses_words_of_a_denunciation(receptions):
    turn = receptions.turn(receptions.session(), kind=D)
    content = PetitionContent.objects.create(summary=CANARY)
    for values in ({"content": content}, {"kind": R}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReceptionTurn.objects.filter(pk=turn.pk).update(**values)
    # Control: another kind may have them.
    ReceptionTurn.objects.filter(pk=turn.pk).update(content=content, kind=R)


def test_correcting_a_turn_into_a_denunciation_erases_its_words(receptions):
    turn = receptions.turn(receptions.session())
    assert Sender.objects.filter(full_name=VISITOR.full_name).exists()
    corrected = correct_turn(turn, receptions.turn_data(D), version=1, by=receptions.officer)
    assert (corrected.kind, corrected.content) == (D, None)
    assert not PetitionContent.objects.exists()
    assert not Sender.objects.exists()


def test_correcting_a_turn_writes_its_words_anew_and_notes_what_changed(receptions):
    turn = receptions.turn(receptions.session())
    data = receptions.turn_data(summary="Mương tiêu sau chợ", people=2)
    corrected = correct_turn(turn, data, version=1, by=receptions.officer)
    assert corrected.content.summary == "Mương tiêu sau chợ"
    assert PetitionContent.objects.count() == 1
    assert set(AuditEvent.objects.latest("pk").fields) == {"people", "content"}
    with pytest.raises(StaleVersion):
        correct_turn(turn, data, version=1, by=receptions.officer)


def test_striking_out_keeps_the_number_and_erases_the_words(receptions):
    turn = receptions.turn(receptions.session())
    struck = strike_turn(turn, version=1, by=receptions.officer)
    assert (struck.is_struck, struck.register_number) == (True, 1)
    assert not PetitionContent.objects.exists()
    assert ReceptionTurn.objects.counted().count() == 0
    with pytest.raises(MoveRefused):
        correct_turn(struck, receptions.turn_data(), version=2, by=receptions.officer)


# --- from a turn to a petition ---


def test_a_turn_goes_on_as_a_petition_of_the_day_of_the_reception(receptions, petition_rules):
    turn = receptions.turn(receptions.session(), people=3)
    petition = turn_into_petition(turn, version=1, by=receptions.officer, on=date(2026, 10, 9))
    assert (petition.source, petition.received_on, petition.signatories) == ("reception", ON, 3)
    assert petition.content.summary == WORDS
    assert [one.full_name for one in petition.content.senders.all()] == [VISITOR.full_name]
    # The words stand in one place.
    assert PetitionContent.objects.count() == 1
    turn.refresh_from_db()
    assert (turn.petition, turn.content) == (petition, None)
    for call in (turn_into_petition, strike_turn):
        with pytest.raises(MoveRefused):
            call(turn, version=2, by=receptions.officer, **({"on": ON} if call is turn_into_petition else {}))


def test_a_denunciation_goes_on_with_its_paper_file_and_nothing_else(receptions, petition_rules):
    turn = receptions.turn(receptions.session(), kind=D)
    call = lambda **more: turn_into_petition(turn, version=1, by=receptions.officer, on=ON, **more)  # noqa: E731
    assert wrong(call) == {"paper_file"}
    petition = call(paper_file="15/HS-2026")
    assert (petition.kind, petition.content, petition.signatories) == (D, None, None)


def test_who_was_refused_becomes_no_petition(receptions, petition_rules):
    turn = receptions.turn(receptions.session(), refusal="settled")
    with pytest.raises(MoveRefused):
        turn_into_petition(turn, version=1, by=receptions.officer, on=ON)
    assert not Petition.objects.exists()


def test_a_petition_that_turns_out_to_be_a_denunciation_closes_its_turn_to_others(
    receptions, petition_rules, land, leader, commission_leader
):
    turn = receptions.turn(receptions.session(), kind=C)
    petition = turn_into_petition(turn, version=1, by=receptions.officer, on=ON)
    assert ReceptionTurn.objects.visible_to(commission_leader).count() == 1
    data = {
        "kind": D,
        "field": land,
        "is_eligible": True,
        "ineligibilities": [],
        "competence": "own",
        "paper_file": "15/HS-2026",
    }
    move(petition, "classify", data=data, by=receptions.officer, on=ON)
    turn.refresh_from_db()
    assert (turn.is_struck, turn.petition_id, turn.kind, turn.register_label) == (True, None, C, "1")
    assert list(ReceptionTurn.objects.visible_to(commission_leader)) == [turn]
    anew = ReceptionTurn.objects.get(petition=petition)
    assert (anew.kind, anew.register_label, anew.people) == (D, "M1", turn.people)
    assert anew in ReceptionTurn.objects.visible_to(receptions.officer)


def test_a_turn_corrected_into_a_denunciation_looks_to_others_like_any_mistake(receptions, commission_leader):
    """A number that is missing, or a row without words among rows with words, would tell of it."""
    session = receptions.session()
    mistake, becoming = receptions.turn(session), receptions.turn(session)
    strike_turn(mistake, version=1, by=receptions.officer)
    anew = correct_turn(becoming, receptions.turn_data(D), version=1, by=receptions.officer)
    seen = ReceptionTurn.objects.visible_to(commission_leader).order_by("register_number")
    told = seen.values("register_number", "kind", "people", "is_struck", "content", "petition", "version")
    first, second = told
    assert second | {"register_number": 1} == first
    assert (anew.register_label, anew.is_struck) == ("M1", False)
    assert ReceptionTurn.objects.visible_to(receptions.officer).counted().get() == anew


# --- who sees what ---


def test_sessions_are_seen_by_the_bodys_officers_and_by_who_reads_its_tree(
    receptions, clerk, sibling_clerk, commission_leader, specialist, focal_point, administrator, outsider, auditor
):
    session = receptions.session()
    seen = lambda user: ReceptionSession.objects.visible_to(user).filter(pk=session.pk).exists()  # noqa: E731
    assert [seen(one) for one in (receptions.officer, commission_leader, specialist, auditor)] == [True] * 4
    assert [seen(one) for one in (clerk, sibling_clerk, focal_point, administrator, outsider)] == [False] * 5


def test_names_are_shown_to_officers_and_the_commission_and_not_to_auditors(receptions, commission_leader, auditor):
    receptions.turn(receptions.session())
    shown = lambda user: ReceptionTurn.objects.visible_to(user).with_naming(user).get().names_shown  # noqa: E731
    assert [shown(one) for one in (receptions.officer, commission_leader, auditor)] == [True, True, False]


def test_the_numbers_of_the_register_leave_no_gap_for_a_denunciation(receptions):
    session = receptions.session()
    labels = [receptions.turn(session, kind=kind).register_label for kind in (R, D, C, D)]
    assert labels == ["1", "M1", "2", "M2"]


def test_a_turn_corrected_out_of_a_denunciation_gets_a_number_of_the_open_book(receptions):
    turn = receptions.turn(receptions.session(), kind=D)
    corrected = correct_turn(turn, receptions.turn_data(R), version=1, by=receptions.officer)
    assert (turn.register_label, corrected.register_label) == ("M1", "1")


def test_a_day_has_one_routine_session_unless_it_was_cancelled(receptions):
    routine = receptions.session(kind=ReceptionKind.ROUTINE)
    call = lambda: receptions.session(kind=ReceptionKind.ROUTINE)  # noqa: E731
    assert wrong(call) == {"on"}
    other = receptions.session(kind=ReceptionKind.ROUTINE, on=date(2026, 10, 9))
    move_there = lambda: service.change_session(  # noqa: E731
        other, receptions.data(kind=ReceptionKind.ROUTINE), version=1, by=receptions.officer
    )
    assert wrong(move_there) == {"on"}
    service.cancel_session(routine, reason="mistake", version=1, by=receptions.officer)
    assert call().state == SessionState.PLANNED


# --- what waits ---


def test_a_reception_that_is_over_waits_to_be_recorded(receptions, leader, petition_rules):
    def waiting():
        return [str(url) for words, url in actions(receptions.officer) if "(" in str(words)]

    today = timezone.localdate()
    assert waiting() == []
    receptions.session(on=today)
    later = receptions.session(on=today - timedelta(days=7))
    first = receptions.session(on=today - timedelta(days=14))
    held, gone = (receptions.session(on=today - timedelta(days=days)) for days in (21, 28))
    receptions.turn(held)
    service.cancel_session(gone, reason="away", version=1, by=receptions.officer)
    assert waiting() == [reverse("petitions:reception", args=[first.code])]
    words, _url = actions(receptions.officer)[0]
    assert str(words).endswith("(2)")
    receptions.turn(first)
    assert waiting() == [reverse("petitions:reception", args=[later.code])]
    assert actions(leader) == []


def test_a_session_left_without_a_turn_can_be_called_off(receptions, client_of):
    session = receptions.session()
    turns = [receptions.turn(session) for _time in range(2)]
    page, client = reverse("petitions:reception", args=[session.code]), client_of(receptions.officer)
    for turn, is_left in zip(turns, (True, False), strict=True):
        strike_turn(turn, version=turn.version, by=receptions.officer)
        session.refresh_from_db()
        assert (session.state, client.get(page).context["can_cancel"]) == (SessionState.HELD, not is_left)
    cancelled = service.cancel_session(session, reason="other", version=session.version, by=receptions.officer)
    assert cancelled.state == SessionState.CANCELLED


def test_a_session_whose_turn_went_into_the_secret_book_is_not_called_off(receptions, commission_leader):
    """To others it looks as the one above: held, with a turn that was struck out."""
    session = receptions.session()
    correct_turn(receptions.turn(session), receptions.turn_data(D), version=1, by=receptions.officer)
    session.refresh_from_db()
    with pytest.raises(MoveRefused):
        service.cancel_session(session, reason="other", version=session.version, by=receptions.officer)
    mistake = receptions.session(on=date(2026, 10, 9))
    strike_turn(receptions.turn(mistake), version=1, by=receptions.officer)
    mistake.refresh_from_db()
    seen = [list(ReceptionTurn.objects.visible_to(commission_leader).filter(session=one)) for one in (session, mistake)]
    assert (session.state, [turn.is_struck for turn in seen[0]]) == (
        mistake.state,
        [turn.is_struck for turn in seen[1]],
    )


def test_the_first_turn_leaves_a_trace_of_the_session_held(receptions):
    session = receptions.session()
    for fields in (["state"], None):
        before = AuditEvent.objects.count()
        receptions.turn(session)
        found = AuditEvent.objects.filter(object_label=session.code).order_by("pk")[1:]
        assert [event.fields for event in found] == [["state"]]
        assert AuditEvent.objects.count() - before == (2 if fields else 1)


def test_the_secret_book_has_no_hole_where_a_turn_was_no_denunciation(receptions):
    session = receptions.session()
    secret = receptions.turn(session, kind=PetitionKind.DENUNCIATION)
    anew = correct_turn(secret, receptions.turn_data(), version=1, by=receptions.officer)
    secret.refresh_from_db()
    assert (secret.register_label, secret.is_struck) == ("M1", True)
    assert (anew.register_label, anew.is_struck, anew.content.summary) == ("1", False, WORDS)
    assert receptions.turn(session, kind=PetitionKind.DENUNCIATION).register_label == "M2"


def test_a_session_is_planned_once_for_one_form(receptions):
    token = uuid4()
    first, second = (receptions.session(token=token) for _time in range(2))
    assert (first, ReceptionSession.objects.count()) == (second, 1)
    assert receptions.session(token=uuid4()) != first


def test_a_series_of_the_fifth_weekday_starts_on_its_day(receptions):
    fifth = receptions.data(on=date(2026, 10, 29))
    planned, _there = service.plan_series(fifth, repeat="weekday", until=date(2027, 1, 31), by=receptions.officer)
    days = [date(2026, 10, 29), date(2026, 11, 26), date(2026, 12, 31), date(2027, 1, 28)]
    assert [session.on for session in planned] == days


def test_a_held_session_is_not_moved_to_a_day_to_come(receptions):
    session = receptions.session()
    session = service.hold_session(session, version=session.version, on=session.on, by=receptions.officer)
    how = {"version": session.version, "by": receptions.officer}
    assert wrong(lambda: service.change_session(session, receptions.data(on=date(2027, 1, 7)), **how)) == {"on"}
    earlier = receptions.data(on=session.on - timedelta(days=1))
    assert service.change_session(session, earlier, **how).on == earlier.on


@pytest.mark.parametrize("more", [{}, {"delegate": "Phó trưởng ban"}, {"is_online": True}])
def test_a_day_before_any_rule_is_refused(receptions, more):
    assert wrong(lambda: receptions.session(on=date(1016, 5, 5), **more)) == {"on"}


def test_a_petition_struck_out_takes_its_turn_along(receptions, petition_rules):
    """Its words moved there: the turn has none to be read alone."""
    session = receptions.session()
    turn = receptions.turn(session)
    petition = turn_into_petition(turn, version=turn.version, by=receptions.officer, on=ON)
    move(petition, "strike", by=receptions.officer, on=ON, data={"ground": "twice"})
    turn.refresh_from_db()
    assert (turn.is_struck, turn.petition, turn.content) == (True, None, None)
    session.refresh_from_db()
    service.cancel_session(session, reason="Ghi nhầm buổi", version=session.version, by=receptions.officer)


def test_a_form_sent_before_with_words_is_no_denunciation_now(receptions):
    """Gone back to, its kind changed: the page must not say that it is done while the name stays."""
    session, token = receptions.session(), uuid4()
    receptions.turn(session, token=token)
    assert wrong(lambda: receptions.turn(session, PetitionKind.DENUNCIATION, token=token)) == {"kind"}
    receptions.turn(session, PetitionKind.DENUNCIATION, token=uuid4())


# --- who receives ---


def test_a_routine_session_says_nothing_of_the_head_and_others_must(receptions):
    assert receptions.session(kind=ReceptionKind.ROUTINE).receiver == ""
    deputy = receptions.session(receiver=Receiver.OTHER, leader="Lê Văn Phó, Phó trưởng ban")
    head = receptions.session(on=date(2026, 10, 9))
    assert (deputy.receiver, head.receiver) == ("other", "head")
    assert list(ReceptionSession.objects.by_head()) == [head]


@pytest.mark.parametrize("values", [{"receiver": ""}, {"delegate": "Phó trưởng ban"}])
def test_the_database_takes_no_session_that_says_otherwise(receptions, values):
    session = receptions.session()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceptionSession.objects.filter(pk=session.pk).update(**values)
    # Control: what somebody else received is delegated or not.
    ReceptionSession.objects.filter(pk=session.pk).update(receiver="other", delegate="Phó trưởng ban")


def test_of_earlier_sessions_what_is_unknown_is_kept_as_unknown(receptions):
    migration = import_module("petitions.migrations.0028_sessions_of_which_it_is_not_said")
    said, delegated = receptions.session(), receptions.session(on=BEFORE, delegate="Phó trưởng ban")
    routine = receptions.session(kind=ReceptionKind.ROUTINE)
    migration.say_what_is_known(apps, None)
    found = dict(ReceptionSession.objects.values_list("pk", "receiver"))
    assert (found[said.pk], found[delegated.pk], found[routine.pk]) == ("unsaid", "other", "")
    # An officer who knows says it, of a session that is over as well.
    session = service.hold_session(ReceptionSession.objects.get(pk=said.pk), version=1, on=ON, by=receptions.officer)
    service.change_session(session, receptions.data(), version=session.version, by=receptions.officer)
    session.refresh_from_db()
    assert (session.state, session.receiver) == ("held", "head")
