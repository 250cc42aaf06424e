"""What rooms above add to the page of a conference (papers, tasks): they register it in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.middleware.csrf import get_token
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Panel:
    """A part of the conference page.

    `context(request, conference)` gives what the template reads, besides `conference`; None leaves the panel out.
    `place` is "main" (under the opinions) or "side" (above the history).
    """

    key: str
    template: str
    context: Callable
    place: str = "main"
    order: int = 100


_panels: dict[str, Panel] = {}


def register(panel):
    """Add a panel; registering the same key again replaces it."""
    _panels[panel.key] = panel


def panels_for(request, conference):
    """{"main": […], "side": […]}: the panels this request shows, in order, each as safe HTML.

    A panel is rendered with its own context only, so that rooms cannot overwrite each other's names.
    """
    places = {"main": [], "side": []}
    for panel in sorted(_panels.values(), key=lambda known: (known.order, known.key)):
        context = panel.context(request, conference)
        if context is not None:
            around = {
                "request": request,
                "user": request.user,
                "csrf_token": get_token(request),
                "conference": conference,
            }
            places[panel.place].append(render_to_string(panel.template, {**around, **context}))
    return places
