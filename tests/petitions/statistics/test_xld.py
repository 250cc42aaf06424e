"""Form 01/XLD counts dated facts: carried over, processed, settled; a closed period stays as it was."""

from datetime import date

import pytest

from petitions.models import Direction, PetitionCase, PetitionKind
from petitions.models import PetitionState as State
from petitions.models.vocabulary import Source
from petitions.statistics.letters import ENTRIES, PROCESSING, SETTLING
from petitions.statistics.reading import read_for, xld_form
from petitions.statistics.xld import XLD
from petitions.workflow import MOVES
from registers.periods import free_range, period
from tests.petitions.petition_roads import IMPOSSIBLE, C, D, M, R
from tests.petitions.statistics.conftest import TODAY

pytestmark = pytest.mark.django_db
NOVEMBER_DAY = date(2026, 10, 20)


@pytest.fixture
def form_of(petition_officer):
    def made(asked, user=petition_officer, body=None):
        return xld_form(read_for(user, asked, today=TODAY, closing_day=14), body)

    return made


def shown(form):
    """Columns of the total that are not 0."""
    return {number: figure for number, figure in form.total.figures.items() if figure}


def test_the_form_has_its_22_columns_and_the_equations_of_the_paper():
    assert [column.number for column in XLD.columns] == list(range(1, 23))
    assert dict(zip(range(1, 23), XLD.formulas(), strict=True)) == {
        **{number: [] for number in range(1, 23)},
        1: ["2+3", "4+5"],
        6: ["8+9+10", "11+12+13", "14+18"],
        14: ["15+16+17"],
        18: ["19+20+21"],
    }
    assert sum(span for _heading, span in XLD.heads()) == 22


def test_what_came_and_was_not_processed(petition_road, form_of, october):
    petition_road.to(C, State.CLASSIFIED)
    petition_road.registered(PetitionKind.MIXED)
    assert shown(form_of(october)) == {1: 2, 3: 2, 5: 2}
    assert shown(form_of(period("month", 2026, 11))) == {1: 2, 2: 2, 5: 2}
    assert shown(form_of(period("month", 2026, 9))) == {}


@pytest.mark.parametrize(
    ("kind", "state", "columns"),
    [
        (C, State.ACCEPTED, {8, 13, 14, 15}),
        (C, State.SETTLED, {8, 11, 14, 15}),
        (C, State.DECLINED, {8, 13, 14, 15}),
        (C, State.TERMINATED, {8, 11, 14, 15}),
        (C, State.GUIDED, {8, 13, 18, 19}),
        (C, State.TRANSFERRED, {8, 13, 18, 20}),
        (R, State.REPLIED, {10, 11, 18, 20, 22}),
        (R, State.RETURNED, {10, 13, 18, 19}),
        (D, State.TRANSFERRED, {9, 13, 18, 20}),
        (D, State.IN_PROGRESS, {9, 13, 14, 16}),
        (D, State.EXECUTED, {9, 11, 14, 16}),
    ],
)
def test_where_a_processed_petition_is_counted(kind, state, columns, petition_road, form_of, october):
    petition_road.to(kind, state)
    form = form_of(october)
    assert shown(form) == dict.fromkeys({1, 3, 4, 6, 7} | columns, 1)
    assert form.differences() == []


def test_what_cannot_be_processed_is_processed_and_not_eligible(petition_road, form_of, october):
    petition_road.to(R, State.REWRITING)
    assert shown(form_of(october)) == {1: 1, 3: 1, 4: 1}


def test_one_of_mixed_content_that_is_withdrawn_is_processed_and_of_no_kind(petition_road, form_of, october):
    petition_road.make(petition_road.to(M, State.CLASSIFIED), "withdraw")
    form = form_of(october)
    assert (shown(form), form.differences()) == ({1: 1, 3: 1, 4: 1}, [])


def test_a_complaint_of_the_second_round_is_settled_repeatedly(petition_road, form_of, october):
    first = petition_road.to(C, State.SETTLED)
    second = petition_road.registered(C, earlier=first)
    for name in ("classify", "propose", "approve", "accept", "start", "hold_dialogue", "settle"):
        second = petition_road.make(second, name, round="second")
    found = shown(form_of(october))
    assert (found[11], found[12], found[7]) == (1, 1, 1)


def test_urged_counts_once_where_it_has_come_furthest(petition_road, form_of, october):
    petition = petition_road.to(R, State.TRANSFERRED)
    petition_road.make(petition, "urge")
    petition_road.make(petition, "urge")
    found = form_of(october)
    assert (found.total.figures[20], found.total.figures[21], found.differences()) == (0, 1, [])
    assert "Văn bản đôn đốc phát hành trong kỳ, kể cả đối với đơn của kỳ trước: 2." in found.notes


def test_a_reply_counts_in_the_period_it_came(petition_road, form_of, october):
    petition = petition_road.to(R, State.TRANSFERRED)
    petition_road.make(petition, "record_reply", on=NOVEMBER_DAY)
    assert 22 not in shown(form_of(october))
    assert shown(form_of(period("month", 2026, 11))) == {22: 1}


def test_each_letter_of_another_body_counts_once_and_the_first_reply_settles(
    petition_road, form_of, october, lead_department
):
    petition = petition_road.to(R, State.TRANSFERRED)
    for name in ("record_letter", "record_reply", "record_reply"):
        petition = petition_road.make(petition, name)
    led = petition_road.make(petition_road.to(R, State.ACCEPTED), "start", lead=lead_department)
    petition_road.make(led, "record_letter")
    found = shown(form_of(october))
    assert found[22] == 4
    petition_road.make(petition, "record_reply", on=NOVEMBER_DAY)
    assert shown(form_of(october)) == found
    assert shown(form_of(period("month", 2026, 11)))[22] == 1


def test_a_closed_period_stays_when_work_goes_on(petition_road, form_of, october):
    transferred, waiting = petition_road.to(R, State.TRANSFERRED), petition_road.to(C, State.CLASSIFIED)
    recommended = petition_road.to(R, State.CLASSIFIED)
    mixed, rewriting = petition_road.to(PetitionKind.MIXED, State.CLASSIFIED), petition_road.to(R, State.REWRITING)
    before = form_of(october).rows()
    petition_road.make(transferred, "record_reply", on=NOVEMBER_DAY)
    petition_road.make(recommended, "classify", on=NOVEMBER_DAY, kind=D, round="", paper_file="15/HS-2026")
    petition_road.make(mixed, "split", on=NOVEMBER_DAY)
    petition_road.make(rewriting, "resubmit", on=NOVEMBER_DAY, received_on=NOVEMBER_DAY)
    for name in ("propose", "approve", "accept"):
        waiting = petition_road.make(waiting, name, on=NOVEMBER_DAY)
    assert form_of(october).rows() == before


def test_a_rewritten_letter_counts_as_a_letter_of_its_own(petition_road, form_of, october):
    petition = petition_road.to(R, State.REWRITING)
    petition_road.make(petition, "resubmit", on=NOVEMBER_DAY, received_on=NOVEMBER_DAY)
    assert shown(form_of(october)) == {1: 1, 3: 1, 4: 1}
    assert shown(form_of(period("month", 2026, 11))) == {1: 1, 3: 1, 5: 1}
    assert shown(form_of(period("quarter", 2026, 4))) == {1: 2, 3: 2, 4: 1, 5: 1}


def test_a_split_petition_counts_as_its_parts(petition_road, form_of, october):
    mixed = petition_road.to(PetitionKind.MIXED, State.CLASSIFIED)
    petition_road.make(mixed, "split", on=NOVEMBER_DAY)
    assert shown(form_of(october)) == {1: 1, 3: 1, 5: 1}
    november = form_of(period("month", 2026, 11))
    assert shown(november) == {1: 2, 3: 2, 5: 2}
    assert november.notes == [
        "Đơn từ kỳ trước chuyển sang, được tách hoặc gạch bỏ trong kỳ; các phần tính là tiếp nhận trong kỳ: 1."
    ]


def test_of_a_letter_that_came_again_only_the_one_that_waited_is_gone(petition_road, form_of, october):
    petition = petition_road.to(R, State.REWRITING)
    petition = petition_road.make(petition, "resubmit", on=NOVEMBER_DAY, received_on=NOVEMBER_DAY)
    for name, more in (("classify", {"kind": "mixed", "round": "", "competence": ""}), ("split", {})):
        petition = petition_road.make(petition, name, on=NOVEMBER_DAY, **more)
    assert shown(form_of(october)) == {1: 1, 3: 1, 4: 1}
    # The two parts alone: what was split had come in this period, so no note speaks of the period before.
    november = form_of(period("month", 2026, 11))
    assert (shown(november), november.notes) == ({1: 2, 3: 2, 5: 2}, [])


WENT = "được tách, gạch bỏ hoặc chuyển sổ khác trong kỳ; các phần tính là tiếp nhận trong kỳ: %d."


@pytest.mark.parametrize("how", ["split", "struck", "denunciation"])
def test_what_a_commune_has_no_more_does_not_say_why(how, commune_road, commission_leader, form_of, october):
    """Column 5 of a month less column 2 of the next must not be how many denunciations were found."""
    commune_road.registered(C)
    petition = commune_road.to(PetitionKind.MIXED, State.CLASSIFIED)
    if how == "split":
        commune_road.make(petition, "split", on=NOVEMBER_DAY)
    elif how == "struck":
        commune_road.make(petition, "strike", on=NOVEMBER_DAY)
    else:
        commune_road.make(petition, "classify", on=NOVEMBER_DAY, kind=D, round="", paper_file="15/HS-2026")
    before, after = (form_of(one, commission_leader) for one in (october, period("month", 2026, 11)))
    assert (before.total.figures[5], after.total.figures[2]) == (2, 1)
    assert [note for note in after.notes if WENT % 1 in note]


def test_what_was_found_to_be_one_and_struck_out_in_one_period_is_gone_too(commune_road, commission_leader, form_of):
    commune_road.registered(C)
    petition = commune_road.to(PetitionKind.RECOMMENDATION, State.CLASSIFIED)
    more = {"kind": D, "round": "", "paper_file": "15/HS-2026"}
    petition = commune_road.make(petition, "classify", on=NOVEMBER_DAY, **more)
    commune_road.make(petition, "strike", on=NOVEMBER_DAY)
    after = form_of(period("month", 2026, 11), commission_leader)
    assert (after.total.figures[2], [note for note in after.notes if WENT % 1 in note] != []) == (1, True)


def test_the_officer_reads_what_was_found_to_be_a_denunciation_as_one(commune_road, commune_officer, form_of):
    petition = commune_road.registered(C)
    commune_road.make(petition, "classify", on=NOVEMBER_DAY, kind=D, round="", paper_file="15/HS-2026")
    november = form_of(period("month", 2026, 11), commune_officer)
    assert (november.total.figures[2], [note for note in november.notes if "tách" in note]) == (1, [])


def test_what_was_filed_of_another_body_shows_as_a_difference_with_its_note(petition_road, form_of, october):
    petition = petition_road.to(C, State.CLASSIFIED, Direction.TRANSFER)
    for name in ("propose", "approve", "file"):
        petition = petition_road.make(petition, name, Direction.FILE, **({"competence": "other_body"}))
    found = form_of(october)
    differences = {(str(one.label), str(one.equation), one.left, one.right) for one in found.differences()}
    assert ("TỔNG CỘNG", "18=19+20+21", 1, 0) in differences
    assert any("cột 18" in note for note in found.notes)


def test_withdrawn_before_classified_is_said(petition_road, form_of, october):
    petition_road.to(C, State.WITHDRAWN)
    found = form_of(october)
    assert (shown(found), len(found.notes)) == ({1: 1, 3: 1, 4: 1}, 1)


def test_petitions_of_one_case_are_one_case(petition_road, form_of, october, province):
    case = PetitionCase.objects.create(code="VV-2026-0001", title="Đường ven sông", unit=province, opened_on=TODAY)
    for _time in range(2):
        petition_road.to(C, State.TRANSFERRED, case=case)
    petition_road.to(R, State.TRANSFERRED)
    found = shown(form_of(october))
    assert (found[6], found[7]) == (3, 2)


def test_every_equation_holds_in_every_state_of_every_kind(petition_road, form_of):
    for kind in (C, D, R):
        for state in State:
            if state not in IMPOSSIBLE[kind] and state not in (State.FILED, State.CLOSED):
                petition_road.to(kind, state)
    form = form_of(free_range(date(2026, 10, 1), date(2026, 10, 31)))
    assert form.differences() == []


def test_carried_over_is_what_was_left(petition_road, form_of, october):
    for kind, state in ((C, State.CLASSIFIED), (D, State.APPROVED), (R, State.REPLIED)):
        petition_road.to(kind, state)
    assert form_of(period("month", 2026, 11)).total.figures[2] == form_of(october).total.figures[5] == 2


def test_the_moves_that_end_processing_are_those_of_the_table():
    """A move added later must be placed here: does it process, settle, or open a letter anew?"""
    approved = {move.name for move in MOVES if State.APPROVED in move.sources}
    assert approved == {*PROCESSING, "return_proposal", "mark"}
    ending = {move.name for move in MOVES if move.target in (State.SETTLED, State.REPLIED, State.TERMINATED)}
    assert ending | {"withdraw"} == set(SETTLING)
    assert {move.name for move in MOVES if move.target == State.RECEIVED} | {"register"} == set(ENTRIES)


def test_queries_do_not_grow_with_bodies_and_petitions(
    petition_road, communes_with_petitions, commission_leader, october, django_assert_num_queries
):
    with django_assert_num_queries(7):
        xld_form(read_for(commission_leader, october, today=TODAY, closing_day=14))
    for road in communes_with_petitions:
        road.to(R, State.REPLIED)
    petition_road.to(C, State.SETTLED, source=Source.POST)
    commission_leader._reach_by_day = {}
    with django_assert_num_queries(7):
        xld_form(read_for(commission_leader, october, today=TODAY, closing_day=14))


def test_a_closed_form_stays_when_the_earlier_letter_turns_out_a_denunciation(petition_road, form_of, october):
    first = petition_road.registered(C)
    second = petition_road.registered(C, earlier=first)
    for name in ("classify", "propose", "approve", "accept", "start", "settle"):
        second = petition_road.make(second, name)
    closed = shown(form_of(october))
    assert [closed.get(column) for column in (6, 11, 12)] == [1, None, 1]
    petition_road.make(first, "classify", on=NOVEMBER_DAY, kind=D, paper_file="15/HS-2026")
    second.refresh_from_db()
    assert (second.earlier, second.is_repeat, shown(form_of(october))) == (None, True, closed)


def test_a_letter_sent_before_that_was_never_registered_is_a_repeat(petition_road, form_of, october):
    petition_road.to(C, State.SETTLED, is_repeat=True)
    assert shown(form_of(october))[12] == 1


def test_a_round_found_later_changes_no_closed_form(petition_road, form_of, october):
    petition = petition_road.to(C, State.SETTLED)
    assert shown(form_of(october))[11] == 1
    type(petition).objects.filter(pk=petition.pk).update(round="second")
    assert shown(form_of(october))[11] == 1


def test_what_was_found_to_be_one_enters_the_common_line_when_it_was_found(communes_with_petitions, commission_leader):
    """Carried over into it, it would be the one that the line of its commune lost."""
    november = period("month", 2026, 11)
    found = communes_with_petitions[3].registered(C)
    for road in communes_with_petitions:
        is_found = road == communes_with_petitions[3]
        petition = found if is_found else road.registered(D, on=NOVEMBER_DAY, received_on=NOVEMBER_DAY)
        more = {"kind": D, "round": "", "paper_file": "15/HS-2026"}
        petition = road.make(petition, "classify", Direction.TRANSFER, on=NOVEMBER_DAY, **more)
        for name in ("propose", "approve", "transfer"):
            petition = road.make(petition, name, Direction.TRANSFER, on=NOVEMBER_DAY)
    form = xld_form(read_for(commission_leader, november, today=date(2026, 12, 20), closing_day=14))
    (together,) = [line for line in form.lines if line.part == "together"]
    assert (together.figures[1], together.figures[2], together.figures[3]) == (4, 0, 4)
