"""The side navigation. Rooms register their entries in `AppConfig.ready`; this module knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SECTIONS = [
    ("work", _("My work")),
    ("dialogue", _("Dialogue")),
    ("petitions", _("Petitions")),
    ("leaders", _("For leaders")),
    ("administration", _("Administration")),
]


@dataclass(frozen=True)
class NavItem:
    """One entry. `visible(user)` and `count(request)` are given by the room; a count of None shows nothing."""

    section: str
    label: object
    url_name: str
    order: int = 100
    icon: str = ""
    visible: Callable = lambda user: True
    count: Callable = lambda request: None
    urgent: Callable = lambda request: False


_items: list[NavItem] = []


def register(item: NavItem):
    """Add an entry once; registering the same address again replaces it (autoreload)."""
    _items[:] = [known for known in _items if known.url_name != item.url_name] + [item]
    _items.sort(key=lambda entry: entry.order)


def navigation(request):
    """Context processor: `navigation` is a list of (section label, entries) for a signed-in user, else empty."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    sections = []
    shown = [(item, reverse(item.url_name)) for item in _items if item.visible(user)]
    here = innermost(request.path, [url for _item, url in shown])
    for key, label in SECTIONS:
        entries = []
        for item, url in shown:
            if item.section != key:
                continue
            entries.append(
                {
                    "label": item.label,
                    "url": url,
                    "icon": item.icon,
                    "count": item.count(request),
                    "urgent": item.urgent(request),
                    "here": url == here,
                }
            )
        if entries:
            sections.append({"label": label, "entries": entries})
    return {"navigation": sections}


def innermost(path, urls):
    """The entry that a page lies under: of several the one that says most of its address."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)
