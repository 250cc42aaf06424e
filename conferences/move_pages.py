"""Moves of an opinion whose page belongs to a room above: it makes that page known in `AppConfig.ready`."""

from django.urls import reverse

_pages: dict[str, str] = {}


def register(move, url_name):
    """`url_name` is an address that takes the opinion's `code`."""
    _pages[move] = url_name


def page_of(move, code):
    """The address on which this move is made, when it is not the page of moves; else empty."""
    return reverse(_pages[move], kwargs={"code": code}) if move in _pages else ""
