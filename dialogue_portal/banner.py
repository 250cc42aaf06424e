"""The banner "demonstration data". Rooms tell here how to know that the demo is loaded."""

from collections.abc import Callable

from django.utils.functional import SimpleLazyObject

_sources: list[Callable] = []


def register(source: Callable):
    """Add `source(request) -> bool` once. It runs at most once per rendered page and should be cheap."""
    if source not in _sources:
        _sources.append(source)


def banner(request):
    """Context processor: `demo_banner` is true when any source says so, asked only by pages that show it."""
    return {"demo_banner": SimpleLazyObject(lambda: any(source(request) for source in _sources))}
