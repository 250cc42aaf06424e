"""What must hold before the site starts, as Django system checks (`manage.py check`)."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@cache
def why_no_pdf() -> str:
    """Empty when PDFs can be made; otherwise what the loader said. Pages then offer Word instead."""
    try:
        import weasyprint  # noqa: F401
    except (OSError, ImportError) as error:
        # WeasyPrint raises OSError when Pango's shared libraries are not on the machine.
        return str(error) or type(error).__name__
    return ""


@register()
def pdf_can_be_made(app_configs, **kwargs):
    if not why_no_pdf():
        return []
    return [
        Warning(
            "PDF files cannot be made on this machine: WeasyPrint does not find Pango.",
            hint=f"On Debian or Ubuntu: apt-get install --no-install-recommends {PANGO_PACKAGES}",
            id="portal.W001",
        )
    ]


def why_demo_is_refused(alias: str = "default") -> str:
    """A sentence when production stands on demonstration accounts, whose password is public; empty when all is well."""
    if not settings.PRODUCTION or settings.DEMO:
        return ""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    if user._meta.db_table not in connections[alias].introspection.table_names():
        return ""
    if not user._base_manager.using(alias).filter(is_demo=True).exists():
        return ""
    return (
        "This database holds the demonstration accounts, whose password is public: PRODUCTION=1 does not start on it. "
        "Point DATABASE_URL at a database of your own, or set DEMO=1 to show the demonstration on purpose."
    )


def refuse_demo_in_production():
    """Called by the web server and the worker as they start; raises `ImproperlyConfigured`."""
    sentence = why_demo_is_refused()
    if settings.PRODUCTION:
        # The web server forks after this: a connection must not be shared between its processes.
        connections.close_all()
    if sentence:
        raise ImproperlyConfigured(sentence)


@register(Tags.database)
def demo_is_not_in_production(app_configs, databases=None, **kwargs):
    return [
        Error(sentence, id="portal.E001")
        for sentence in {why_demo_is_refused(alias) for alias in databases or []}
        if sentence
    ]
