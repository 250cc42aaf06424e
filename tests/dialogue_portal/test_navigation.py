"""One entry of the navigation is where the page lies."""

import pytest

from dialogue_portal.navigation import innermost

URLS = ["/", "/petitions/", "/petitions/statistics/", "/opinions/"]


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", "/"),
        ("/petitions/KN-2026-0001/", "/petitions/"),
        ("/petitions/statistics/xlsx/", "/petitions/statistics/"),
        ("/jobs/", None),
    ],
)
def test_the_entry_that_says_most_of_the_address_is_here(path, here):
    assert innermost(path, URLS) == here
