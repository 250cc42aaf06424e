"""The pages of the registers: open to everybody who signs in, as of any day, one number of queries however long."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dialogue_portal.text import fold
from registers.models import (
    AdministrativeUnit,
    CalendarDay,
    Field,
    ListedReason,
    Organisation,
    RuleParameter,
    UnitSuccession,
)
from registers.reach import rebuild_reach
from tests.conftest import SINCE, make_organisation, make_unit

pytestmark = pytest.mark.django_db
URLS = ["unit_list", "organisation_list", "field_list", "rule_list", "reason_list", "calendar", "unit_options"]


@pytest.fixture
def reader(client_of, outsider):
    return client_of(outsider)


@pytest.fixture
def merged(commune_a, province):
    """A commune that became commune A on 01/07/2025."""
    old = make_unit("17974", "Xã Nam Giang", "commune", province, kind="xã", valid_until=date(2025, 6, 30))
    UnitSuccession.objects.create(
        old=old, new=commune_a, effective=date(2025, 7, 1), resolution="1678/NQ", change="merged"
    )
    rebuild_reach()
    return old


@pytest.mark.parametrize("name", URLS)
def test_a_page_only_answers_questions(reader, name):
    assert reader.post(reverse(f"registers:{name}")).status_code == 405


def test_the_registers_begin_with_the_units(reader):
    assert reader.get("/registers/").url == reverse("registers:unit_list")


@pytest.mark.parametrize("words", ["kim lien", "KIM LIÊN", "lie\u0302n", "17971", " kim  lien "])
def test_a_unit_is_found_without_marks_and_by_code(reader, commune_a, commune_b, words):
    response = reader.get(reverse("registers:unit_list"), {"q": words})
    assert [unit for unit, _from, _to in response.context["rows"]] == [commune_a]


def test_units_are_those_of_the_day(reader, commune_a, merged):
    def units(**query):
        response = reader.get(reverse("registers:unit_list"), {"level": "commune", **query})
        return [unit for unit, _from, _to in response.context["rows"]]

    assert units() == [commune_a]
    assert units(on="30/06/2025") == [commune_a, merged]
    assert units(on="2025-06-30") == [commune_a, merged]


def test_a_day_that_is_none_is_said_and_filters_nothing(reader, commune_a):
    response = reader.get(reverse("registers:unit_list"), {"on": "31/02/2025"})
    assert response.context["form"].errors.keys() == {"on"}
    assert len(response.context["rows"]) == 2


def test_a_province_is_listed_with_all_below_it(reader, province, commune_a):
    make_unit("42", "Tỉnh Hà Tĩnh", "province", kind="tỉnh")
    response = reader.get(reverse("registers:unit_list"), {"province": province.pk})
    assert [unit for unit, _from, _to in response.context["rows"]] == [province, commune_a]


def test_nothing_found_offers_the_way_back(reader, province):
    response = reader.get(reverse("registers:unit_list"), {"q": "zzz"})
    assert 'class="empty"' in response.content.decode()


def many_units(province, number):
    for n in range(number):
        old = make_unit(f"1800{n}", f"Xã Cũ {n}", "commune", province, kind="xã", valid_until=date(2025, 6, 30))
        new = make_unit(f"1800{n}", f"Xã Mới {n}", "commune", province, kind="xã", valid_from=date(2025, 7, 1))
        UnitSuccession.objects.create(
            old=old, new=new, effective=date(2025, 7, 1), resolution="1678/NQ", change="renamed"
        )
        make_organisation(f"DU-{n}", f"Đảng ủy xã {n}", new, "party")
    rebuild_reach()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("unit_list", 9), ("organisation_list", 6)])
def test_a_list_runs_one_number_of_queries(reader, province, django_assert_num_queries, name, queries, number):
    many_units(province, number)
    reader.get(reverse(f"registers:{name}"))
    with django_assert_num_queries(queries):
        reader.get(reverse(f"registers:{name}"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_units_page_runs_one_number_of_queries(reader, province, django_assert_num_queries, number):
    many_units(province, number)
    reader.get(reverse("registers:unit", args=[province.pk]))
    with django_assert_num_queries(10):
        reader.get(reverse("registers:unit", args=[province.pk]))


def test_a_unit_shows_its_history_and_what_lies_below(reader, province, commune_a, merged):
    response = reader.get(reverse("registers:unit", args=[commune_a.pk]))
    assert [other for _step, other in response.context["came_from"]] == [merged]
    response = reader.get(reverse("registers:unit", args=[merged.pk]))
    assert [other for _step, other in response.context["became"]] == [commune_a]
    assert (response.context["present"], response.context["is_former_level"]) == (commune_a, False)
    assert response.context["day"] == date(2025, 6, 30)
    response = reader.get(reverse("registers:unit", args=[province.pk]), {"on": "01/01/2020"})
    assert response.context["parts"] == [commune_a, merged]


def test_a_former_district_says_where_it_is_counted(reader, province):
    district = make_unit("430", "Huyện Nam Đàn", "district", province, kind="huyện", valid_until=date(2025, 6, 30))
    response = reader.get(reverse("registers:unit", args=[district.pk]))
    assert (response.context["present"], response.context["is_former_level"]) == (province, True)


def test_a_unit_that_is_not_there_is_404(reader):
    assert reader.get(reverse("registers:unit", args=[999_999])).status_code == 404


def test_options_are_those_of_the_words_within_a_unit(reader, commune_a, commune_b, merged):
    def options(**query):
        return reader.get(reverse("registers:unit_options"), query).content.decode()

    assert options(q="xa") == (
        '<option value="Xã Kim Liên, Tỉnh Nghệ An">17971</option>\n'
        '<option value="Xã Vạn An, Tỉnh Nghệ An">17950</option>'
    )
    assert options(q="xa", within=commune_b.pk) == '<option value="Xã Vạn An, Tỉnh Nghệ An">17950</option>'
    assert options(q="nam giang", on="01/01/2020") == '<option value="Xã Nam Giang, Tỉnh Nghệ An">17974</option>'
    assert options() == options(q="  ") == options(q="zzz") == ""
    for unclear in ("x' OR 1=1", "²", "9" * 19):
        assert options(q="xa", within=unclear) == options(q="xa")


def test_a_name_of_another_register_never_becomes_markup(reader, province):
    make_unit("17999", "Xã <script>", "commune", province, kind="xã")
    assert "<script>" not in reader.get(reverse("registers:unit_options"), {"q": "script"}).content.decode()


def test_organisations_are_found_by_words_code_side_and_day(reader, organisations, commune_a):
    def codes(**query):
        page = reader.get(reverse("registers:organisation_list"), query).context["page_obj"]
        return [body.code for body in page]

    assert codes(q="nong nghiep") == ["SNNMT"]
    assert codes(q="snnmt") == ["SNNMT"]
    assert codes(side="front") == ["MTTQ"]
    assert codes(unit=commune_a.pk) == ["DU-17971-2025"]
    assert codes(on=f"{SINCE - timedelta(days=1):%d/%m/%Y}") == []


def test_fields_stand_under_their_parents(reader):
    top = Field.objects.create(code="04", name_vi="Giao thông", name_en="Transport")
    below = Field.objects.create(code="0401", name_vi="Đường thôn, xã", name_en="Village roads", parent=top)
    assert reader.get(reverse("registers:field_list")).context["groups"] == [(top, [below])]


@pytest.mark.parametrize("number", [1, 3])
def test_rules_run_one_number_of_queries(reader, django_assert_num_queries, number):
    for n in range(number):
        RuleParameter.objects.create(
            key="opinion.answer_after", value=n, unit="working", valid_from=SINCE + timedelta(days=n)
        )
    reader.get(reverse("registers:rule_list"))
    with django_assert_num_queries(5):
        reader.get(reverse("registers:rule_list"))


def test_rules_say_whether_they_were_checked(reader):
    for key, verified in (("opinion.answer_after", False), ("unknown.rule", True)):
        RuleParameter.objects.create(key=key, value=15, unit="working", valid_from=SINCE, verified=verified)
    response = reader.get(reverse("registers:rule_list"))
    assert (response.context["unverified"], response.context["number"]) == (1, 2)
    assert [group.order for group, _rules in response.context["groups"]] == [3, 9]


@pytest.mark.parametrize("number", [1, 3])
def test_reasons_run_one_number_of_queries(reader, django_assert_num_queries, number):
    for n in range(number):
        make_reason(valid_from=SINCE + timedelta(days=n))
    reader.get(reverse("registers:reason_list"))
    with django_assert_num_queries(5):
        reader.get(reverse("registers:reason_list"))


def test_reasons_stand_by_their_list_with_basis_and_mark(reader):
    checked = make_reason(verified=True, legal_basis="Luật Tố cáo 2018")
    other = make_reason(list="decline")
    response = reader.get(reverse("registers:reason_list"), headers={"accept-language": "en"})
    assert [rows for _label, rows in response.context["groups"]] == [[other], [checked]]
    assert (response.context["unverified"], response.context["number"]) == (1, 2)
    assert "Luật Tố cáo 2018" in response.content.decode()


def make_reason(**more):
    values = {"list": "pause", "code": "court", "name": "Chờ Tòa án", "name_en": "Court", "valid_from": SINCE, **more}
    return ListedReason.objects.create(**values)


@pytest.mark.parametrize(
    ("typed", "year"), [("2025", 2025), ("", None), ("1850", None), ("99999", None), ("hai nghìn", None), ("²", None)]
)
def test_a_year_that_is_none_shows_this_year(reader, typed, year):
    from django.utils import timezone

    response = reader.get(reverse("registers:calendar"), {"year": typed})
    assert response.context["year"] == (year or timezone.localdate().year)


def test_the_calendar_warns_of_days_nobody_checked(reader):
    CalendarDay.objects.create(date=date(2026, 11, 24), kind="holiday", label="Ngày Văn hóa Việt Nam")
    response = reader.get(reverse("registers:calendar"), {"year": "2026"})
    assert [entry.label for entry in response.context["unverified"]] == ["Ngày Văn hóa Việt Nam"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", URLS[:-1])
def test_every_page_is_shown_in_both_languages_with_the_shipped_registers(reader, language, name, settings):
    response = reader.get(reverse(f"registers:{name}"), headers={"accept-language": language})
    assert response.status_code == 200 and f'<html lang="{language}">' in response.content.decode()


def test_folded_names_are_words_without_signs():
    unit = AdministrativeUnit()
    unit.set_name("Xã Phúc Thành (A)")
    assert unit.folded_name == "xa phuc thanh a"
    body = Organisation()
    body.set_name("Sở Lao động - Thương binh và Xã hội")
    assert body.folded_name == fold("so lao dong thuong binh va xa hoi")
