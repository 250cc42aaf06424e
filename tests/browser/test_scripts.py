"""What the scripts promise: text is never lost, everything by keyboard, and a way without them."""

import pytest
from django.contrib.sessions.models import Session

from tests.conftest_browser import CAST_PASSWORD

TYPED = "Nguyễn Thị Bưởi"


@pytest.fixture
def form(site, page_at, sign_in, administrator, clerk):
    """The form for the clerk's name, opened by the administrator, with another name typed."""
    page = sign_in(page_at(), administrator.username)
    page.goto(f"/people/{clerk.pk}/edit/")
    page.fill("[name=full_name]", TYPED)
    return page


def save(page):
    page.press("[name=full_name]", "Control+Enter")


def test_an_ended_session_keeps_the_text_and_signs_in_in_place(form, clerk):
    Session.objects.all().delete()
    save(form)
    form.fill("#again-password", "wrong")
    form.press("#again-password", "Enter")
    form.locator("[data-sign-in-error]").wait_for()
    assert form.input_value("[name=full_name]") == TYPED
    form.fill("#again-password", CAST_PASSWORD)
    form.press("#again-password", "Enter")
    form.wait_for_url(f"**/people/{clerk.pk}/")
    clerk.refresh_from_db()
    assert clerk.full_name == TYPED


def test_a_lost_line_keeps_the_text_and_sends_it_when_it_is_back(form, clerk):
    form.context.set_offline(True)
    save(form)
    retry = form.locator("[data-retry]")
    retry.wait_for()
    assert form.input_value("[name=full_name]") == TYPED
    form.context.set_offline(False)
    retry.click()
    form.wait_for_url(f"**/people/{clerk.pk}/")
    clerk.refresh_from_db()
    assert clerk.full_name == TYPED


def test_leaving_asks_only_when_something_was_typed(form, clerk):
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.goto("/people/")
    assert asked == ["beforeunload"]
    form.goto(f"/people/{clerk.pk}/edit/")
    form.goto("/people/")
    assert asked == ["beforeunload"]


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(form):
    form.fill("[name=full_name]", "")
    save(form)
    form.locator("[data-errors]:focus").wait_for()
    assert form.title().startswith("Lỗi:") or form.title().startswith("Error:")
    form.locator("[data-errors] a").first.click()
    assert form.evaluate("document.activeElement.name") == "full_name"


@pytest.mark.parametrize(
    ("typed", "kept"), [("5/9/2026", "05/09/2026"), ("05-09-2026", "05/09/2026"), ("31/2/2026", "31/2/2026")]
)
def test_a_loosely_typed_date_is_tidied_and_an_impossible_one_stays(form, clerk, typed, kept):
    form.on("dialog", lambda dialog: dialog.accept())
    form.goto(f"/people/{clerk.pk}/memberships/new/")
    field = form.locator("[name=valid_until]")
    field.fill(typed)
    field.press("Tab")
    assert field.input_value() == kept


def test_the_quick_jump_opens_by_keyboard_and_answers_as_one_types(form):
    form.press("[name=full_name]", "Control+k")
    form.keyboard.type("khong co gi")
    form.locator("#jump-results p").wait_for()
    form.keyboard.press("Escape")
    assert form.evaluate("document.getElementById('jump').open") is False
    assert form.input_value("[name=full_name]") == TYPED


def test_keys_without_ctrl_can_be_switched_off(form):
    form.on("dialog", lambda dialog: dialog.accept())
    form.goto("/people/")
    form.keyboard.press("?")
    form.locator("#keys [data-keys-on]").uncheck()
    form.keyboard.press("Escape")
    form.keyboard.press("?")
    assert form.evaluate("document.getElementById('keys').open") is False


def test_the_navigation_opens_on_a_phone_with_the_keyboard_and_gives_the_focus_back(
    site, page_at, sign_in, administrator
):
    page = sign_in(page_at(375), administrator.username)
    page.locator("[data-menu]").focus()
    page.keyboard.press("Enter")
    page.locator("#nav.open").wait_for()
    assert page.evaluate("document.getElementById('nav').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.hasAttribute('data-menu')")


def test_without_scripts_a_person_signs_in_navigates_and_saves(site, browser, administrator, clerk):
    context = browser.new_context(base_url=site, viewport={"width": 375, "height": 812}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=username]", administrator.username)
    page.fill("[name=password]", CAST_PASSWORD)
    page.click("main button[type=submit]")
    page.click("a.menu-button")
    page.click("#nav a[href='/people/']")
    page.goto(f"/people/{clerk.pk}/edit/")
    page.fill("[name=full_name]", TYPED)
    page.click("main form.panel button.btn-main")
    context.close()
    clerk.refresh_from_db()
    assert clerk.full_name == TYPED
