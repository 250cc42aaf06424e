"""Form 01/TCD: 29 columns over the counts of three ways of receiving, with the equations of the paper."""

import pytest

from petitions.statistics.reading import tcd_form
from petitions.statistics.tcd import TCD, Received, Receptions
from registers.periods import period

OCTOBER = period("month", 2026, 10)
RECEPTIONS = Receptions(
    routine=Received(turns=10, people=14, cases_first=6, cases_again=3, delegations=1, delegation_people=5),
    head=Received(2, 4, 9, 3, 1, 1, 6, 1, 0),
    delegated=Received(1, 2, 2, 0, 2, 0, 0, 0, 0),
)


def test_the_form_has_its_29_columns_and_the_equations_of_the_paper():
    assert [column.number for column in TCD.columns] == list(range(1, 30))
    assert [str(equation) for equation in TCD.equations] == ["1=4+13+22", "2=5+14+23", "3=6+7+15+16+24+25"]
    assert [span for _heading, span in TCD.heads()] == [3, 8, 9, 9]


def test_every_column_has_its_count():
    figures = TCD.figures(RECEPTIONS, OCTOBER)
    assert [figures[number] for number in (1, 2, 3)] == [16, 25, 15]
    assert [figures[number] for number in range(4, 12)] == [10, 14, 6, 3, 1, 5, 0, 0]
    assert [figures[number] for number in range(12, 21)] == [2, 4, 9, 3, 1, 1, 6, 1, 0]
    assert [figures[number] for number in range(21, 30)] == [1, 2, 2, 0, 2, 0, 0, 0, 0]


@pytest.mark.django_db
def test_bodies_stand_under_their_level_and_add_up(commission_body, commune_body, sibling_body):
    facts = {(commission_body.pk, False): RECEPTIONS, (commune_body.pk, False): RECEPTIONS}
    form = tcd_form([commission_body, commune_body, sibling_body], facts, OCTOBER)
    assert [(line.number, str(line.label)) for line in form.lines] == [
        ("I", "Cấp tỉnh"),
        ("1", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        ("II", "Cấp xã"),
        ("1", "Đảng ủy xã Kim Liên"),
        ("", "TỔNG CỘNG"),
    ]
    assert (form.total.figures[1], form.differences()) == (32, [])
    alone = tcd_form([commission_body, sibling_body], facts, OCTOBER, sibling_body)
    assert alone.total.figures == dict.fromkeys(range(1, 30), 0)
