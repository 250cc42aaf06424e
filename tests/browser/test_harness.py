"""The tools of these tests see the faults they are there for."""

import pytest

GOOD = "<!doctype html><html lang=vi><title>Trang</title><main><h1>Trang</h1><img src='data:,' alt=''></main></html>"
BAD = GOOD.replace(" lang=vi", "").replace(" alt=''", "")


@pytest.mark.parametrize("width", [1366, 375])
def test_axe_finds_what_is_wrong_and_nothing_else(open_page, axe, width):
    page = open_page("http://127.0.0.1", width)
    page.set_content(GOOD)
    assert axe(page) == []
    page.set_content(BAD)
    assert {violation.split(":")[0] for violation in axe(page)} == {"html-has-lang", "image-alt"}


def test_a_page_that_raises_or_asks_another_host_is_noticed(open_page):
    page = open_page("http://127.0.0.1")
    page.route("**/*", lambda route: route.abort())
    page.set_content("<script>throw new Error('broken')</script>")
    page.evaluate("fetch('http://elsewhere.example/').catch(() => 0)")
    assert [fault.rpartition(": ")[2] for fault in open_page.faults] == ["broken", "http://elsewhere.example/"]
    open_page.faults.clear()


def test_a_test_site_serves_its_pages_and_their_styles(page_at):
    page = page_at(375)
    page.goto("/accounts/login/")
    assert page.evaluate("document.styleSheets.length") > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_somebody_of_the_cast_can_sign_in(site, page_at, sign_in, clerk):
    page = sign_in(page_at(), "clerk")
    assert page.evaluate("document.body.innerText").find(clerk.full_name) >= 0
