"""Registering a petition by keyboard alone: the kind decides the form, what is alike is shown while one types."""

import pytest
from django.utils import timezone

from petitions.models import Petition
from tests.petitions.conftest import RECEPTION_RULES, RULES, SINCE
from tests.petitions.petition_roads import C, D, Road
from tests.petitions.receptions_cast import Receptions


@pytest.fixture
def road(commission_body, petition_officer, commission_leader, lead_department):
    from registers.models import RuleParameter

    RuleParameter.objects.bulk_create(
        RuleParameter(key=key, value=value, unit=unit, valid_from=SINCE) for key, (value, unit) in RULES.items()
    )
    people = {"officer": petition_officer, "leader": commission_leader}
    return Road(commission_body, people, lead_department, None)


@pytest.fixture
def register(site, page_at, sign_in, road):
    page = sign_in(page_at(), road.people["officer"].username)
    page.goto("/petitions/new/")
    return page


def focused(page):
    return page.evaluate("document.activeElement.name")


def test_a_letter_is_registered_without_a_mouse(register, road):
    known = road.registered(C)
    assert focused(register) == "kind"
    register.keyboard.press("Space")
    for expected in ("source", "received_on"):
        register.keyboard.press("Tab")
        assert focused(register) == expected
    while focused(register) != "senders-0-full_name":
        register.keyboard.press("Tab")
    register.keyboard.type("Nguyễn Văn A")
    register.keyboard.press("Enter")
    assert focused(register) == "senders-0-address"
    register.get_by_role("button", name=f"Cùng nội dung với {known.code}").wait_for()
    while focused(register) != "summary":
        register.keyboard.press("Tab")
    register.keyboard.type("Không đồng ý phương án bồi thường")
    register.get_by_role("button", name=f"Cùng nội dung với {known.code}").press("Enter")
    assert (focused(register), register.input_value("[name=earlier]")) == ("earlier", known.code)
    with register.expect_navigation():
        register.keyboard.press("Control+Enter")
    petition = Petition.objects.exclude(pk=known.pk).get()
    assert (petition.kind, petition.earlier_id) == (C, known.pk)
    register.get_by_role("link", name=petition.code).wait_for()
    # The next letter begins where this one did.
    assert focused(register) == "kind"


def test_a_letter_saved_again_after_going_back_is_registered_once(register):
    register.check("[name=kind][value=complaint]")
    register.fill("[name=senders-0-full_name]", "Nguyễn Văn A")
    register.fill("[name=summary]", "Không đồng ý phương án bồi thường")
    with register.expect_navigation():
        register.keyboard.press("Control+Enter")
    register.go_back()
    assert register.input_value("[name=summary]") == "Không đồng ý phương án bồi thường"
    with register.expect_navigation():
        register.keyboard.press("Control+Enter")
    petition = Petition.objects.get()
    register.wait_for_url(f"**/petitions/{petition.code}/")
    # Controls: the form with other words, and a new form.
    register.go_back()
    register.fill("[name=summary]", "Khiếu nại việc cấp giấy chứng nhận")
    with register.expect_navigation():
        register.keyboard.press("Control+Enter")
    register.wait_for_url("**/petitions/new/?*")
    assert Petition.objects.count() == 2


def test_choosing_a_denunciation_takes_every_word_away(register, road):
    register.check("[name=kind][value=complaint]")
    register.select_option("[name=source]", "press")
    register.fill("[name=summary]", "Lời kể của người tố cáo")
    with register.expect_response("**/petitions/new/?*") as asked:
        register.focus("[name=kind][value=mixed]")
        register.keyboard.press("ArrowRight")
        register.locator("#confirm[open]").wait_for()
        register.click("[data-confirm-yes]")
        register.locator("[name=paper_file]").wait_for()
    # Nothing that was typed stands in the address.
    assert "summary" not in asked.value.url and "senders" not in asked.value.url
    assert register.locator("[name=summary]").count() == 0
    assert register.input_value("[name=source]") == "press"
    assert register.evaluate("document.activeElement.value") == "denunciation"
    register.fill("[name=paper_file]", "15/HSM-2026")
    with register.expect_navigation():
        register.keyboard.press("Control+Enter")
    petition = Petition.objects.get()
    assert (petition.kind, petition.content, petition.received_on) == (D, None, timezone.localdate())


def test_who_chose_a_denunciation_by_mistake_keeps_every_word(register):
    register.check("[name=kind][value=mixed]")
    register.fill("[name=summary]", "Kiến nghị nạo vét kênh")
    register.focus("[name=kind][value=mixed]")
    register.keyboard.press("ArrowRight")
    register.locator("#confirm[open]").wait_for()
    register.keyboard.press("Escape")
    register.locator("#confirm[open]").wait_for(state="detached")
    assert register.input_value("[name=summary]") == "Kiến nghị nạo vét kênh"
    assert register.evaluate("document.activeElement.value") == "mixed"
    assert register.is_checked("[name=kind][value=mixed]")
    # An empty form is not asked about.
    register.fill("[name=summary]", "")
    register.keyboard.press("Shift+Tab")
    register.check("[name=kind][value=denunciation]")
    register.locator("[name=paper_file]").wait_for()


def test_what_is_too_long_is_said_and_not_cut(register):
    register.check("[name=kind][value=recommendation]")
    register.fill("[name=summary]", "x" * 6001)
    register.evaluate("document.querySelector('[name=summary]').value += 'y'")
    with register.expect_navigation():
        register.keyboard.press("Control+Enter")
    assert len(register.input_value("[name=summary]")) == 6002
    register.get_by_text("6002").first.wait_for()
    assert not Petition.objects.exists()


def test_one_confirmation_is_enough(site, page_at, sign_in, road, received):
    session, turn = received
    page = sign_in(page_at(), road.people["officer"].username)
    page.goto(f"/receptions/{session.code}/turns/{turn.number}/")
    page.click(".strike-form button")
    page.locator("#confirm[open]").wait_for()
    with page.expect_navigation():
        page.click("[data-confirm-yes]")
    turn.refresh_from_db()
    assert turn.is_struck


@pytest.fixture
def received(road, petition_officer, commission_body):
    from registers.models import RuleParameter

    RuleParameter.objects.bulk_create(
        RuleParameter(key=key, value=value, unit=unit, valid_from=SINCE)
        for key, (value, unit) in RECEPTION_RULES.items()
    )
    receptions = Receptions(commission_body, petition_officer)
    session = receptions.session(on=timezone.localdate())
    return session, receptions.turn(session)
