"""What rooms above add to the page of a record (papers, tasks): they register it in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.middleware.csrf import get_token
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Panel:
    """A part of the page of a kind of record ("conference", "petition").

    `context(request, record)` gives what the template reads, besides the record under the name of its kind; None
    leaves the panel out. `place` is "main" (in the wide column) or "side" (in the narrow one).
    """

    page: str
    key: str
    template: str
    context: Callable
    place: str = "main"
    order: int = 100


_panels: dict[tuple[str, str], Panel] = {}


def register(panel):
    """Add a panel; registering the same key of the same page again replaces it."""
    _panels[panel.page, panel.key] = panel


def panels_for(page, request, record):
    """{"main": […], "side": […]}: the panels of a page that this request shows, in order, each as safe HTML.

    A panel is rendered with its own context only, so that rooms cannot overwrite each other's names.
    """
    places = {"main": [], "side": []}
    known = [panel for panel in _panels.values() if panel.page == page]
    for panel in sorted(known, key=lambda panel: (panel.order, panel.key)):
        context = panel.context(request, record)
        if context is not None:
            around = {"request": request, "user": request.user, "csrf_token": get_token(request), page: record}
            places[panel.place].append(render_to_string(panel.template, {**around, **context}))
    return places
