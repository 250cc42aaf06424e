"""Form 01/TCD from records."""

from datetime import date

import pytest

from accounts.roles import Role
from petitions.models import PetitionKind, ReceptionKind
from petitions.services.registering import SenderData
from petitions.services.turns import correct_turn, record_turn, strike_turn
from petitions.statistics.catalogue import form_asked
from petitions.statistics.receptions import read_receptions
from petitions.statistics.tcd import TCD, Received, Receptions
from registers.periods import free_range, period
from tests.conftest import make_organisation, make_unit, make_user

from .receptions_cast import BEFORE
from .receptions_cast import Receptions as Receive

TODAY = date(2026, 11, 20)
YEAR = free_range(date(2026, 1, 1), date(2026, 12, 31))
REPRESENTATIVE = SenderData("Nguyễn Văn A", represents=True)


@pytest.fixture
def register(receptions):
    """A routine day with three turns, a day of the head with a delegation, one that was delegated."""
    routine = receptions.session(kind=ReceptionKind.ROUTINE)
    receptions.turn(routine)
    receptions.turn(routine, is_again=True, cases=2, people=2)
    receptions.turn(routine, kind=PetitionKind.DENUNCIATION)
    receptions.turn(routine, refusal="breach", summary="", visitors=())
    strike_turn(receptions.turn(routine), version=1, by=receptions.officer)
    head = receptions.session(on=date(2026, 10, 15))
    receptions.turn(head, people=12, is_again=True, visitors=(REPRESENTATIVE,))
    receptions.turn(head, people=6, cases=2, visitors=(REPRESENTATIVE,))
    delegated = receptions.session(on=BEFORE, delegate="Lê Thị B, Phó trưởng ban")
    receptions.turn(delegated)
    receptions.session(on=date(2026, 10, 22))
    return receptions


def test_every_way_of_receiving_is_counted_from_records(register):
    figures = read_receptions([register.owner.pk], YEAR)
    assert figures[register.owner.pk, True] == Receptions(routine=Received(turns=1, people=1, cases_first=1))
    assert figures[register.owner.pk, False] == Receptions(
        routine=Received(sessions=1, turns=2, people=3, cases_first=1, cases_again=2),
        head=Received(
            sessions=1,
            turns=2,
            people=18,
            cases_first=2,
            cases_again=1,
            delegations=2,
            delegation_people=18,
            delegation_cases_first=2,
            delegation_cases_again=1,
        ),
        delegated=Received(sessions=1, turns=1, people=1, cases_first=1),
    )


def test_every_equation_of_the_form_holds_and_none_is_trivial(register):
    form = form_asked("tcd", register.officer, YEAR, body=register.owner, today=TODAY, closing_day=14)
    figures = form.total.figures
    assert (len(figures), figures[1], form.differences()) == (29, 6, [])
    for equation in TCD.equations:
        assert figures[equation.total] > 0
        assert equation.difference(figures) == 0
    # Control: a figure that is wrong is found.
    assert TCD.equations[0].difference({**figures, 4: figures[4] + 1}) == -1


def test_what_a_deputy_received_is_in_no_column_of_the_head(receptions):
    receptions.turn(receptions.session(receiver="other", leader="Lê Văn Phó, Phó trưởng ban"))
    receptions.turn(receptions.session(on=date(2026, 10, 15)))
    found = read_receptions([receptions.owner.pk], YEAR)[receptions.owner.pk, False]
    assert (found.head.sessions, found.delegated.sessions) == (1, 1)


def test_only_sessions_of_the_period_and_the_bodies_count(register, commune_body):
    assert read_receptions([register.owner.pk], free_range(date(2026, 11, 1), date(2026, 11, 30))) == {}
    assert read_receptions([commune_body.pk], YEAR) == {}


def test_reading_takes_two_queries(register, django_assert_num_queries):
    with django_assert_num_queries(2):
        read_receptions([register.owner.pk], YEAR)


def test_denunciations_of_a_commune_are_in_no_line_of_other_readers(
    commune_body, reception_rules, clerk, commission_leader
):
    """A leader who knows the other turns by name must not find the rest by subtracting."""
    commune = Receive(commune_body, make_user("xa.xulydon", "Lê Thị D", Role.PETITION_OFFICER, commune_body))
    session = commune.session(kind=ReceptionKind.ROUTINE)
    commune.turn(session)
    commune.turn(session, kind=PetitionKind.DENUNCIATION)
    asked = {"body": commune_body, "today": TODAY, "closing_day": 14}
    assert form_asked("tcd", commune.officer, YEAR, **asked).total.figures[1] == 2
    for reader in (clerk, commission_leader):
        form = form_asked("tcd", reader, YEAR, **asked)
        assert (form.total.figures[1], form.differences()) == (1, [])
        assert len(form.notes) == 2


@pytest.fixture
def communes(reception_rules, province):
    """Four communes that receive citizens."""
    found = []
    for number in range(4):
        unit = make_unit(f"9900{number}", f"Xã số {number}", "commune", province, kind="xã")
        body = make_organisation(f"DU-9900{number}", f"Đảng ủy xã số {number}", unit, side="party")
        found.append(Receive(body, make_user(f"xa{number}.xulydon", "Cán bộ", Role.PETITION_OFFICER, body)))
    return found


def denounced_together(reader, asked, today=TODAY):
    """Turns of the common line of form 01/TCD; None where there is none."""
    form = form_asked("tcd", reader, asked, body=None, today=today, closing_day=14)
    return next((line.figures[1] for line in form.lines if line.part == "together"), None)


def receive_denunciations(communes, **session):
    for commune in communes:
        commune.turn(commune.session(**session), kind=PetitionKind.DENUNCIATION)


def test_denunciations_of_three_communes_are_told_together(commission_leader, communes):
    receive_denunciations(communes[:3])
    for kind, number in (("month", 10), ("quarter", 4), ("year", 0)):
        assert denounced_together(commission_leader, period(kind, 2026, number), today=date(2026, 12, 31)) == 3


@pytest.mark.parametrize("how", ["corrected", "recorded"])
def test_what_was_told_of_a_month_stays_when_one_more_is_found(how, commission_leader, communes, time_machine):
    """Else the figure that grew, and the turn struck out that day, would say who denounced."""
    october, november = period("month", 2026, 10), period("month", 2026, 11)
    receive_denunciations(communes[:3])
    session = communes[3].session()
    turn = communes[3].turn(session)
    assert denounced_together(commission_leader, october) == 3
    time_machine.move_to(date(2026, 10, 20))
    if how == "corrected":
        data = communes[3].turn_data(PetitionKind.DENUNCIATION)
        correct_turn(turn, data, version=turn.version, by=communes[3].officer)
    else:
        data = communes[3].turn_data(PetitionKind.DENUNCIATION)
        record_turn(session, data, on=date(2026, 10, 20), by=communes[3].officer)
    assert denounced_together(commission_leader, october) == 3
    # It counts in the month in which it was entered, for its officer too.
    figures = {one.number: read_receptions([communes[3].owner.pk], one) for one in (october, november)}
    assert [bool(found.get((communes[3].owner.pk, True))) for found in figures.values()] == [False, True]


def test_nor_does_it_shrink_when_a_denunciation_is_struck_out_later(commission_leader, communes, time_machine):
    october, november = period("month", 2026, 10), period("month", 2026, 11)
    receive_denunciations(communes[:3])
    turn = communes[3].turn(communes[3].session(), kind=PetitionKind.DENUNCIATION)
    named = communes[3].turn(communes[3].session())
    owner = communes[3].owner.pk
    assert denounced_together(commission_leader, october) == 4
    time_machine.move_to(date(2026, 10, 20))
    for one in (turn, named):
        strike_turn(one, version=one.version, by=communes[3].officer)
    assert denounced_together(commission_leader, october) == 4
    figures = read_receptions([owner], october)
    # A turn that named somebody is taken out of its month, which hides nothing.
    assert figures[owner, True].routine.turns + figures[owner, True].head.turns == 1
    assert figures[owner, False].routine.turns + figures[owner, False].head.turns == 0
    assert (owner, True) not in read_receptions([owner], november)
    # What was struck out in the period in which it was entered never was in it.
    assert denounced_together(commission_leader, period("year", 2026), today=date(2026, 12, 31)) == 3


def test_neither_a_free_range_nor_what_goes_on_tells_them(commission_leader, communes):
    """Two ranges a day apart would give the one commune that received on the last day."""
    receive_denunciations(communes[:3], on=date(2026, 10, 6))
    receive_denunciations(communes[3:], on=date(2026, 10, 8))
    for last in (7, 8):
        asked = free_range(date(2026, 10, 1), date(2026, 10, last))
        assert denounced_together(commission_leader, asked) is None
    month = period("month", 2026, 10)
    assert denounced_together(commission_leader, month, today=month.last) is None
    assert denounced_together(commission_leader, month, today=TODAY) == 4


def test_a_month_in_which_few_received_is_not_told_by_a_longer_period(commission_leader, communes):
    receive_denunciations(communes[:3], on=date(2026, 9, 8))
    receive_denunciations(communes[3:], on=date(2026, 10, 8))
    today = date(2026, 12, 31)
    assert denounced_together(commission_leader, period("month", 2026, 9), today) == 3
    assert denounced_together(commission_leader, period("month", 2026, 10), today) is None
    assert denounced_together(commission_leader, period("year", 2026), today) is None


def test_nor_a_way_of_receiving_that_one_commune_had(commission_leader, communes):
    receive_denunciations(communes[:3])
    assert denounced_together(commission_leader, period("month", 2026, 10)) == 3
    receive_denunciations(communes[3:], kind=ReceptionKind.ROUTINE)
    assert denounced_together(commission_leader, period("month", 2026, 10)) is None
