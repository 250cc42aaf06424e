"""HTML to PDF. Only assets of this package can be fetched: no network, no other file, whatever the text says."""

import mimetypes
from pathlib import Path

from django.template.loader import render_to_string

PDF = "application/pdf"
FONTS = Path(__file__).resolve().parent / "fonts"
STYLES = Path(__file__).resolve().parent / "styles"

#: Everything a paper may refer to, as asset:NAME.
ASSETS = {
    **{path.name: path for path in sorted(FONTS.glob("*.ttf"))},
    **{path.name: path for path in sorted(STYLES.glob("*.css"))},
}


class AssetRefused(Exception):
    """A paper referred to something that is not one of its assets."""


def is_available():
    """Whether PDF can be made here: False when the Pango libraries are missing."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def _fetcher():
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            name = url.removeprefix("asset:")
            if not url.startswith("asset:") or name not in ASSETS:
                raise AssetRefused("A paper may only use its own fonts and styles.")
            body = ASSETS[name].read_bytes()
            kind = mimetypes.guess_type(name)[0] or "font/ttf"
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return AssetFetcher()


def render_pdf(template, context, *, styles=""):
    """The PDF bytes of a template; `styles` go before its own. Raises OSError without Pango (see `is_available`)."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts, html = FontConfiguration(), render_to_string(template, context)
    more = [CSS(string=styles, url_fetcher=_fetcher(), font_config=fonts)] if styles else []
    page = HTML(string=html, base_url="asset:", url_fetcher=_fetcher())
    return page.write_pdf(font_config=fonts, stylesheets=more)
