"""Every page a role can reach by following links: no axe violation, one heading, nothing wider than the window.

Pages are told apart by the name of their address, so a page added later is visited without being listed here.
"""

from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.conftest_browser import WIDTHS

#: A walk through the whole demonstration as eight people takes minutes, so it is part of the acceptance runs.
pytestmark = pytest.mark.acceptance

ACCOUNTS = [
    "tinh.lanhdao",
    "tinh.chuyenvien",
    "tinh.vanthu",
    "xa.canbo",
    "so.daumoi",
    "tinh.xulydon",
    "mttq.giamsat",
    "quantri",
]
# Django's own administration is not of our making.
NOT_OURS = {"admin"}
MOST_PAGES = 60


def name_of(path):
    """The name of the address; None for what is not ours to visit."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    if NOT_OURS & set(match.app_names):
        return None
    return match.view_name


def faults_of(page, axe, where):
    """What is wrong with the open page, at every width."""
    faults = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        by_rule = {}
        for violation in axe(page):
            by_rule.setdefault(violation.partition(":")[0], []).append(violation)
        # One line a rule: a table repeats its fault in every row.
        faults += [f"{where} at {width}: {len(nodes)} x {nodes[0]}" for nodes in by_rule.values()]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{where} at {width}: {wide} pixels wide")
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"{where}: {headings} first headings")
    return faults


def visit(page, url, axe):
    """The faults of one address: a link that leads to a refusal is one; a file to save is none."""
    name = name_of(url)
    # The whole record as a spreadsheet takes its time.
    answer = page.context.request.get(url, timeout=120_000)
    if not answer.ok:
        return [f"{name} ({url}) answers {answer.status}"]
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    page.goto(url)
    return faults_of(page, axe, f"{name} ({url})")


@pytest.mark.slow
@pytest.mark.parametrize("username", ACCOUNTS)
def test_every_page_of_a_role_is_accessible(portal, portal_page, axe, username):
    page = portal_page(username)
    seen, queue, faults = set(), [page.url], []
    while queue and len(seen) < MOST_PAGES:
        url = queue.pop(0)
        name = name_of(url)
        if name is None or name in seen:
            continue
        seen.add(name)
        faults += visit(page, url, axe)
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        queue += [urljoin(url, link) for link in links if urljoin(url, link).startswith(portal)]
    assert "handling:work" in seen
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", ["/accounts/login/", "/no-such-page/"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_before_signing_in_are_accessible(portal_page, axe, path, language):
    page = portal_page(language=language)
    page.goto(path)
    assert page.get_attribute("html", "lang") == language
    faults = faults_of(page, axe, path)
    assert not faults, "\n".join(faults)


def test_a_page_that_is_not_yours_says_so_accessibly(portal_page, axe):
    page = portal_page("quantri")
    answer = page.goto("/dashboard/")
    assert answer.status == 403
    faults = faults_of(page, axe, "403")
    assert not faults, "\n".join(faults)
