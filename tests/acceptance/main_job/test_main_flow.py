"""The main job in the browser, from the clerk who notes what was said to the leader who reads the figures."""

import re
import subprocess
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState, Outcome
from jobs.running import run_waiting
from reports.models import Summary
from tests.conftest_browser import CAST_PASSWORD

from .keyboard import Keyboard

pytestmark = pytest.mark.acceptance

SAID = "Đề nghị sớm nâng cấp tuyến đường liên xóm 3 đi chợ, mùa mưa học sinh không đi được."
SPEAKER = "Nguyễn Văn Thường"
ANSWER = "Sở đã kiểm tra hiện trường; tuyến đường được rải nhựa xong trong tháng này."
DASHBOARD_CARDS = "dl.cards .card"


def received(page):
    """How many opinions the dashboard says were received."""
    with override("vi"):
        label = gettext("Opinions received")
    card = page.locator(DASHBOARD_CARDS, has_text=label).first
    words = card.locator("dd.value").inner_text()
    return int(re.match(r"[\d.]+", words).group().replace(".", ""))


def text_of(download):
    """The text of a downloaded PDF, line breaks as spaces."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(download.path()), "-"], capture_output=True, encoding="utf-8", check=True
    )
    return " ".join(done.stdout.split())


@pytest.fixture
def desk(page_at, sign_in):
    """`desk(user)` is a page of its own, signed in, as on that person's desk; at the width asked for."""
    return lambda user, width=1366: sign_in(page_at(width), user.username)


@pytest.fixture
def keys(page_at):
    """`keys(user)` is the same by keyboard alone."""

    def sit_down(user):
        keyboard = Keyboard(page_at())
        keyboard.sign_in(user.username, CAST_PASSWORD)
        return keyboard

    return sit_down


def register_by_keyboard(keyboard):
    """One opinion from the work list on; sends the form twice in a row. Returns the request that was sent."""
    page = keyboard.page
    keyboard.open("main a[href$='/opinions/new/']")
    keyboard.write("[name=speaker]", SPEAKER, backwards=page.evaluate("document.activeElement.name") == "text")
    keyboard.write("[name=place]", "Xóm 3")
    keyboard.write("[name=text]", SAID)
    with page.expect_request(lambda request: request.method == "POST") as sent, page.expect_navigation():
        keyboard.press("Control+Enter")
        keyboard.press("Control+Enter")
    return sent.value


def test_the_core_flow_goes_by_keyboard_alone_and_moves_the_figures_at_once(
    keys, desk, held_conference, field, lead_department, clerk, specialist, focal_point, commission_leader
):
    board = desk(commission_leader)
    assert urlsplit(board.url).path == "/dashboard/"
    assert received(board) == 0

    clerks = keys(clerk)
    sent = register_by_keyboard(clerks)
    opinion = Opinion.objects.get()
    assert opinion.current_text.text == SAID
    # The answer was lost on a bad line and the browser sends the same form again.
    again = clerks.page.request.post(sent.url, headers=sent.headers, data=sent.post_data_buffer)
    assert again.ok
    assert Opinion.objects.count() == 1
    board.reload()
    assert received(board) == 1

    clerks.open(f".message a[href='/opinions/{opinion.code}/']")
    clerks.open("main a[href$='/moves/classify/']")
    clerks.choose("[name=field]", "0401")
    clerks.choose("[name=competent_level]", "Cấp tỉnh")
    clerks.save()
    assert state_of(opinion) == OpinionState.CLASSIFIED

    specialists = keys(specialist)
    specialists.open("main a[href*='part=waiting']")
    specialists.open(f"main a[href='/opinions/{opinion.code}/']")
    specialists.open("main a[href$='/moves/assign/']")
    specialists.find("#id_lead", "nong nghiep moi", str(lead_department))
    specialists.save()
    assert state_of(opinion) == OpinionState.ASSIGNED

    departments = keys(focal_point)
    departments.open(f"main a[href='/opinions/{opinion.code}/']")
    departments.open("main form[action$='/moves/acknowledge/'] button")
    departments.open("main a[href$='/moves/answer/']")
    departments.write("[name=text]", ANSWER)
    departments.write("[name=answerer]", "Vũ Văn Lâm, Phó Giám đốc")
    departments.save()
    assert state_of(opinion) == OpinionState.ANSWERED

    specialists.page.goto(f"/opinions/{opinion.code}/moves/verify/")
    specialists.go_to("[name=outcome]")
    for _step in range(8):
        if specialists.page.evaluate("document.activeElement.checked && document.activeElement.value") == Outcome.AFTER:
            break
        specialists.press("ArrowDown")
    specialists.write("[name=confirmed_by]", "Trưởng xóm 3")
    specialists.save()
    assert state_of(opinion) == OpinionState.VERIFIED

    leaders = keys(commission_leader)
    leaders.page.goto(f"/opinions/{opinion.code}/")
    leaders.open("main form[action$='/moves/close/'] button")
    assert state_of(opinion) == OpinionState.CLOSED
    with override("vi"):
        resolved = str(Outcome.AFTER.label)
    assert resolved in leaders.page.locator("main").inner_text()
    board.reload()
    assert "1/1" in board.locator("main").inner_text().replace(" ", "")


def state_of(opinion):
    opinion.refresh_from_db()
    return opinion.state


def test_ticked_opinions_are_assigned_together_and_the_rest_says_why(desk, road, specialist, lead_department):
    fitting = [road.to("classified", f"Ý kiến số {number} về đường thôn") for number in range(3)]
    other = road.to("received", "Chưa phân loại")
    page = desk(specialist)
    page.goto("/opinions/")
    page.check("[data-tick-all]")
    page.click("[data-tick-bar] button.btn")
    page.locator("main h1", has_text="3").wait_for()
    assert other.code in page.locator("section[aria-labelledby=skipped]").inner_text()
    page.fill("#id_lead", str(lead_department))
    page.press("#id_lead", "Enter")
    page.click("button[name=confirm]")
    page.locator("button[name=confirm]").wait_for(state="detached")
    page.locator("section[aria-labelledby=done]").wait_for()
    assert {state_of(opinion) for opinion in fitting} == {OpinionState.ASSIGNED}
    assert state_of(other) == OpinionState.RECEIVED


def test_a_summary_is_asked_for_built_by_a_job_and_read_in_three_ways(desk, road, commission_leader, province):
    road.to("closed", "Đã xong")
    road.to("received", "Mới đến")
    page = desk(commission_leader)
    page.goto("/reports/new/")
    today = timezone.localdate()
    page.fill("[name=from]", f"{today - timedelta(days=60):%d/%m/%Y}")
    page.fill("[name=to]", f"{today:%d/%m/%Y}")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/jobs/*/")
    run_waiting()
    # The page asks by itself; nobody reloads it.
    page.locator("main .message.success").wait_for()
    page.click("main .row-of a.btn-main")
    page.wait_for_url("**/reports/*/")
    summary = Summary.objects.get()
    assert "50" in page.locator("main").inner_text()
    with page.expect_download() as pdf:
        page.click(f"a[href='/reports/{summary.pk}/pdf/']")
    words = text_of(pdf.value)
    assert province.name.upper() in words.upper()
    assert "1/2" in words.replace(" ", "")
    with page.expect_download() as workbook:
        page.click(f"a[href='/reports/{summary.pk}/xlsx/']")
    assert workbook.value.path().read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("who", ["registry_clerk", "clerk"])
def test_minutes_are_asked_for_on_the_page_of_the_conference_and_hold_the_opinion(
    request, desk, road, held_conference, who
):
    opinion = road.to("answered", SAID)
    page = desk(request.getfixturevalue(who))
    page.goto(f"/conferences/{held_conference.code}/")
    page.click("main button[name=format][value=pdf]")
    page.wait_for_url("**/jobs/*/")
    run_waiting()
    with page.expect_download() as download:
        page.locator("main a[download]").click()
    words = text_of(download.value)
    assert opinion.current_text.text in words
    assert "BIÊN BẢN" in words
    page.goto(f"/conferences/{held_conference.code}/")
    assert page.locator("section[aria-labelledby=papers] li a").count() == 1


def test_the_supervisor_reads_the_results_without_the_names(desk, road, supervisor, specialist):
    opinion = road.to("answered", SAID)
    page = desk(supervisor)
    for path in ("/opinions/", f"/opinions/{opinion.code}/"):
        page.goto(path)
        words = page.locator("main").inner_text()
        assert SAID in words
        assert SPEAKER not in page.content()
    assert "N.V.T." in words.replace(" ", "")
    # The control: whoever may see the name finds it in the same place.
    page = desk(specialist)
    page.goto(f"/opinions/{opinion.code}/")
    assert SPEAKER in page.locator("main").inner_text()


def test_two_people_correct_a_text_and_neither_loses_a_word(desk, road, clerk, specialist):
    opinion = road.to("received", "Bản ghi đầu tiên")
    pages = [desk(clerk), desk(specialist)]
    typed = ["Bản ghi của cán bộ xã", "Bản ghi của chuyên viên"]
    for page, words in zip(pages, typed, strict=True):
        page.goto(f"/opinions/{opinion.code}/edit/")
        page.fill("[name=text]", words)
    for page in pages:
        with page.expect_navigation():
            page.press("[name=text]", "Control+Enter")
    second = pages[1]
    assert typed[0] in second.locator("main blockquote").inner_text()
    assert second.input_value("[name=text]") == typed[1]
    both = f"{typed[0]}; {typed[1]}"
    second.fill("[name=text]", both)
    with second.expect_navigation():
        second.press("[name=text]", "Control+Enter")
    opinion.refresh_from_db()
    assert opinion.current_text.text == both
    assert [row.text for row in opinion.texts.all()] == ["Bản ghi đầu tiên", typed[0], both]


def test_two_people_press_at_once_and_the_second_keeps_the_answer(desk, road, focal_point, commission_leader):
    opinion = road.to("in_progress", SAID)
    first, second = desk(focal_point), desk(focal_point)
    for page in (first, second):
        page.goto(f"/opinions/{opinion.code}/moves/answer/")
        page.fill("[name=answerer]", "Vũ Văn Lâm")
    first.fill("[name=text]", ANSWER)
    second.fill("[name=text]", "Câu trả lời khác")
    for page in (first, second):
        with page.expect_navigation():
            page.press("[name=text]", "Control+Enter")
    assert second.locator("main [role=alert]").count() == 1
    assert second.input_value("[name=text]") == "Câu trả lời khác"
    assert opinion.answers.count() == 1
