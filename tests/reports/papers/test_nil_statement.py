"""The paper of a statement of nothing: what it says, of whom, and that PDF and Word are of one context."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.roles import Role
from petitions.models import NilStatement
from petitions.models import PetitionState as State
from petitions.services.statements import state_nothing
from registers.models import RuleParameter
from registers.periods import PeriodKind, period
from reports.papers import nil_statement
from reports.papers.nil_statement import statement_context
from tests.petitions.petition_roads import R

pytestmark = pytest.mark.django_db
MONTH = period(PeriodKind.MONTH, 2026, 10, 14)
PAPER = "/reports/statements/{}/{}/"


def words_of(context):
    return " ".join(block.text for block in context["blocks"])


def test_the_paper_says_what_was_stated_and_bears_the_checksum(petition_road, petition_officer):
    petition_road.registered(R)
    statement = state_nothing(MONTH, by=petition_officer)
    context = statement_context(statement)
    assert "từ ngày 15/09/2026 đến ngày 14/10/2026" in words_of(context)
    assert "đông người; kéo dài; vượt cấp" in words_of(context)
    marks = "đông người, kéo dài, vượt cấp"
    assert context["subject"] == f"Về việc không phát sinh đơn {marks} từ 15/09/2026 đến 14/10/2026"
    assert context["blocks"][-1].text.endswith("./.")
    [checksum] = [block for block in context["blocks"] if block.kind == "line"]
    assert statement.digest in checksum.text
    assert statement.digest in words_of(context) and statement.code in words_of(context)
    assert petition_road.owner.name in words_of(context)
    [table] = [block for block in context["blocks"] if block.kind == "table"]
    assert [row[1] for row in table.rows] == ["1", "0", "1", "0", "0", "0", "0"]
    assert table.aligned_rows[0] == [("Đơn đã rà soát", "left"), ("1", "right")]
    styles = (Path(nil_statement.__file__).parent / "styles" / "paper.css").read_text(encoding="utf-8")
    assert all(f".w{width} {{" in styles for width in table.widths)
    assert "không có đơn nào để rà soát" not in words_of(context)


def test_the_paper_names_what_nobody_has_decided_on(petition_road, petition_officer):
    rule = {"key": "reception.delegation_people", "unit": "people", "value": 5}
    RuleParameter.objects.create(**rule, valid_from=date(2018, 1, 1))
    petition_road.to(R, State.CLASSIFIED)
    sure = words_of(statement_context(state_nothing(MONTH, by=petition_officer)))
    petition_road.registered(R, signatories=27)
    unsure = words_of(statement_context(state_nothing(MONTH, by=petition_officer)))
    for sentence in ("1 đơn chưa được phân loại", "không được đánh dấu là đơn đông người"):
        assert (sentence in sure, sentence in unsure) == (False, True)


def test_the_letterhead_is_of_the_stating_body_and_the_number_is_open(petition_road, petition_officer):
    context = statement_context(state_nothing(MONTH, by=petition_officer))
    assert (context["letterhead"], context["head"].is_party) == ("party", True)
    assert context["head"].number_line == "Số ……-XN"
    assert "…" in context["date_line"]
    [signature] = context["signatures"]
    assert (signature.title, signature.name) == ("THỦ TRƯỞNG CƠ QUAN", "")


def test_a_statement_over_nothing_says_so(petition_road, petition_officer, client_of):
    statement = state_nothing(MONTH, by=petition_officer)
    assert statement.facts["examined"] == 0
    assert "không có đơn nào để rà soát" in words_of(statement_context(statement))
    page = client_of(petition_officer).get(f"/petitions/statements/{statement.code}/").content.decode()
    assert 'id="nothing-examined"' in page


def test_one_of_before_says_what_it_looked_through(petition_road, petition_officer):
    statement = state_nothing(MONTH, by=petition_officer)
    later = ("received_before", "unclassified", "unmarked")
    facts = {name: value for name, value in statement.facts.items() if name not in later}
    statement.facts = facts
    assert "còn đang xử lý" not in words_of(statement_context(statement))


def test_who_left_states_for_the_committee_of_the_unit(commission_leader, petition_road):
    statement = state_nothing(MONTH, by=commission_leader)
    statement.body = None
    commission_leader.memberships.update(valid_until=date(2026, 1, 31), withdrawn_at=timezone.now())
    fresh = NilStatement.objects.select_related("unit", "by").get(pk=statement.pk)
    fresh.body = None
    context = statement_context(fresh)
    assert context["letterhead"] == "party"


@pytest.mark.parametrize(("file_format", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_it_is_printed_by_whoever_sees_the_statement(
    file_format, start, petition_road, petition_officer, leader, client_of
):
    statement = state_nothing(MONTH, by=petition_officer)
    response = client_of(petition_officer).get(PAPER.format(statement.code, file_format))
    assert response.content.startswith(start)
    assert f"xac-nhan-khong-phat-sinh-{statement.code.lower()}.{file_format}" in response["Content-Disposition"]
    assert client_of(leader).get(PAPER.format(statement.code, file_format)).status_code == 404
    assert client_of(petition_officer).post(PAPER.format(statement.code, file_format)).status_code == 405
    assert client_of(petition_officer).get(PAPER.format(statement.code, "odt")).status_code == 404


def test_without_pango_word_is_left(petition_road, petition_officer, client_of, monkeypatch):
    monkeypatch.setattr("reports.views.nil_statements.is_available", lambda: False)
    statement, client = state_nothing(MONTH, by=petition_officer), client_of(petition_officer)
    assert client.get(PAPER.format(statement.code, "pdf")).url == f"/petitions/statements/{statement.code}/"
    assert client.get(PAPER.format(statement.code, "docx")).content.startswith(b"PK")


def test_the_names_of_bodies_stand_in_it(petition_road, petition_officer, commission_leader):
    statement = state_nothing(MONTH, by=commission_leader)
    assert "BTGDV" not in words_of(statement_context(statement)).split("Cơ quan được rà soát", 1)[1]
    assert Role.PETITION_OFFICER in petition_officer.memberships.values_list("role", flat=True)
