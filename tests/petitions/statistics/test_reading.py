"""Who reads which figure: from nothing that others read do the denunciations of a commune follow."""

from datetime import date

import pytest

from petitions.models import PetitionState as State
from petitions.petition_sheets import read_petitions
from petitions.services.petition_import import confirm_import, start_import
from petitions.statistics.reading import bodies_to_choose, may_read_statistics, read_for, xld_form
from petitions.statistics.xld import XLD
from registers.models import AdministrativeUnit, UnitSuccession
from registers.periods import free_range, period
from tests.petitions.petition_roads import C, D, R
from tests.petitions.statistics.conftest import TODAY
from tests.petitions.test_petition_import import complaint, denunciation, sheet

pytestmark = pytest.mark.django_db
OCTOBER = period("month", 2026, 10)


def form_for(user, asked=OCTOBER, body=None):
    return xld_form(read_for(user, asked, today=TODAY, closing_day=14), body)


def cells(form, part="body"):
    """{label: cells} of the lines of one part."""
    return {str(line.label): row for line, row in form.rows() if line.part == part}


def without_denunciations(row):
    """The figures of a commune's line once the hidden columns are left out."""
    return [cell for number, cell in enumerate(row, start=1) if number not in (9, 16)]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_commune_with_fewer_than_three_looks_the_same_whatever_it_has(
    count, communes_with_petitions, commission_leader
):
    road = communes_with_petitions[0]
    road.to(R, State.REPLIED)
    before = form_for(commission_leader).rows()
    for _time in range(count):
        road.to(D, State.TRANSFERRED)
    after = form_for(commission_leader).rows()
    assert [(str(line.label), row) for line, row in after] == [(str(line.label), row) for line, row in before]
    assert cells(form_for(commission_leader))["Đảng ủy xã Kim Liên"][8] == "<3"


def test_three_are_told_in_brackets_and_in_no_sum(communes_with_petitions, commission_leader):
    road = communes_with_petitions[0]
    for _time in range(3):
        road.to(D, State.TRANSFERRED)
    for other in communes_with_petitions[1:]:
        other.to(D, State.TRANSFERRED)
    form = form_for(commission_leader)
    line = cells(form)["Đảng ủy xã Kim Liên"]
    assert (line[0], line[8], line[15]) == (1, "(3)", "(0)")
    together = next(iter(cells(form, "together").values()))
    assert (together[0], together[8], together[19]) == (6, 6, 6)
    total = next(iter(cells(form, "total").values()))
    assert (total[0], total[5], total[8]) == (10, 6, 6)
    assert form.differences() == []


def test_no_sum_gives_the_withheld_ones_away(communes_with_petitions, commission_leader):
    """Two of one commune alone: neither its line, its group, the total nor a line of all together moves."""
    for _time in range(2):
        communes_with_petitions[0].to(D, State.TRANSFERRED)
    form = form_for(commission_leader)
    assert cells(form, "together") == {}
    for part in ("body", "group", "total"):
        for row in cells(form, part).values():
            assert without_denunciations(row)[5:] == [0] * 15
    assert "Tổng cộng không gồm đơn tố cáo của các cơ quan này." in form.notes


@pytest.mark.parametrize(("merged", "is_told"), [(0, True), (2, False)])
def test_communes_that_became_one_are_one(merged, is_told, communes_with_petitions, commission_leader):
    """Whoever reads a commune of today reads those it was made of: together they are one commune."""
    for road in communes_with_petitions[:3]:
        road.to(D, State.TRANSFERRED)
    heir = communes_with_petitions[0].owner.unit
    for road in communes_with_petitions[1 : merged + 1]:
        gone = road.owner.unit
        AdministrativeUnit.objects.filter(pk=gone.pk).update(valid_until=date(2026, 11, 1))
        UnitSuccession.objects.create(old=gone, new=heir, effective=date(2026, 11, 2), is_default=True, whole=True)
    assert bool(cells(form_for(commission_leader), "together")) == is_told


def test_a_body_that_no_line_shows_is_none_of_three(four_communes, commission_leader):
    """Beside two lines the common line would say that a third body has denunciations alone."""
    for road in four_communes[:3]:
        road.to(D, State.TRANSFERRED)
    for road in four_communes[:2]:
        road.registered(R)
    assert not cells(form_for(commission_leader), "together")
    four_communes[2].registered(R)
    assert cells(form_for(commission_leader), "together")


def test_asking_for_one_commune_tells_no_more_than_asking_for_all(communes_with_petitions, commission_leader):
    """A count withheld to protect another one stays withheld where it stands alone."""
    counts = [3, 4, 1, 0]
    for road, count in zip(communes_with_petitions, counts, strict=True):
        for _time in range(count):
            road.to(D, State.TRANSFERRED)
    everything = cells(form_for(commission_leader))
    for road in communes_with_petitions:
        alone = cells(form_for(commission_leader, body=road.owner))[str(road.owner)]
        assert alone[8] == everything[str(road.owner)][8]
    assert [everything[str(road.owner)][8] for road in communes_with_petitions] == ["<3", "(4)", "<3", "<3"]


def test_a_range_of_ones_own_and_a_month_not_over_tell_no_commune(communes_with_petitions, commission_leader):
    for _time in range(4):
        communes_with_petitions[0].to(D, State.TRANSFERRED)
    free = free_range(date(2026, 10, 1), date(2026, 10, 14))
    assert cells(form_for(commission_leader, free))["Đảng ủy xã Kim Liên"][8] == "<3"
    running = read_for(commission_leader, OCTOBER, today=date(2026, 10, 14), closing_day=14)
    assert cells(xld_form(running))["Đảng ủy xã Kim Liên"][8] == "<3"
    assert cells(form_for(commission_leader))["Đảng ủy xã Kim Liên"][8] == "(4)"


def test_quarters_tell_no_commune_since_months_and_years_do(communes_with_petitions, commission_leader):
    for _time in range(4):
        communes_with_petitions[0].to(D, State.TRANSFERRED)
    asked = period("quarter", 2026, 4)
    told = read_for(commission_leader, asked, today=date(2027, 2, 1), closing_day=14).told
    assert told.bodies == set()


def test_the_officer_of_the_commune_reads_its_own(communes_with_petitions, commune_officer, leader):
    communes_with_petitions[0].to(D, State.TRANSFERRED)
    line = cells(form_for(commune_officer))["Đảng ủy xã Kim Liên"]
    assert (line[0], line[8]) == (2, 1)
    # The leader of the same commune decides on paper and reads counts as others do.
    line = cells(form_for(leader))["Đảng ủy xã Kim Liên"]
    assert (line[0], line[8]) == (1, "<3")


def test_bodies_of_the_province_are_counted_in_full(petition_road, commission_leader):
    petition_road.to(D, State.TRANSFERRED)
    line = cells(form_for(commission_leader))["Ban Tuyên giáo và Dân vận Tỉnh ủy"]
    assert (line[0], line[8]) == (1, 1)


def test_a_commune_with_denunciations_alone_does_not_appear(commune_road, commission_leader, leader):
    commune_road.to(D, State.TRANSFERRED)
    assert cells(form_for(commission_leader)) == {}
    assert list(bodies_to_choose(leader)) == []


def test_notes_are_silent_about_withheld_denunciations(communes_with_petitions, commission_leader):
    before = form_for(commission_leader).notes
    petition = communes_with_petitions[0].to(D, State.TRANSFERRED)
    communes_with_petitions[0].make(petition, "urge")
    communes_with_petitions[0].to(D, State.WITHDRAWN)
    assert form_for(commission_leader).notes == before


def test_a_conversion_does_not_show_in_a_closed_period(communes_with_petitions, commission_leader):
    road = communes_with_petitions[0]
    petition = road.to(R, State.CLASSIFIED)
    before = form_for(commission_leader).rows()
    road.make(petition, "classify", on=date(2026, 10, 20), kind=D, round="", paper_file="15/HS-2026")
    assert form_for(commission_leader).rows() == before


def test_siblings_read_neither_line_nor_sum(communes_with_petitions, sibling_clerk):
    assert cells(form_for(sibling_clerk)) == {}
    assert form_for(sibling_clerk).total.figures == dict.fromkeys(range(1, 23), 0)


def test_groups_are_roman_and_add_up(petition_road, communes_with_petitions, commission_leader):
    petition_road.to(C, State.GUIDED)
    form = form_for(commission_leader)
    assert [(line.number, str(line.label)) for line in form.lines if line.part == "group"] == [
        ("I", "Cấp tỉnh"),
        ("II", "Cấp xã"),
    ]
    groups = [line.figures for line in form.lines if line.part == "group"]
    assert XLD.added(groups) == form.total.figures


def test_who_may_read_statistics(request):
    readers = ("petition_officer", "commission_leader", "specialist", "leader", "clerk", "supervisor", "auditor")
    others = ("administrator", "focal_point", "registry_clerk", "secretary", "outsider")
    assert all(may_read_statistics(request.getfixturevalue(who)) for who in readers)
    assert not any(may_read_statistics(request.getfixturevalue(who)) for who in others)


def test_an_imported_denunciation_adds_nothing_to_a_period_that_is_over(communes_with_petitions, commission_leader):
    for road in communes_with_petitions:
        road.to(D, State.DECLINED)
    before = form_for(commission_leader)
    road = communes_with_petitions[0]
    for number, (row, more) in enumerate([(denunciation("77/HSM-2026"), 0), (complaint(), 1)]):
        batch = start_import(road.owner, read_petitions(sheet(row), road.owner), by=road.people["officer"])
        confirm_import(batch, by=road.people["officer"], on=TODAY)
        after = form_for(commission_leader)
        assert cells(after, "together") == cells(before, "together"), number
        # The control: a letter of October that is no denunciation counts there.
        (line, was) = (cells(one)["Đảng ủy xã Kim Liên"] for one in (after, before))
        assert line[0] - was[0] == more


def test_a_free_range_tells_no_denunciation_of_a_body_of_the_province_either(
    petition_road, commission_leader, petition_officer
):
    petition_road.to(R, State.REPLIED)
    one_day = free_range(date(2026, 10, 1), date(2026, 10, 31))
    before = [row for _line, row in form_for(commission_leader, one_day).rows()]
    officers = [row for _line, row in form_for(petition_officer, one_day).rows()]
    petition_road.to(D, State.TRANSFERRED)
    assert [row for _line, row in form_for(commission_leader, one_day).rows()] == before
    # The control: its officer, and a month that is over, tell of it.
    assert [row for _line, row in form_for(petition_officer, one_day).rows()] != officers
    (line,) = cells(form_for(commission_leader)).values()
    assert (line[0], line[8]) == (2, 1)
