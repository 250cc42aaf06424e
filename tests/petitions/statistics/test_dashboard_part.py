"""The part of petitions on the dashboard: counts from tallies, denunciations apart and never those of one commune."""

import re
from datetime import date
from html import unescape

import pytest

from handling.models import Handling
from petitions.models import Petition, PetitionTally
from petitions.models import PetitionState as State
from petitions.tallies import differences
from reports.petition_part import petition_part
from reports.scope import Scope
from tests.petitions.petition_roads import C, D, R

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def cards(user, unit, first=None, last=TODAY, level=""):
    part = petition_part(Scope(unit=unit, first=first, last=last, level=level), user, TODAY)
    return part and {card["label"]: card for card in part.cards}


def values(found):
    """Of petitions; receptions have the last card."""
    return [card["value"] for card in found.values()][:-1]


def test_received_by_kind_processed_and_overdue(petition_road, commission_leader, province):
    petition_road.registered(C)
    petition_road.to(R, State.REPLIED)
    petition_road.to(R, State.REWRITING)
    Handling.objects.filter(petition__in=Petition.objects.filter(state=State.RECEIVED)).update(due_on=date(2026, 11, 1))
    found = cards(commission_leader, province)
    part = petition_part(Scope(unit=province, first=None, last=TODAY), commission_leader, TODAY)
    assert values(found) == ["3", "2", "1", "1", "0"]
    assert found["Đơn đã xử lý"]["extra"] == "66,7%"
    assert [(label, number) for label, number, _url in part.kinds] == [("Khiếu nại", "1"), ("Kiến nghị, phản ánh", "2")]
    assert part.kinds[0][2] == f"/petitions/?unit={province.pk}&to=2026-11-30&kind=complaint"
    assert found["Đơn chưa xử lý"]["url"].endswith("&state=received&state=classified&state=proposed&state=approved")
    assert found["Đơn quá hạn"]["url"] == f"/petitions/?unit={province.pk}&to=2026-11-30&due=overdue"


def test_months_of_the_range_are_whole(petition_road, commission_leader, province):
    petition_road.registered(R)
    found = cards(commission_leader, province, date(2026, 10, 20), date(2026, 10, 21))
    assert found["Đơn tiếp nhận"]["value"] == "1"
    assert found["Đơn tiếp nhận"]["url"] == f"/petitions/?unit={province.pk}&from=2026-10-01&to=2026-10-31"
    assert cards(commission_leader, province, date(2026, 11, 1), TODAY) is None


def test_denunciations_of_the_province_are_counted_apart(petition_road, commission_leader, province):
    petition_road.to(D, State.TRANSFERRED)
    petition_road.registered(R)
    assert values(cards(commission_leader, province)) == ["1", "0", "1", "1", "1"]


@pytest.mark.parametrize(("count", "shown"), [(0, "<3"), (2, "<3"), (3, "3"), (5, "5")])
def test_denunciations_of_communes_are_told_together(
    count, shown, communes_with_petitions, commission_leader, province
):
    for number in range(count):
        communes_with_petitions[number % 4].registered(D)
    found = cards(commission_leader, province)
    assert values(found) == ["4", "0", "4", "4", shown]


def test_a_commune_alone_tells_none(communes_with_petitions, commission_leader, leader, commune_a):
    for _time in range(5):
        communes_with_petitions[0].registered(D)
    for reader in (commission_leader, leader):
        assert values(cards(reader, commune_a)) == ["1", "0", "1", "1", "<3"]


def test_a_commune_with_denunciations_alone_has_no_part(commune_road, leader, commune_a):
    commune_road.registered(D)
    assert cards(leader, commune_a) is None


def test_overdue_denunciations_are_not_among_the_overdue(commune_road, leader, commune_a):
    commune_road.registered(R)
    commune_road.registered(D)
    Handling.objects.update(due_on=date(2026, 11, 1))
    assert values(cards(leader, commune_a))[3] == "1"


def test_the_dashboard_shows_the_part(client_of, commission_leader, petition_road):
    petition_road.registered(R)
    text = unescape(client_of(commission_leader).get("/dashboard/").content.decode())
    assert "Đơn tiếp nhận" in " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_receptions_of_the_range_stand_beside_without_denunciations(receptions, commission_leader, province):
    session = receptions.session()
    receptions.turn(session)
    receptions.turn(session, people=3)
    before = cards(commission_leader, province)["Lượt tiếp công dân"]
    assert (before["value"], before["note"]) == ("2", "1 buổi, 4 người; không gồm tố cáo")
    receptions.turn(session, D, people=2)
    assert cards(commission_leader, province)["Lượt tiếp công dân"] == before
    assert cards(commission_leader, province, first=date(2027, 1, 1), last=date(2027, 1, 31)) is None


def test_four_queries_whatever_there_is(
    communes_with_petitions,
    commission_leader,
    province,
    django_assert_num_queries,
):
    cards(commission_leader, province)
    for road in communes_with_petitions:
        road.to(R, State.REPLIED)
        road.registered(D)
    with django_assert_num_queries(4):
        cards(commission_leader, province)


def test_people_without_petitions_cost_nothing(administrator, province, django_assert_num_queries):
    assert cards(administrator, province) is None
    with django_assert_num_queries(0):
        assert cards(administrator, province) is None


def test_the_rebuild_proves_petitions_too(petition_road, capsys):
    from django.core.management import call_command

    petition_road.registered(R)
    PetitionTally.objects.update(count=7)
    with pytest.raises(SystemExit):
        call_command("rebuild_tallies")
    assert "kept 7, counted 1" in capsys.readouterr().out
    call_command("rebuild_tallies", write=True)
    assert differences() == []


def test_a_rebuild_tells_of_denunciations_that_some_differ_and_no_more(petition_road, capsys):
    from django.core.management import call_command

    for _number in range(2):
        petition_road.registered(D)
    PetitionTally.objects.update(count=7)
    with pytest.raises(SystemExit):
        call_command("rebuild_tallies")
    lines = [
        "The tallies equal the opinions.",
        "petition denunciation: kept –, counted –",
        "1 rows of the petitions differed.",
    ]
    assert capsys.readouterr().out.splitlines() == lines
    # The control: what is no denunciation is told with its key.
    petition_road.registered(R)
    PetitionTally.objects.filter(kind=R).update(count=7)
    with pytest.raises(SystemExit):
        call_command("rebuild_tallies")
    assert "kept 7, counted 1" in capsys.readouterr().out


def test_one_level_has_its_figures_and_no_list(petition_road, communes_with_petitions, commission_leader, province):
    petition_road.registered(R)
    found = cards(commission_leader, province, level="province")
    assert (found["Đơn tiếp nhận"]["value"], found["Đơn tiếp nhận"]["url"]) == ("1", "")
    assert cards(commission_leader, province, level="commune")["Đơn tiếp nhận"]["value"] == "4"
