"""What each filter of the list of opinions means, its chip in words, and what a filter nobody understands does."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from conferences.filters_opinions import OpinionFilter
from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from conferences.services.opinions import ContentItem, TurnData, register_turn
from conferences.workflow import move
from handling.models import Handling
from registers.models import Field, UnitSuccession
from registers.reach import rebuild_reach
from tests.conferences.opinion_roads import DAY
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(road, commune_b, province, field):
    """Opinions that differ in each thing a filter asks for, by name."""
    other = Field.objects.create(code="0101", name_vi="Cấp giấy chứng nhận", name_en="Titles", parent=land())
    rows = {
        "received": road.to(State.RECEIVED),
        "assigned": road.to(State.ASSIGNED),
        "verified": road.to(State.VERIFIED),
        "closed": road.to(State.CLOSED),
        "refused": move(
            road.to(State.RECEIVED), "refuse", by=road.chief, on=DAY, data={"refusal_reason": "out_of_scope"}
        ),
        "before": road.to(State.RECEIVED, phase="before"),
        "of B": written(commune_b, date(2026, 9, 1), road.chief),
        "of the province": written(province, date(2026, 10, 20), road.chief),
    }
    data = {"field": other, "competent_level": "province"}
    move(rows["of the province"], "classify", by=road.chief, on=DAY, data=data)
    Handling.objects.filter(pk=rows["verified"].handling_id).update(missed_due_on=DAY)
    return rows


def land():
    return Field.objects.create(code="01", name_vi="Đất đai", name_en="Land")


def written(unit, day, by):
    turn = TurnData(unit=unit, taken_on=day, phase="after", channel="written", items=(ContentItem("Đơn về đất"),))
    return register_turn(turn, by=by, on=DAY)[0]


def asked(user, query):
    return OpinionFilter(QueryDict(query), user=user, queryset=Opinion.objects.visible_to(user))


def found(record, user, query):
    codes = {row.code for row in asked(user, query).rows()}
    return [name for name, row in record.items() if row.code in codes]


#: query → names of what it finds, written from what the form says.
MEANINGS = {
    "": ["received", "assigned", "verified", "closed", "refused", "before", "of B", "of the province"],
    "level=commune": ["received", "assigned", "verified", "closed", "refused", "before", "of B"],
    "level=province": ["of the province"],
    "level=district": [],
    # Level 1 of the taxonomy holds its level 2; what is not classified has none.
    "field=04": ["assigned", "verified", "closed"],
    "field=0401": ["assigned", "verified", "closed"],
    "field=01": ["of the province"],
    "field=99": [],
    "field=none": ["received", "refused", "before", "of B"],
    "state=received": ["received", "before", "of B"],
    "state=received&state=closed": ["received", "closed", "before", "of B"],
    "state=open": ["received", "assigned", "verified", "before", "of B", "of the province"],
    "state=open&state=refused": ["received", "assigned", "verified", "refused", "before", "of B", "of the province"],
    # Refused at intake is not received, so it has no outcome to wait for.
    "outcome=pending": ["received", "assigned", "before", "of B", "of the province"],
    "outcome=after_conference": ["verified", "closed"],
    "outcome=pending&outcome=after_conference": [
        *("received", "assigned", "verified", "closed", "before", "of B", "of the province"),
    ],
    "outcome=explained": [],
    "phase=before": ["before"],
    "phase=after": ["of B", "of the province"],
    "channel=written": ["of B", "of the province"],
    "channel=spoken": ["received", "assigned", "verified", "closed", "refused", "before"],
    "conference=HN-2026-9001": ["received", "assigned", "verified", "closed", "refused", "before"],
    "conference=HN-2026": [],
    # Both days are included.
    "from=01/10/2026&to=01/10/2026": ["received", "assigned", "verified", "closed", "refused", "before"],
    "from=2026-10-02": ["of the province"],
    "to=30/09/2026": ["of B"],
    "unit=xa+van+an": ["of B"],
    "unit=X%C3%A3+V%E1%BA%A1n+An%2C+T%E1%BB%89nh+Ngh%E1%BB%87+An": ["of B"],
    "unit=Nghe+An": ["received", "assigned", "verified", "closed", "refused", "before", "of B", "of the province"],
    "lead=nong+nghiep": ["assigned", "verified", "closed"],
    "lead=xay+dung": [],
    "due=undated": ["received", "before", "of B", "of the province"],
    "due=moved_late": ["verified"],
    # Filters narrow each other.
    "state=open&level=commune&field=none&phase=at": ["received"],
    "q=don+dat&unit=van+an": ["of B"],
}


def test_each_filter_finds_what_it_says(record, specialist):
    differing = {query: rows for query in MEANINGS if (rows := found(record, specialist, query)) != MEANINGS[query]}
    assert differing == {}


def test_no_filter_opens_what_the_person_does_not_see(record, sibling_clerk, outsider):
    assert [found(record, sibling_clerk, query) for query in ("", "state=open", "unit=Kim+Lien", "due=undated")] == [
        ["of B"],
        ["of B"],
        [],
        ["of B"],
    ]
    assert found(record, outsider, "state=open") == []


def test_a_unit_by_its_number_holds_what_it_succeeded(record, province, commune_a, specialist):
    old = make_unit("17980", "Xã Nam Giang", "commune", province, kind="xã", valid_until=date(2025, 6, 30))
    UnitSuccession.objects.create(
        old=old, new=commune_a, effective=date(2025, 7, 1), resolution="1678", change="merged"
    )
    rebuild_reach()
    Opinion.objects.filter(pk=record["before"].pk).update(unit=old)
    assert found(record, specialist, f"unit={old.pk}") == ["before"]
    assert found(record, specialist, f"unit={commune_a.pk}") == [
        *("received", "assigned", "verified", "closed", "refused", "before"),
    ]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("level=central", "level"),
        ("level=xa", "level"),
        ("state=received&state=lost", "state"),
        ("outcome=solved", "outcome"),
        ("phase=later", "phase"),
        ("channel=fax", "channel"),
        ("due=tomorrow", "due"),
        ("from=31/02/2026", "from"),
        ("to=soon", "to"),
        ("unit=Xã Không Có", "unit"),
        ("field=04015", "field"),
        (f"q={'a' * 201}", "q"),
        (f"lead={'a' * 121}", "lead"),
    ],
)
def test_what_cannot_be_understood_filters_nothing_and_says_so(query, wrong, record, specialist):
    filters = asked(specialist, f"{query}&conference=HN-2026-9001&level=commune" if wrong != "level" else query)
    rows = {row.code for row in filters.rows()}
    assert list(filters.form.errors) == [wrong]
    if wrong == "level":
        assert rows == {row.code for row in record.values()}
        assert filters.chips() == []
    else:
        # The other filters hold.
        assert rows == {record[name].code for name in MEANINGS["channel=spoken"]}
        assert [str(chip.label) for chip in filters.chips()] == ["Cấp", "Hội nghị"]


@pytest.mark.parametrize(
    ("query", "label", "value", "english"),
    [
        ("level=commune", "Cấp", "Cấp xã", "Commune level"),
        ("state=open&state=received", "Trạng thái", "Chưa kết thúc, Đã tiếp nhận", "Not closed yet, Received"),
        ("outcome=pending", "Kết quả", "Chưa có kết quả", "Pending (no outcome yet)"),
        ("field=0401", "Lĩnh vực", "Đường thôn, xã", "Village roads"),
        ("field=none", "Lĩnh vực", "Chưa phân loại", "Not classified yet"),
        ("field=99", "Lĩnh vực", "99", "99"),
        ("from=01/10/2026", "Từ", "01/10/2026", "01/10/2026"),
        ("unit=kim lien", "Đơn vị và trực thuộc", "kim lien", "kim lien"),
        ("lead=nong", "Cơ quan chủ trì", "nong", "nong"),
        ("lead=999999", "Cơ quan chủ trì", "999999", "999999"),
        ("conference=HN-2026-9001", "Hội nghị", "HN-2026-9001", "HN-2026-9001"),
    ],
)
def test_a_chip_says_what_is_filtered_in_words(query, label, value, english, record, specialist):
    def chip():
        filters = asked(specialist, query)
        filters.rows()
        (only,) = filters.chips()
        return str(only.label), only.value

    assert chip() == (label, value)
    with translation.override("en"):
        assert chip()[1] == english


def test_a_chip_leads_to_the_list_without_its_filter_on_the_first_page(record, specialist):
    filters = asked(specialist, "state=open&state=received&level=commune&sort=code&page=3")
    filters.rows()
    assert {str(chip.label): chip.remove_url for chip in filters.chips()} == {
        "Cấp": "?state=open&state=received&sort=code",
        "Trạng thái": "?level=commune&sort=code",
    }


def test_a_unit_by_its_number_is_named_in_the_field_and_the_chip(record, commune_a, specialist):
    filters = asked(specialist, f"unit={commune_a.pk}")
    filters.rows()
    assert [chip.value for chip in filters.chips()] == ["Xã Kim Liên, Tỉnh Nghệ An"]
    assert filters.form["unit"].value() == "Xã Kim Liên, Tỉnh Nghệ An"


@pytest.mark.parametrize(
    ("sort", "kept"), [("", "-date"), ("due", "due"), ("-unit", "-unit"), ("--date", "-date"), ("pk", "-date")]
)
def test_an_order_is_one_of_those_offered(sort, kept, specialist):
    assert asked(specialist, f"sort={sort}").sort == kept


def test_fields_are_offered_level_2_under_level_1(record, specialist):
    offered = asked(specialist, "").form.fields["field"].widget.choices
    assert [(code, str(label)) for code, label in offered] == [
        ("", "Mọi lĩnh vực"),
        ("none", "Chưa phân loại"),
        ("01", "Đất đai"),
        ("0101", "\u00a0\u00a0Cấp giấy chứng nhận"),
        ("04", "Giao thông"),
        ("0401", "\u00a0\u00a0Đường thôn, xã"),
    ]
