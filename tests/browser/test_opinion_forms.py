"""Forms of opinions by keyboard: where the typing begins, what Enter does, a long choice found by typing."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session

from conferences.models import Opinion
from registers.models import Field, RuleParameter
from tests.conferences.opinion_roads import Road
from tests.conftest_browser import CAST_PASSWORD


@pytest.fixture
def quick(site, page_at, sign_in, clerk, conference):
    page = sign_in(page_at(), clerk.username)
    page.goto("/opinions/new/")
    return page


def focused(page):
    return page.evaluate("document.activeElement.name")


def test_typing_goes_from_the_speaker_on_and_enter_sends_nothing(quick):
    assert focused(quick) == "speaker"
    quick.keyboard.type("Trần Thị Hoa")
    quick.keyboard.press("Enter")
    assert focused(quick) == "place"
    quick.keyboard.press("Shift+Enter")
    assert focused(quick) == "speaker"
    quick.keyboard.press("Tab")
    quick.keyboard.press("Enter")
    assert focused(quick) == "text"
    quick.keyboard.type("Đường thôn hẹp")
    quick.keyboard.press("Enter")
    quick.keyboard.type("Xe không vào được")
    assert Opinion.objects.count() == 0
    with quick.expect_navigation():
        quick.keyboard.press("Control+Enter")
    assert Opinion.objects.get().current_text.text == "Đường thôn hẹp\nXe không vào được"
    assert (focused(quick), quick.input_value("[name=speaker]"), quick.input_value("[name=text]")) == (
        "speaker",
        "",
        "",
    )


def test_fields_are_reached_in_the_order_in_which_they_stand(quick):
    quick.locator("[name=conference]").focus()
    order = []
    for _stop in range(6):
        order.append((focused(quick), quick.evaluate("document.activeElement.getBoundingClientRect().top")))
        quick.keyboard.press("Tab")
    assert [name for name, _top in order] == ["conference", "phase", "channel", "speaker", "place", "text"]
    assert [top for _name, top in order] == sorted(top for _name, top in order)


# --- a long choice ---


@pytest.fixture
def classified(conference, lead_department, other_department, commission_body, clerk, commission_leader, focal_point):
    """An opinion that waits for its lead; the Commission and two departments can be chosen."""
    for key, days in (("opinion.answer_after", 15), ("opinion.answer_after_complex", 30)):
        RuleParameter.objects.create(key=key, value=days, unit="working", valid_from=date(2018, 1, 1), verified=True)
    parent = Field.objects.create(code="04", name_vi="Giao thông", name_en="Transport")
    road = Road(
        conference,
        field=Field.objects.create(code="0401", name_vi="Đường thôn, xã", name_en="Village roads", parent=parent),
        lead=lead_department,
        assigner=commission_body,
        clerk=clerk,
        chief=commission_leader,
        focal_point=focal_point,
    )
    return road.to("classified")


@pytest.fixture
def assigning(site, page_at, sign_in, specialist, classified):
    """`assigning(375)` is the page on which the specialist assigns the opinion."""

    def open_one(width=1366):
        page = sign_in(page_at(width), specialist.username)
        page.goto(f"/opinions/{classified.code}/moves/assign/")
        return page

    return open_one


def offered(page):
    return page.locator("[role=option]:visible").all_inner_texts()


def lead_of(opinion):
    return Opinion.objects.get(pk=opinion.pk).handling.lead


def test_a_lead_is_found_by_typing_without_marks_and_taken_with_enter(assigning, classified, other_department, axe):
    page = assigning()
    page.focus("#id_lead")
    assert offered(page) == []
    page.keyboard.type("dung so")
    assert offered(page) == ["Sở Xây dựng"]
    assert axe(page) == []
    page.keyboard.press("Enter")
    assert (page.input_value("#id_lead"), offered(page)) == ("Sở Xây dựng", [])
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert lead_of(classified) == other_department


def test_arrows_walk_escape_gives_back_and_leaving_keeps_what_was_chosen(assigning, lead_department):
    page = assigning()
    value = "document.querySelector('[name=lead]').value"
    page.focus("#id_lead")
    page.keyboard.press("ArrowDown")
    assert offered(page)[:2] == ["Đảng ủy xã Kim Liên", "Ban Tuyên giáo và Dân vận Tỉnh ủy"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate(value) == str(lead_department.pk)
    page.focus("#id_lead")
    page.keyboard.type("xay")
    page.keyboard.press("Escape")
    assert (page.input_value("#id_lead"), page.evaluate(value)) == (str(lead_department), str(lead_department.pk))
    page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    assert page.evaluate(value) == ""


@pytest.mark.parametrize("leaving", ["Tab", "Control+Enter"])
def test_what_is_not_in_the_list_is_kept_told_and_refused(assigning, classified, lead_department, leaving, axe):
    page = assigning()
    page.focus("#id_lead")
    page.keyboard.type("Cơ quan không có thật")
    assert page.locator(".choice-none").inner_text()
    if leaving == "Tab":
        page.keyboard.press("Tab")
        assert page.input_value("#id_lead") == "Cơ quan không có thật"
        assert page.locator(".choice-none").inner_text()
        assert page.get_attribute("#id_lead", "aria-invalid") == "true"
        assert axe(page) == []
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.locator("[data-errors] a[href='#id_lead']").wait_for()
    assert page.input_value("#id_lead") == "Cơ quan không có thật"
    assert lead_of(classified) is None
    # A choice takes its place.
    page.fill("#id_lead", "nong nghiep")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('[name=lead]').value") == str(lead_department.pk)
    assert page.locator("option[data-typed]").count() == 0
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert lead_of(classified) == lead_department


def test_a_lead_is_chosen_on_a_phone_by_touch(assigning, classified, lead_department):
    page = assigning(375)
    page.click("#id_lead")
    page.click("[role=option]:has-text('Nông nghiệp')")
    page.click("main .form-do .btn-main")
    page.wait_for_url(f"**/opinions/{classified.code}/")
    assert lead_of(classified) == lead_department


def test_a_missing_lead_is_said_at_the_field_that_is_seen(assigning):
    page = assigning()
    page.focus("#id_lead")
    page.keyboard.press("Control+Enter")
    page.locator("[data-errors] a").first.click()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_without_scripts_a_lead_is_chosen_from_a_plain_select(site, browser, specialist, classified, lead_department):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/accounts/login/?next=/opinions/{classified.code}/moves/assign/")
    page.fill("[name=username]", specialist.username)
    page.fill("[name=password]", CAST_PASSWORD)
    page.click("main button[type=submit]")
    page.select_option("select[name=lead]", str(lead_department.pk))
    page.click("main .form-do .btn-main")
    context.close()
    assert lead_of(classified) == lead_department


# --- the draft ---


def test_what_was_typed_survives_a_crash_of_the_browser(quick, site, page_at, sign_in, clerk):
    quick.keyboard.type("Trần Thị Hoa")
    quick.fill("[name=text]", "Kênh tiêu bồi lắng")
    quick.locator(".draft-kept", has_text="nháp").wait_for()
    again = sign_in(page_at(), clerk.username)
    again.goto("/opinions/new/")
    assert again.input_value("[name=text]") == ""
    again.click(".draft a.btn")
    assert (again.input_value("[name=speaker]"), again.input_value("[name=text]")) == (
        "Trần Thị Hoa",
        "Kênh tiêu bồi lắng",
    )
    with again.expect_navigation():
        again.press("[name=text]", "Control+Enter")
    assert again.locator(".draft").count() == 0
    assert Opinion.objects.get().current_text.text == "Kênh tiêu bồi lắng"


def test_an_ended_session_interrupts_nobody_who_types(quick):
    Session.objects.all().delete()
    quick.fill("[name=text]", "Kênh tiêu bồi lắng")
    quick.locator(".draft-kept:not(:empty)").wait_for()
    assert quick.locator("dialog[open]").count() == 0
    assert focused(quick) == "text"
