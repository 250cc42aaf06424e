import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from conferences import tallies
from conferences.models import Outcome
from conferences.workflow import move
from registers.levels import Level
from registers.models import UnitSuccession
from registers.reach import rebuild_reach
from reports.dashboard import presets
from reports.models import PublishedFigure
from tests.conferences.opinion_roads import many, registered
from tests.conftest import make_unit
from tests.reports.conftest import DAY, hold

pytestmark = pytest.mark.django_db
kept = pytest.mark.usefixtures("pages_are_kept")
#: session, user, newest changes; then memberships, unit, parts, figures, pressing opinions, fields, published figures,
#: petitions twice and receptions (of which there are none),
#: and what every page asks: work under way, demonstration or not.
COLD, KEPT = 15, 3


@pytest.fixture
def chief(client_of, commission_leader):
    return client_of(commission_leader)


def dashboard(client, **query):
    if "first" in query:
        query["from"] = query.pop("first")
    return client.get(reverse("reports:dashboard"), query, headers={"accept-language": "vi"})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())).split())


# --- whose, and of when ---


def test_people_without_a_unit_tree_have_no_dashboard(client_of, focal_point, outsider):
    for user in (focal_point, outsider):
        assert dashboard(client_of(user)).status_code == 403


def test_a_unit_outside_the_tree_is_not_there(client_of, clerk, commune_a, commune_b):
    client = client_of(clerk)
    assert dashboard(client).context["scope"].unit == commune_a
    assert dashboard(client, unit=commune_a.pk).status_code == 200
    for unit in (commune_b.pk, 999_999, "x", -1):
        assert dashboard(client, unit=unit).status_code == 404


def test_the_whole_record_up_to_today_is_the_default(chief, conference):
    response = dashboard(chief)
    today = timezone.localdate()
    assert (response.context["scope"].first, response.context["scope"].last) == (None, today)
    assert response.context["first"] == DAY
    assert f"01/10/2026 – {today:%d/%m/%Y}" in words(response)


@pytest.mark.parametrize("written", ["01/10/2026", "1-10-2026", "2026-10-01", "01.10.2026"])
def test_days_are_understood_however_they_are_written(chief, conference, written):
    response = dashboard(chief, first=written, to=written)
    assert (response.context["scope"].first, response.context["scope"].last) == (DAY, DAY)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"first": "31/02/2026"}, "25/11/2026."),
        ({"to": "hôm qua"}, "Đến ngày: Ghi ngày theo dạng 25/11/2026."),
        ({"first": "02/10/2026", "to": "01/10/2026"}, "Ngày cuối đứng trước ngày đầu."),
        ({"first": "01/01/1999"}, "Số liệu bắt đầu từ năm 2000"),
        ({"to": "01/01/9999"}, "Ngày này quá xa trong tương lai."),
        ({"level": "galaxy"}, "Cấp:"),
    ],
)
def test_a_range_that_cannot_be_read_says_so_and_keeps_what_was_typed(chief, conference, query, sentence):
    response = dashboard(chief, **dict(query))
    assert response.status_code == 200
    assert sentence in words(response)
    assert response.context["scope"].first is None
    for value in (query.get("first"), query.get("to")):
        assert value is None or f'value="{value}"' in response.content.decode()


def test_presets_are_whole_record_years_and_published_periods(db):
    period = (date(2018, 1, 1), date(2023, 7, 31))
    found = [(first, last) for _label, first, last in presets(date(2026, 5, 20), [period])]
    assert found == [
        (None, None),
        (date(2026, 1, 1), date(2026, 5, 20)),
        (date(2026, 4, 1), date(2026, 5, 20)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        period,
    ]


def test_a_level_narrows_every_figure(chief, province, commune_a, road_of):
    road_of(hold(province)).to("received")
    road_of(hold(commune_a)).to("received")
    totals = board(dashboard(chief, level="province"))["totals"]
    assert [number for number, _url, _heading in totals["received"]] == ["1", "1"]


def board(response):
    """The context of the board that was put together for this response, read from its templates."""
    return next(context for context in response.context if "totals" in context)


# --- every number leads to its list ---


@pytest.fixture
def record(province, commune_a, commune_b, road_of, commission_leader):
    """Conferences of both communes and the province over two years, with opinions at every stage."""
    for unit, days in ((commune_a, 0), (commune_a, 40), (commune_b, 20), (province, 400), (commune_b, 500)):
        road = road_of(hold(unit, DAY - timedelta(days=days), participants=80 + days))
        for state in ("received", "classified", "in_progress", "answered", "closed"):
            road.to(state)
        undecided = road.to("in_progress")
        data = {"outcome": Outcome.UNRESOLVED, "unresolved_reason": "capital"}
        move(undecided, "decide", by=commission_leader, on=DAY, data=data)
    return province


def linked_numbers(response):
    """{address: number shown} of every figure of the page that is a link."""
    html = response.content.decode()
    found = re.findall(r'<a href="(/(?:opinions|conferences)/\?[^"]+)">([\d.]+)</a>', html)
    return {unescape(url): int(number.replace(".", "")) for url, number in found}


def listed(client, url):
    return client.get(url).context["page_obj"].paginator.count


@pytest.mark.parametrize("query", [{}, {"grouping": "now"}, {"first": "2026-08-01", "to": "2026-10-31"}])
def test_every_number_leads_to_a_list_of_as_many(chief, record, query):
    response = dashboard(chief, **query)
    numbers = linked_numbers(response)
    opinions = {url: number for url, number in numbers.items() if url.startswith("/opinions/")}
    conferences = {url: number for url, number in numbers.items() if url.startswith("/conferences/")}
    assert len(opinions) > 20 and len(conferences) > 2
    assert {url: listed(chief, url) for url in opinions} == opinions
    held = {url: listed(chief, url) for url in conferences}
    # A participants' figure leads to its conferences as well, under the same address.
    assert {url: number for url, number in conferences.items() if number < 50} == {
        url: held[url] for url, number in conferences.items() if number < 50
    }


def test_a_part_leads_to_its_own_dashboard_and_back(chief, record, commune_a):
    html = dashboard(chief, first="2026-01-01", to="2026-12-31").content.decode()
    (drill,) = (unescape(url) for url in re.findall(rf'<a href="(/dashboard/\?[^"]*unit={commune_a.pk})">', html))
    response = chief.get(drill)
    assert response.context["scope"].unit == commune_a
    assert [unit.name for unit in response.context["ancestors"]] == ["Tỉnh Nghệ An"]
    assert response.context["scope"].first == date(2026, 1, 1)


def test_the_numbers_of_a_unit_that_ended_stay_within_its_days(chief, province, road_of):
    """The list of a commune of today includes its forerunners; the line of the commune itself does not."""
    turn = date(2025, 7, 1)
    old = make_unit("17980", "Xã Nam Giang", Level.COMMUNE, province, kind="xã", valid_until=date(2025, 6, 30))
    new = make_unit("17989", "Xã Đại Huệ", Level.COMMUNE, province, kind="xã", valid_from=turn)
    UnitSuccession.objects.create(old=old, new=new, effective=turn, resolution="1678/NQ-UBTVQH15", change="merged")
    rebuild_reach()
    for unit, day in ((old, date(2024, 5, 5)), (old, date(2025, 5, 5)), (new, date(2026, 5, 5))):
        road_of(hold(unit, day)).to("received")
    for query in ({}, {"unit": new.pk}, {"grouping": "now"}):
        numbers = linked_numbers(dashboard(chief, **query))
        opinions = {url: number for url, number in numbers.items() if url.startswith("/opinions/")}
        assert {url: listed(chief, url) for url in opinions} == opinions


# --- what it says ---


def test_rates_carry_numerator_and_denominator_and_their_definition(chief, record):
    text = words(dashboard(chief))
    assert "Tỷ lệ giải quyết 16,7% 5 / 30" in text
    assert "(giải quyết tại hội nghị + giải quyết sau hội nghị) ÷ số ý kiến tiếp nhận" in text


def test_as_it_is_now_is_offered_for_units_in_force(chief, record, province):
    ended = make_unit("430", "Huyện Nam Đàn", Level.DISTRICT, province, kind="huyện", valid_until=date(2025, 6, 30))
    assert "Như hiện nay" in words(dashboard(chief))
    assert dashboard(chief, grouping="now").context["scope"].as_now == timezone.localdate()
    response = dashboard(chief, unit=ended.pk, grouping="now")
    assert response.context["scope"].as_now is None
    assert "Như hiện nay" not in words(response)


def test_published_figures_stand_beside_the_derived_ones(chief, record):
    first, last = date(2025, 1, 1), DAY
    values = {"unit": record, "first": first, "last": last, "source": "Báo Nghệ An"}
    PublishedFigure.objects.create(measure="received", value=30, note="Khớp.", **values)
    PublishedFigure.objects.create(measure="after_conference", value=4, note="Thiếu một ý kiến.", **values)
    text = words(dashboard(chief, first=first.isoformat(), to=last.isoformat()))
    assert "1 số liệu công bố khác với hồ sơ. Xem đối chiếu" in text
    assert "Giải quyết sau hội nghị Mọi cấp 4 5 −1 Thiếu một ý kiến." in text
    assert "1 số liệu công bố khớp với hồ sơ" in text
    # A range that meets the period leads there.
    text = words(dashboard(chief))
    assert "Đã có số liệu công bố cho giai đoạn 01/01/2025 – 01/10/2026. Đối chiếu với hồ sơ" in text
    assert "Thiếu một ý kiến." not in text


def test_charts_have_their_figures_as_tables_open_without_scripts(chief, record):
    html = dashboard(chief).content.decode()
    assert html.count('<details class="more" data-chart-table open>') == html.count("<canvas") == 2
    assert 'id="months-data"' in html and 'id="fields-data"' in html


def test_long_periods_are_laid_out_by_year_and_short_ones_by_month(chief, record):
    response = dashboard(chief, first="2025-01-01", to="2026-10-31")
    assert [row["label"] for row in board(response)["year_rows"]] == ["2026", "2025"]
    response = dashboard(chief, first="2026-08-01", to="2026-10-31")
    assert [row["label"] for row in board(response)["month_rows"]] == ["10/2026", "09/2026", "08/2026"]


def test_a_summary_of_what_is_shown_is_one_step_away(chief, record):
    html = unescape(dashboard(chief, first="2026-08-01", to="2026-10-31").content.decode())
    assert f"/reports/new/?unit={record.pk}&from=2026-08-01&to=2026-10-31" in html


def test_an_empty_record_shows_zeros_and_dashes(chief, province):
    text = words(dashboard(chief))
    assert "Tỷ lệ giải quyết – 0 / 0" in text
    assert "Không có ý kiến nào trong khoảng thời gian này." in text


def test_it_speaks_english(chief, record):
    response = chief.get(reverse("reports:dashboard"), headers={"accept-language": "en"})
    assert "Rates, with numerator and denominator" in words(response)


# --- what is kept, and what it costs ---


@kept
def test_an_opinion_registered_now_moves_the_figures_at_once(chief, conference, clerk):
    registered(conference, clerk)
    assert "Ý kiến tiếp nhận 1 1" in words(dashboard(chief))
    registered(conference, clerk)
    assert "Ý kiến tiếp nhận 2 2" in words(dashboard(chief))


@kept
def test_a_move_changes_what_is_shown(chief, conference, road_of, commission_leader, field):
    opinion = road_of(conference).to("answered")
    assert "Tỷ lệ giải quyết 0,0% 0 / 1" in words(dashboard(chief))
    data = {"outcome": "after_conference", "confirmed_by": "Trưởng xóm"}
    move(opinion, "verify", by=commission_leader, on=DAY, data=data)
    assert "Tỷ lệ giải quyết 100,0% 1 / 1" in words(dashboard(chief))


@kept
def test_each_language_and_scope_has_a_board_of_its_own(chief, record, commune_a):
    assert "Tỷ lệ giải quyết" in words(dashboard(chief))
    assert "Resolution rate" in words(chief.get(reverse("reports:dashboard"), headers={"accept-language": "en"}))
    assert "Tỷ lệ giải quyết" in words(dashboard(chief))
    assert "16,7% 2 / 12" in words(dashboard(chief, unit=commune_a.pk))
    assert "16,7% 5 / 30" in words(dashboard(chief))


@kept
@pytest.mark.parametrize("opinions", [10, 1_000])
@pytest.mark.parametrize("query", [{}, {"grouping": "now"}])
def test_it_asks_as_often_at_any_size(
    chief, conference, commune_b, commission_leader, django_assert_num_queries, opinions, query
):
    registered(hold(commune_b), commission_leader)
    many(conference, commission_leader, opinions)
    tallies.rebuild()
    # The first page of a session also notes when it began.
    chief.get(reverse("jobs:list"))
    with django_assert_num_queries(COLD):
        dashboard(chief, **query)
    with django_assert_num_queries(KEPT):
        dashboard(chief, **query)


@pytest.mark.parametrize("communes", [1, 3])
def test_it_asks_as_often_with_any_number_of_units(chief, province, road_of, django_assert_num_queries, communes):
    for number in range(communes):
        unit = make_unit(f"1800{number}", f"Xã Số {number}", Level.COMMUNE, province, kind="xã")
        road_of(hold(unit)).to("received")
    chief.get(reverse("jobs:list"))
    with django_assert_num_queries(COLD):
        dashboard(chief)
    with django_assert_num_queries(COLD):
        dashboard(chief, unit=unit.pk)
