"""What rooms above add to the page of a record (papers, tasks): they register it in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.middleware.csrf import get_token
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Panel:
    """A part of the page of a kind of record ("conference", "petition").

    `context(request, record)` gives what the template reads, besides the record under the name of its kind; None
    leaves the panel out. What it shows may change without an event in the trail while the context has a true
    `is_changing`. `place` is "main" (in the wide column) or "side" (in the narrow one).
    """

    page: str
    key: str
    template: str
    context: Callable
    place: str = "main"
    order: int = 100


@dataclass
class Panels:
    """The panels of one page as safe HTML, by place; `is_changing` while such a page must not be kept."""

    main: list = field(default_factory=list)
    side: list = field(default_factory=list)
    is_changing: bool = False


_panels: dict[tuple[str, str], Panel] = {}


def register(panel):
    """Add a panel; registering the same key of the same page again replaces it."""
    _panels[panel.page, panel.key] = panel


def panels_for(page, request, record):
    """The `Panels` of a page that this request shows, in order.

    A panel is rendered with its own context only, so that rooms cannot overwrite each other's names.
    """
    shown = Panels()
    known = [panel for panel in _panels.values() if panel.page == page]
    for panel in sorted(known, key=lambda panel: (panel.order, panel.key)):
        context = panel.context(request, record)
        if context is not None:
            around = {"request": request, "user": request.user, "csrf_token": get_token(request), page: record}
            getattr(shown, panel.place).append(render_to_string(panel.template, {**around, **context}))
            shown.is_changing |= bool(context.get("is_changing"))
    return shown
