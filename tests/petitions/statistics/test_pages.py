"""Pages of the statistics: the form as on paper, its files, the flagged petitions and statements of nothing."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from petitions.models import NilStatement, Petition
from petitions.models import PetitionState as State
from petitions.services.statements import digest_of
from registers.models import Organisation, RuleParameter
from reports.papers.pdf import is_available
from tests.conftest import make_organisation
from tests.petitions.petition_roads import C, D, R

pytestmark = pytest.mark.django_db
PAGE, BOOK, PDF = "/petitions/statistics/", "/petitions/statistics/xlsx/", "/reports/petitions/pdf/"
FLAGS, NEW = "/petitions/flags/", "/petitions/statements/new/"
OCTOBER = "?form=xld&kind=month&year=2026&number=10"


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: date(2026, 11, 23))


def flag(petition, **flags):
    Petition.objects.filter(pk=petition.pk).update(**flags)


def test_the_page_shows_header_numbers_equations_and_total(client_of, petition_officer, petition_road):
    petition_road.to(R, State.REPLIED)
    text = client_of(petition_officer).get(PAGE + OCTOBER).content.decode().replace("\u200b", "")
    for piece in (
        "Tổng hợp kết quả xử lý đơn",
        "Tháng 10/2026 (15/09/2026 – 14/10/2026)",
        "=8+9+10<br>=11+12+13<br>=14+18",
    ):
        assert piece in text
    assert "Mọi công thức của biểu đều khớp" in text
    assert "TỔNG CỘNG" in text and "Ban Tuyên giáo và Dân vận Tỉnh ủy" in text


def test_without_a_question_it_is_the_last_closed_month(client_of, petition_officer):
    response = client_of(petition_officer).get(PAGE)
    assert "Tháng 11/2026 (15/10/2026 – 14/11/2026)" in response.content.decode()
    assert response.context["form"]["number"].value() == 11


def test_a_later_closing_day_moves_no_period_that_is_over(client_of, petition_officer):
    rule = RuleParameter.objects.get(key="report.closing_day")
    rule.valid_until = date(2026, 6, 30)
    rule.save()
    new = {"key": rule.key, "unit": rule.unit, "valid_from": date(2026, 7, 1)}
    RuleParameter.objects.create(value=20, **new)
    client = client_of(petition_officer)
    march = client.get(f"{PAGE}?kind=month&year=2026&number=3").context["form"].cleaned_data
    assert (march["period"].first, march["period"].last) == (date(2026, 2, 15), date(2026, 3, 14))
    october = client.get(f"{PAGE}?kind=month&year=2026&number=10").context["form"].cleaned_data
    assert (october["period"].first, october["period"].last) == (date(2026, 9, 21), date(2026, 10, 20))
    assert (march["closes_on"], october["closes_on"]) == (14, 20)


@pytest.mark.parametrize("address", [PAGE, BOOK, PDF, FLAGS, "/petitions/register/", "/receptions/register/"])
def test_without_a_rule_of_the_closing_day_a_sentence_says_so(address, client_of, petition_officer, petition_road):
    petition_road.registered(R)
    client = client_of(petition_officer)
    assert client.get(f"{address}?kind=year&year=2026").status_code == 200
    RuleParameter.objects.filter(key="report.closing_day").delete()
    refused = client.get(f"{address}?kind=year&year=2026", follow=True)
    assert refused.status_code == 422
    assert "report.closing_day" in refused.content.decode()


def test_a_statement_without_a_rule_is_refused_in_a_sentence(client_of, petition_officer, petition_road):
    RuleParameter.objects.filter(key="report.closing_day").delete()
    client = client_of(petition_officer)
    assert client.post(NEW, {"kind": "month", "year": "2026", "number": "10"}).status_code == 302
    assert not NilStatement.objects.exists()


def test_days_alone_need_no_rule_of_the_closing_day(client_of, petition_officer, petition_road):
    RuleParameter.objects.filter(key="report.closing_day").delete()
    client = client_of(petition_officer)
    asked = "?kind=free&from=01/10/2026&to=31/10/2026"
    assert [client.get(address + asked).status_code for address in (PAGE, FLAGS, "/petitions/register/")] == [200] * 3


def test_a_difference_is_shown_with_its_size(client_of, petition_officer, petition_road):
    petition = petition_road.to(C, State.APPROVED, "file")
    Petition.objects.filter(pk=petition.pk).update(competence="other_body")
    filed = petition_road.to(C, State.CLASSIFIED, "transfer")
    for name in ("propose", "approve", "file"):
        filed = petition_road.make(filed, name, "file")
    text = client_of(petition_officer).get(PAGE + OCTOBER).content.decode()
    assert "18=19+20+21; 1 ≠ 0 (chênh lệch 1)" in text


@pytest.mark.parametrize(
    "query",
    [
        "?kind=quarter&number=5",
        "?kind=free&from=2026-01-01",
        "?kind=free&from=02/01/2026&to=01/01/2026",
        "?year=1",
        "?kind=x",
    ],
)
def test_what_is_no_period_is_said(query, client_of, petition_officer):
    for address in (PAGE, BOOK, FLAGS):
        assert client_of(petition_officer).get(address + query).status_code == 422
    assert client_of(petition_officer).get(PDF + query).status_code == 302


@pytest.mark.parametrize("query", ["?kind=free&from=01/10/2026&to=31/10/2026", "?kind=nine_months&year=2026"])
def test_other_periods(query, client_of, petition_officer):
    assert client_of(petition_officer).get(PAGE + query).status_code == 200


def test_a_special_period_has_its_name(client_of, petition_officer):
    from registers.models import ReportingPeriod

    ReportingPeriod.objects.create(
        code="2021-2025", name_vi="Giai đoạn 2021–2025", first=date(2021, 1, 1), last=date(2025, 12, 31)
    )
    text = client_of(petition_officer).get(PAGE + "?kind=special:2021-2025").content.decode()
    assert "Giai đoạn 2021–2025 (01/01/2021 – 31/12/2025)" in text


def test_a_body_out_of_reach_cannot_be_asked_for(client_of, leader, petition_road, commission_body):
    petition_road.registered(R)
    assert client_of(leader).get(f"{PAGE}{OCTOBER}&body={commission_body.pk}").status_code == 422


def test_the_workbook_has_the_same_lines(client_of, petition_officer, petition_road):
    petition_road.to(R, State.REPLIED)
    response = client_of(petition_officer).get(BOOK + OCTOBER)
    assert "01-xld-20260915-20261014.xlsx" in response["Content-Disposition"]
    page = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    assert rows[2][2:5] == ["1", "2", "3"]
    assert rows[3][2] == "=2+3=4+5"
    assert rows[-1][1:5] == ["TỔNG CỘNG", 1, 0, 1]


@pytest.mark.skipif(not is_available(), reason="needs Pango")
def test_the_paper_says_whose_figures_it_has_where_when_and_that_the_form_is_not_verified(
    client_of, petition_officer, commission_leader, petition_road, monkeypatch
):
    told = []
    monkeypatch.setattr("reports.views.petition_forms.is_available", lambda: True)
    monkeypatch.setattr("reports.papers.petition_form.render_pdf", lambda name, context: told.append(context) or b"")
    for person, body in ((petition_officer, petition_road.owner.pk), (commission_leader, "")):
        client_of(person).get(f"{PDF}{OCTOBER}&body={body}")
    words = [render_to_string("papers/petition_form.html", context) for context in told]
    assert len(words) == 2
    for paper in words:
        assert "chưa kiểm tra" in paper
        assert petition_road.owner.name.upper()[:20] in paper
        assert f"ngày {timezone.localdate():%d} tháng {timezone.localdate():%m} năm" in paper


def test_the_pdf_is_one(client_of, petition_officer, petition_road):
    petition_road.to(R, State.REPLIED)
    response = client_of(petition_officer).get(PDF + OCTOBER)
    assert response.content.startswith(b"%PDF")
    assert "01-xld-20260915-20261014.pdf" in response["Content-Disposition"]


def test_without_pango_the_page_says_so(client_of, petition_officer, monkeypatch):
    monkeypatch.setattr("reports.views.petition_forms.is_available", lambda: False)
    response = client_of(petition_officer).get(PDF + OCTOBER, follow=True)
    assert response.redirect_chain[0][0] == f"{PAGE}{OCTOBER}"
    assert "Pango" in response.content.decode()


# --- flags and statements -------------------------------------------------------------------------------------------


def test_flagged_petitions_are_listed_and_counted(client_of, petition_officer, petition_road):
    flag(petition_road.to(C, State.CLASSIFIED), is_mass=True, is_prolonged=True)
    petition_road.registered(R)
    response = client_of(petition_officer).get(FLAGS + OCTOBER)
    assert response.context["board"].counts == {"is_mass": 1, "is_prolonged": 1, "is_over_level": 0}
    assert (response.context["board"].examined, len(response.context["page_obj"])) == (2, 1)


def test_a_statement_keeps_the_facts_of_its_query(client_of, petition_officer, petition_road):
    petition_road.registered(R)
    petition_road.registered(D)
    client = client_of(petition_officer)
    response = client.post(NEW, {"kind": "month", "year": 2026, "number": 10})
    statement = NilStatement.objects.get()
    assert response.url == f"/petitions/statements/{statement.code}/"
    assert statement.facts == {
        "as_of": statement.as_of.isoformat(),
        "asked_by": petition_officer.pk,
        "bodies": ["BTGDV"],
        "first": "2026-09-15",
        "last": "2026-10-14",
        "denunciations": True,
        "examined": 2,
        "received_before": 0,
        "unclassified": 2,
        "unmarked": 0,
        "found": {"is_mass": 0, "is_prolonged": 0, "is_over_level": 0},
        "stated": ["is_mass", "is_prolonged", "is_over_level"],
    }
    assert statement.digest == digest_of(statement.facts)
    text = client.get(response.url).content.decode()
    assert statement.digest in text and "khớp với số liệu" in text
    assert "Hồ sơ hiện nay vẫn cho kết quả như vậy." in text


def test_what_nobody_has_decided_on_stands_beside_the_counts(
    client_of, petition_officer, petition_road, reception_rules
):
    client = client_of(petition_officer)

    def shown():
        address = client.post(NEW, {"kind": "month", "year": 2026, "number": 10}).url
        texts = [client.get(one).content.decode() for one in (FLAGS + OCTOBER, address)]
        facts = NilStatement.objects.latest("pk").facts
        return [(facts["unclassified"], facts["unmarked"])] + [
            tuple(f'id="{name}"' in text for name in ("unclassified", "unmarked")) for text in texts
        ]

    petition_road.to(C, State.CLASSIFIED)
    assert shown() == [(0, 0), (False, False), (False, False)]
    many = petition_road.registered(R, signatories=27)
    assert shown() == [(1, 1), (True, True), (True, True)]
    many = petition_road.make(many, "classify")
    assert shown() == [(0, 1), (False, True), (False, True)]
    # Marked, it is found, and no statement says that there are none of many people.
    petition_road.make(many, "mark", is_mass=True, is_prolonged=False)
    assert shown() == [(0, 0), (False, False), (False, False)]
    assert NilStatement.objects.latest("pk").facts["stated"] == ["is_prolonged", "is_over_level"]


def test_asked_twice_it_is_the_same_statement_until_something_changes(client_of, petition_officer, petition_road):
    client = client_of(petition_officer)
    answers = [client.post(NEW, {"kind": "month", "number": 10, "year": 2026}).url for _time in range(2)]
    assert (answers[0] == answers[1], NilStatement.objects.count()) == (True, 1)
    petition_road.registered(R)
    assert client.post(NEW, {"kind": "month", "number": 10, "year": 2026}).url != answers[0]


def test_a_statement_on_a_period_that_runs_says_so(client_of, petition_officer, monkeypatch):
    client = client_of(petition_officer)
    day = date(2026, 11, 23)
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: day)
    urls = [client.post(NEW, {"kind": kind, "year": 2026, "number": 10}).url for kind in ("month", "year")]
    said = ["Kỳ chưa kết thúc" in client.get(url).content.decode() for url in urls]
    assert said == [False, True]


def test_a_later_flag_leaves_the_statement_and_shows(client_of, petition_officer, petition_road):
    petition = petition_road.registered(R)
    client = client_of(petition_officer)
    url = client.post(NEW, {"kind": "month", "year": 2026, "number": 10}).url
    flag(petition, is_mass=True)
    text = client.get(url).content.decode()
    assert "Hiện nay có: Đông người: 1." in " ".join(text.split())
    assert "khớp với số liệu" in text


def test_what_was_found_is_not_stated(client_of, petition_officer, petition_road):
    flag(petition_road.registered(R), is_mass=True)
    client = client_of(petition_officer)
    client.post(NEW, {"kind": "month", "year": 2026, "number": 10})
    assert NilStatement.objects.get().facts["stated"] == ["is_prolonged", "is_over_level"]
    flag(petition_road.registered(R), is_prolonged=True, is_over_level=True)
    response = client.post(NEW, {"kind": "month", "year": 2026, "number": 10}, follow=True)
    assert response.redirect_chain[-1][0] == f"{FLAGS}?kind=month&number=10&year=2026"
    assert "không thể lập xác nhận" in response.content.decode()
    assert NilStatement.objects.count() == 1


def test_nothing_is_stated_without_a_body(client_of, sibling_clerk):
    client_of(sibling_clerk).post(NEW, {"kind": "month"})
    assert not NilStatement.objects.exists()


def test_a_wrong_period_states_nothing(client_of, petition_officer):
    assert client_of(petition_officer).post(NEW, {"kind": "quarter", "number": 9}).status_code == 302
    assert not NilStatement.objects.exists()


def test_others_look_through_no_denunciation(client_of, commune_road, commune_officer, leader):
    """One of many people: its officer finds it; the leader of the commune states none of what they may see."""
    commune_road.registered(R)
    flag(commune_road.registered(D), is_mass=True)
    client_of(commune_officer).post(NEW, {"kind": "month", "year": 2026, "number": 10})
    client_of(leader).post(NEW, {"kind": "month", "year": 2026, "number": 10})
    officers, leaders = NilStatement.objects.order_by("pk")
    assert (officers.facts["found"]["is_mass"], officers.facts["examined"]) == (1, 2)
    assert (leaders.facts["found"]["is_mass"], leaders.facts["examined"]) == (0, 1)
    assert client_of(leader).get(f"/petitions/statements/{officers.code}/").status_code == 404
    assert client_of(leader).get(f"/petitions/statements/{leaders.code}/").status_code == 200


def test_a_statement_cannot_be_changed(client_of, petition_officer, petition_road):
    client_of(petition_officer).post(NEW, {"kind": "month", "year": 2026, "number": 10})
    for change in (lambda rows: rows.update(digest=""), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(NilStatement.objects.all())


def test_statements_of_siblings_are_not_seen(client_of, leader, sibling_clerk, commune_road):
    commune_road.registered(R)
    url = client_of(leader).post(NEW, {"kind": "month", "year": 2026, "number": 10}).url
    assert client_of(sibling_clerk).get(url).status_code == 404


@pytest.mark.parametrize("who", ["administrator", "focal_point", "registry_clerk", "secretary", "outsider"])
def test_without_petitions_there_are_no_statistics(who, request):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    for address in (PAGE, BOOK, PDF, FLAGS):
        assert client.get(address).status_code == 403
    assert client.post(NEW).status_code == 403


def test_an_officer_states_for_the_body_and_those_it_succeeded(
    client_of, commune_road, commune_officer, commune_body, commune_a
):
    before = make_organisation("DU-CU", "Đảng ủy xã Nam Cát", commune_a, "party", 210)
    ended = date(2026, 9, 1)
    Organisation.objects.filter(pk=before.pk).update(successor=commune_body, valid_until=ended)
    Petition.objects.filter(pk=commune_road.registered(R).pk).update(owner=before)
    commune_road.registered(D)
    client = client_of(commune_officer)
    url = client.post(NEW, {"kind": "month", "year": 2026, "number": 10}).url
    statement = NilStatement.objects.get()
    assert (statement.body, statement.facts["examined"], statement.with_denunciations) == (commune_body, 2, True)
    assert sorted(statement.facts["bodies"]) == ["DU-17971-2025", "DU-CU"]
    assert "Hồ sơ hiện nay vẫn cho kết quả như vậy." in client.get(url).content.decode()


def test_a_reader_of_several_bodies_states_for_the_unit(
    client_of, communes_with_petitions, commission_leader, province
):
    client_of(commission_leader).post(NEW, {"kind": "month", "year": 2026, "number": 10})
    statement = NilStatement.objects.get()
    assert (statement.body, statement.unit, statement.facts["examined"]) == (None, province, 4)


def test_an_officer_of_several_bodies_chooses_one(client_of, commune_road, commune_officer, sibling_body):
    Membership.objects.create(
        user=commune_officer, organisation=sibling_body, role=Role.PETITION_OFFICER, valid_from=date(2026, 1, 1)
    )
    client = client_of(commune_officer)
    assert "Hãy chọn một cơ quan của bạn." in client.post(NEW, {"kind": "month"}, follow=True).content.decode()
    assert client.post(NEW, {"kind": "month", "body": sibling_body.pk}).url.startswith("/petitions/statements/")
